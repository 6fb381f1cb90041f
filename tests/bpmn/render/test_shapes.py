"""The shape of each kind of element."""

from lxml import etree

from tests.bpmn.render.pictures import (
    drawn,
    found,
    placed,
    sheet,
)

KINDS = [
    *"task userTask serviceTask sendTask receiveTask scriptTask businessRuleTask manualTask".split(),
    *"callActivity subProcess transaction adHocSubProcess".split(),
    *"exclusiveGateway parallelGateway inclusiveGateway complexGateway eventBasedGateway".split(),
    *"startEvent endEvent intermediateThrowEvent".split(),
    *"dataObjectReference dataStoreReference textAnnotation group".split(),
]


def test_every_kind_looks_different():
    pictures = {}
    for kind in KINDS:
        svg = drawn(sheet(placed(kind, "it", box=(0, 0, 60, 60))))
        (figure,) = found(svg, "it")
        pictures[kind] = b"".join(etree.tostring(child) for child in figure)
    assert len(set(pictures.values())) == len(KINDS)
