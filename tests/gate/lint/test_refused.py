"""Constructs that do not run here as they are drawn: each is refused with a sentence and a way out.
docs/engine.md lists them."""

import pytest

from runner.bpmn.package import Package
from runner.clock import SystemClock
from runner.gate.check import Gate
from tests.conftest import ROOT
from tests.drawings import (
    border,
    bpmn,
    catch,
    chain,
    end,
    flow,
    message,
    node,
    on_event,
    start,
    sub,
    timer,
    user,
    xor,
)  # fmt: skip
from tests.engine.parts import DECLARED, NUMBER, escalation

PAGE = ROOT / "docs" / "engine.md"
CANCEL = "<bpmn:cancelEventDefinition/>"


def with_border(event, interrupting=True):
    return bpmn(
        start(), user("ask", form=NUMBER), user("a"), border("b", "a", event, interrupting), user("c"), end(), end("f"),
        chain("start", "ask", "a", "end"), chain("b", "c", "f"),
    )  # fmt: skip


def instead_of_a_task(kind, inner="", **more):
    return bpmn(start(), node(kind, "b", inner, **more), end(), chain("start", "b", "end"))


REFUSED = {
    "compensation": (with_border("<bpmn:compensateEventDefinition/>"), "compensation", "do nothing"),
    "cancel end event that no transaction catches": (
        bpmn(
            start(), node("transaction", "tx", "".join((start("s"), user("a"), xor("x"), end("e"), end("b", CANCEL),
                          chain("s", "a", "x"), flow("x", "e", "Keep"), flow("x", "b", "Cancel")))),
            end(), chain("start", "tx", "end"),
        ),
        "unheard", "caught by nothing",
    ),
    "ad-hoc sub-process": (
        instead_of_a_task("adHocSubProcess", user("t")), "unsupported", "do not run here",
    ),
    "event-based gateway that waits for all of its events": (
        bpmn(start(), node("eventBasedGateway", "b", eventGatewayType="Parallel"), catch("c", message("m")), catch("t", timer("PT1H")),
             end(), end("f"), chain("start", "b", "c", "end"), chain("b", "t", "f"), messages="m"),
        "event-gateway", "would wait for all",
    ),
    "work that only undoes other work, in a flow": (
        instead_of_a_task("userTask", isForCompensation="true"), "compensation", "flows lead through it",
    ),
    "complex gateway": (instead_of_a_task("complexGateway"), "unsupported", "do not run here"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_does_not_run_as_drawn_is_refused_with_a_way_out(name, calendars):
    drawn, rule, words = REFUSED[name]
    _, findings = Gate(calendars, SystemClock()).check(Package(drawn), "engine")
    (found,) = [finding for finding in findings if finding.rule == rule]
    assert (found.severity, found.element) == ("error", "b")
    assert words in found.message
    assert found.suggestion.strip()


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_documented(name):
    assert f"| {name} |" in PAGE.read_text()


def test_a_transaction_that_is_cancelled_is_accepted(calendars):
    drawn = bpmn(
        start(), node("transaction", "tx", "".join((start("s"), sub("in", start("t"), user("a"), xor("x"), end("e"),
                      end("b", CANCEL), chain("t", "a", "x"), flow("x", "e", "Keep"), flow("x", "b", "Cancel")),
                      end("o"), chain("s", "in", "o")))),
        border("undone", "tx", CANCEL), user("mend"), end(), end("f"), chain("start", "tx", "end"),
        chain("undone", "mend", "f"),
    )  # fmt: skip
    _, findings = Gate(calendars, SystemClock()).check(Package(drawn), "engine")
    assert [finding.rule for finding in findings] == ["picture"]


@pytest.mark.parametrize("beside", [(), (on_event("any", "<bpmn:escalationEventDefinition/>"),)])
def test_an_event_sub_process_does_not_catch_what_it_throws_another_one_does(beside, calendars):
    way = user("t"), end("again", escalation()), chain("seen_s", "t", "again")
    drawn = bpmn(
        start(), user("a"), node("intermediateThrowEvent", "up", escalation()), end(), chain("start", "a", "up", "end"),
        on_event("seen", escalation(), *way, interrupting=False), *beside, extra=DECLARED,
    )  # fmt: skip
    _, findings = Gate(calendars, SystemClock()).check(Package(drawn), "engine")
    lost = [finding.element for finding in findings if finding.rule == "unheard-escalation"]
    assert lost == ([] if beside else ["again"])
