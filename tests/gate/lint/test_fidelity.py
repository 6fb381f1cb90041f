"""Small drawings that loaded without a word and ran otherwise than they read: each is refused by name,
on its element."""

from datetime import UTC, datetime

import pytest

from runner.gate import lint
from tests.conftest import ROOT
from tests.drawings import (
    border,
    both,
    bpmn,
    catch,
    chain,
    end,
    flow,
    message,
    node,
    start,
    sub,
    user,
    xor,
)  # fmt: skip
from tests.engine.parts import DECLARED, called, many, signal, throw, times

FIDELITY = ROOT / "tests" / "data" / "fidelity"
NOW = datetime(2026, 11, 1, tzinfo=UTC)


def found(name):
    diagram, findings = lint.read((FIDELITY / f"{name}.bpmn").read_bytes(), {})
    return [*findings, *lint.check(diagram, "engine", NOW)]


@pytest.mark.parametrize(
    ("name", "rule", "elements"),
    [
        ("04_completion_quantity", "quantity", ["Send", "Receive"]),
        ("05_throw_timer", "event-place", ["X"]),
        ("05c_catch_escalation", "event-place", ["X"]),
        ("05e_throw_terminate", "event-place", ["X"]),
        ("06_catch_cycle", "timer", ["X"]),
        ("07_two_timer_specs", "timer", ["X"]),
        ("08_loop_true_script", "loop", ["a"]),
        ("16_wait_for_signal_nobody_sends", "unsent-signal", ["X"]),
    ],
)
def test_what_would_run_otherwise_than_it_reads_is_an_error_on_its_element(name, rule, elements):
    errors = [f for f in found(name) if f.severity == "error" and f.rule == rule]
    assert [finding.element for finding in errors] == elements
    assert all(finding.suggestion for finding in errors)


def test_two_times_in_one_timer_are_both_named():
    [error] = [f for f in found("07_two_timer_specs") if f.rule == "timer"]
    assert "'2099-01-01T00:00:00Z' and 'PT1S'" in error.message


@pytest.mark.parametrize(
    "name",
    [
        "02_data_object_output",
        "03_data_store_reference",
        "12_duration_fraction",
        "15c_error_nested",
    ],
)
def test_what_runs_as_drawn_is_let_through(name):
    assert [f.rule for f in found(name) if f.severity == "error"] == []


BEHIND = bpmn(start(), both("g"), catch("wait", signal()), throw("send", signal()), user("a"), end(), end("e2"),
              chain("start", "g", "wait", "send", "end"), chain("g", "a", "e2"), extra=DECLARED)  # fmt: skip
BESIDE = bpmn(start(), both("g"), catch("wait", signal()), throw("send", signal()), user("a"), end(), end("e2"),
              chain("start", "g", "wait", "end"), chain("g", "a", "send", "e2"), extra=DECLARED)  # fmt: skip
ELSEWHERE = bpmn(start(), user("ask"), xor("x"), catch("wait", signal()), throw("send", signal()), end(), end("e2"),
                 chain("start", "ask", "x"), flow("x", "wait", "Wait"), flow("x", "send", "Send"), chain("wait", "end"),
                 chain("send", "e2"), extra=DECLARED)  # fmt: skip
INSIDE = bpmn(start(), both("g"), sub("s", start("is"), catch("wait", signal()), end("ie"), chain("is", "wait", "ie")),
              throw("send", signal()), user("a"), end(), end("e2"), chain("start", "g", "s", "send", "end"), chain("g", "a", "e2"),
              extra=DECLARED)  # fmt: skip


@pytest.mark.parametrize(
    ("drawn", "named"),
    [
        (BEHIND, True), (BESIDE, False), (ELSEWHERE, True), (INSIDE, True),
    ],
)  # fmt: skip
def test_a_signal_that_nobody_can_send_meanwhile_is_named(drawn, named):
    diagram, findings = lint.read(drawn, {})
    told = [f for f in [*findings, *lint.check(diagram, "engine", NOW)] if f.severity == "error"]
    assert [(f.rule, f.element) for f in told] == [("unsent-signal", "wait")] * named


CANCEL = "<bpmn:cancelEventDefinition/>"
TASK = start("s") + user("t") + end("e", CANCEL) + chain("s", "t", "e")
LIST = "<bpmn:inputSet><bpmn:dataInputRefs>{}</bpmn:dataInputRefs></bpmn:inputSet>"


def handed(listed, more="<bpmn:outputSet/>"):
    """A task with an input and an output, of which a set lists one."""
    data = '<bpmn:dataInput id="in"/><bpmn:dataOutput id="out"/>'
    return user(
        "a", f"<bpmn:ioSpecification>{data}{LIST.format(listed)}{more}</bpmn:ioSpecification>"
    )


def lane(listed):
    return f'<bpmn:laneSet id="ls"><bpmn:lane id="l"><bpmn:flowNodeRef>{listed}</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet>'


def until(condition):
    done = f"{times(3)}<bpmn:completionCondition>{condition}</bpmn:completionCondition>"
    return user("a", many(False, done))


LINE = (start(), end(), chain("start", "a", "end"))
WRONG = {
    "a cancellation that its own transaction does not catch": (
        (start(), node("transaction", "out", start("os") + node("transaction", "tx", TASK) + end("oe") + chain("os", "tx", "oe")),
         border("c", "out", CANCEL), end(), end("e2"), chain("start", "out", "end"), chain("c", "e2")), "", "unheard", "e",
    ),
    "a called process that begins with a message": (
        (*LINE, node("callActivity", "a", calledElement="q")), called("q", start("qs", message("m")), end("qe"), chain("qs", "qe")),
        "start-trigger", "qs",
    ),
    "a send task that sends nothing": ((*LINE, node("sendTask", "a")), "", "message", "a"),
    "instances that are enough by a text": ((*LINE, until('"yes"')), "", "loop", "a"),
    "instances that are never enough": ((*LINE, until("False")), "", "loop", "a"),
    "a set of inputs that lists an output": ((*LINE, handed("out")), "", "lost-reference", "a"),
    "a set of inputs that lists nothing": ((*LINE, handed("gone")), "", "lost-reference", "a"),
    "a lane that lists a flow": ((lane("start_a"), *LINE, user("a")), "", "lost-reference", "l"),
}  # fmt: skip


@pytest.mark.parametrize("kind", WRONG)
def test_what_says_something_else_than_it_does_is_an_error_on_its_element(kind):
    parts, extra, rule, element = WRONG[kind]
    diagram, findings = lint.read(bpmn(*parts, messages="m", extra=DECLARED + extra), {})
    told = [f for f in [*findings, *lint.check(diagram, "engine", NOW)] if f.severity == "error"]
    assert [(f.rule, f.element) for f in told] == [(rule, element)]


@pytest.mark.parametrize("parts", [(*LINE, until("numberOfCompletedInstances == 2")), (*LINE, handed("in")),
                                   (lane("a"), *LINE, user("a")), (*LINE, node("sendTask", "a", messageRef="m_m"))])  # fmt: skip
def test_what_says_what_it_does_is_let_through(parts):
    diagram, findings = lint.read(bpmn(*parts, messages="m", extra=DECLARED), {})
    found = [*findings, *lint.check(diagram, "engine", NOW)]
    assert [f.rule for f in found if f.severity == "error"] == []
