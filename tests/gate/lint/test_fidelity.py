"""Small drawings that loaded without a word and ran otherwise than they read: each is refused by name,
on its element."""

from datetime import UTC, datetime

import pytest

from runner.gate import lint
from tests.conftest import ROOT
from tests.drawings import both, bpmn, catch, chain, end, flow, start, sub, user, xor
from tests.engine.parts import DECLARED, signal, throw

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
