"""The hostile diagrams: the files of tests/data/hostile, and the large ones, which are made here."""

import json

from tests.conftest import ROOT

HOSTILE = ROOT / "tests" / "data" / "hostile"
MANIFEST = json.loads((HOSTILE / "manifest.json").read_text())
NAMES = sorted(MANIFEST)


def hostile(name):
    """The bytes of a diagram."""
    made = _MADE.get(name)
    return made().encode() if made else (HOSTILE / f"{name}.bpmn").read_bytes()


def _parallel():
    """A gateway that splits into 2,000 tasks, and one that joins them."""
    tasks = range(2000)
    into, out = [f"in{n}" for n in tasks], [f"out{n}" for n in tasks]
    drawn = [
        f'<userTask id="t{n}" name="t{n}"><incoming>in{n}</incoming><outgoing>out{n}</outgoing></userTask>'
        f'<sequenceFlow id="in{n}" sourceRef="g" targetRef="t{n}"/>'
        f'<sequenceFlow id="out{n}" sourceRef="t{n}" targetRef="j"/>'
        for n in tasks
    ]
    return _definitions(
        '<startEvent id="s"><outgoing>first</outgoing></startEvent>'
        f'<parallelGateway id="g"><incoming>first</incoming>{_named("outgoing", into)}</parallelGateway>'
        f'<parallelGateway id="j">{_named("incoming", out)}<outgoing>last</outgoing></parallelGateway>'
        f"{''.join(drawn)}"
        '<endEvent id="e"><incoming>last</incoming></endEvent>'
        '<sequenceFlow id="first" sourceRef="s" targetRef="g"/>'
        '<sequenceFlow id="last" sourceRef="j" targetRef="e"/>'
    )


def _deep():
    """Sub-processes in one another, 5,000 levels deep."""
    return _definitions("<subProcess>" * 5000 + "</subProcess>" * 5000)


def _named(tag, ids):
    return "".join(f"<{tag}>{id}</{tag}>" for id in ids)


def _definitions(inner):
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="t">'
        f'<process id="P" isExecutable="true">{inner}</process></definitions>'
    )


_MADE = {"s32_parallel_2000": _parallel, "x05_deep_xml_5000": _deep}
