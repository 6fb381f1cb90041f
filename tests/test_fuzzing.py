"""Whatever is thrown at the reader, the gate and the expressions: findings or a clear refusal come
out, never another error, and never a long wait."""

import signal
from contextlib import contextmanager
from copy import deepcopy

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from runner.bpmn import expressions
from runner.bpmn.package import Package, read_package
from runner.clock import SystemClock
from runner.errors import ExpressionError
from runner.gate.check import Gate
from tests.conftest import WORKFLOWS
from tests.drawings import bpmn, chain, end, start, sub
from tests.engine.corpus import DRAWINGS

SEEDS = [etree.fromstring(data) for data in DRAWINGS.values()]
WORDS = st.sampled_from(
    ["", "start", "end", "End", "Start", "work", "a", "p", "true", "false", "1", "-1", "PT1H", "R/PT0S",
     "${x}", "x > 1", "__import__('os')", "1" * 400, "<b>", "\u202e", "bpmn:task", "*", "9" * 30]
) | st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20)  # fmt: skip
TAGS = st.sampled_from(
    ["userTask", "task", "scriptTask", "exclusiveGateway", "parallelGateway", "subProcess", "callActivity",
     "startEvent", "endEvent", "boundaryEvent", "intermediateCatchEvent", "timerEventDefinition",
     "messageEventDefinition", "linkEventDefinition", "sequenceFlow", "process", "laneSet", "lane",
     "dataObject", "standardLoopCharacteristics", "conditionExpression", "extensionElements", "group"]
)  # fmt: skip


@st.composite
def spoilt(draw):
    """A correct diagram with a few things done to it that no modeler would do."""
    root = deepcopy(draw(st.sampled_from(SEEDS)))
    for _ in range(draw(st.integers(1, 4))):
        nodes = [root, *(node for node in root.iterdescendants() if isinstance(node.tag, str))]
        node = nodes[draw(st.integers(0, len(nodes) - 1))]
        parent = node.getparent()
        kind = draw(st.sampled_from(["set", "swap", "rename", "drop", "double", "move", "write"]))
        if kind == "set" and node.attrib:
            node.set(draw(st.sampled_from(sorted(node.attrib))), draw(WORDS))
        elif kind == "swap" and node.attrib:
            other = nodes[draw(st.integers(0, len(nodes) - 1))]
            node.set("id", other.get("id", "none"))
        elif kind == "rename":
            node.tag = etree.QName(etree.QName(node).namespace, draw(TAGS)).text
        elif kind == "drop" and parent is not None:
            parent.remove(node)
        elif kind == "double" and parent is not None:
            parent.append(deepcopy(node))
        elif kind == "move" and parent is not None:
            target = nodes[draw(st.integers(0, len(nodes) - 1))]
            if node not in target.iterancestors() and target is not node:
                target.append(node)
        elif kind == "write":
            node.text = draw(WORDS)
    return etree.tostring(root)


def fuzz(examples):
    return settings(
        max_examples=examples, deadline=None, derandomize=True, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip


PATIENCE = 60
"""Seconds after which an answer does not come any more: one takes some thousandths."""


@contextmanager
def no_long_wait():
    def give_up(*_):
        raise TimeoutError(f"No answer within {PATIENCE} seconds.")

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(PATIENCE)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def accepts_or_explains(data, calendars):
    for profile in ("engine", "lifecycle"):
        with no_long_wait():
            diagram, findings = Gate(calendars, SystemClock()).check(Package(data), profile)
        assert diagram is not None or findings
        for finding in findings:
            assert finding.message.strip()
            assert finding.severity in ("error", "warning")


def test_spoilt_diagrams(calendars):
    fuzz(150)(given(spoilt())(lambda data: accepts_or_explains(data, calendars)))()


@pytest.mark.soak
def test_many_spoilt_diagrams(calendars):
    given_ = given(spoilt())(lambda data: accepts_or_explains(data, calendars))
    settings(fuzz(4_000), derandomize=False)(given_)()


def test_elements_without_an_id_within_one_another_are_no_endless_way(calendars):
    """Found by the test above: the lane of what is inside was looked for without end."""
    inner = start("s") + end("e") + chain("s", "e")
    for inside in (
        sub("", inner),
        sub("", sub("", inner)),
        f"<bpmn:subProcess>{inner}<bpmn:task/></bpmn:subProcess>",
    ):
        accepts_or_explains(bpmn(start(), inside, end(), chain("start", "end")), calendars)


def test_bytes_that_are_hardly_xml(calendars):
    whole = read_package(WORKFLOWS / "case_lifecycle.bpmn").data

    def spoil(at, length, instead):
        accepts_or_explains(whole[:at] + instead + whole[at + length :], calendars)

    places = st.integers(0, 2000), st.integers(0, 200), st.binary(max_size=20)
    fuzz(60)(given(*places)(spoil))()


PIECES = st.sampled_from(
    ["x", "y", "1", "1.5", "'a'", "None", "true", "+", "-", "*", "/", "%", "**", "//", "<", "==", "!=",
     "in", "not", "and", "or", "is", "(", ")", "[", "]", ",", ".", ":", "lambda", "if", "else", "for",
     "__class__", "f'{x}'", "@", "~", "1e999", "0x", "\n", "\\", "#", ";", "\x00", "é"]
)  # fmt: skip
SCOPES = st.dictionaries(
    st.sampled_from("xy"),
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
    | st.lists(st.integers(), max_size=3),
)  # fmt: skip


@fuzz(500)
@given(st.lists(PIECES, max_size=12).map(" ".join) | st.text(max_size=40), SCOPES)
def test_expressions_are_refused_or_have_a_value(text, scope):
    try:
        compiled = expressions.compiled(text)
    except ExpressionError:
        return
    assert repr(compiled(scope)) == repr(compiled(scope))
