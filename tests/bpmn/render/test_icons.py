"""The sign inside each kind of event."""

from lxml import etree

from tests.bpmn.render.pictures import (
    drawn,
    found,
    placed,
    sheet,
)

EVENTS = (
    "message timer signal error escalation conditional link compensate cancel terminate".split()
)


def test_every_kind_of_event_has_its_sign():
    signs = {}
    for kind in EVENTS:
        event = f'<bpmn:{kind}EventDefinition id="it_{kind}"/>'
        svg = drawn(sheet(placed("intermediateCatchEvent", "it", inner=event, box=(0, 0, 36, 36))))
        signs[kind] = etree.tostring(found(svg, "it")[0])
    assert len(set(signs.values())) == len(EVENTS)


def test_an_event_that_throws_is_filled_and_one_that_does_not_interrupt_is_dashed():
    mail = "<bpmn:messageEventDefinition id='m'/>"
    thrown = found(drawn(sheet(placed("endEvent", "it", inner=mail))), "it")[0]
    assert thrown.xpath('.//*[@class="solid"]')
    host = placed("task", "host")
    border = placed("boundaryEvent", "it", attachedToRef="host", cancelActivity="false", inner=mail)
    assert found(drawn(sheet(host, border)), "it")[0].xpath(".//@stroke-dasharray")
