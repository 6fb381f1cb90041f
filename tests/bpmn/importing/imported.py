"""What import makes of a drawing, and what the gate says of that."""

from __future__ import annotations

from datetime import UTC, datetime

from runner.bpmn import Diagram, read
from runner.bpmn.calendar import Calendars
from runner.bpmn.importing import ImportResult, import_diagram
from runner.bpmn.package import Package
from runner.clock import SystemClock
from runner.engine import Process
from runner.gate.check import Gate
from tests.conftest import ROOT
from tests.drawings import bpmn

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
FIDELITY = ROOT / "tests" / "data" / "fidelity"


def imported(*parts: str, extra: str = "", messages: str = "") -> ImportResult:
    return import_diagram(bpmn(*parts, extra=extra, messages=messages))


def drawing(*parts: str, extra: str = "", messages: str = "") -> Diagram:
    return read(imported(*parts, extra=extra, messages=messages).data)


def sentences(result: ImportResult, asks: bool = False) -> list[str]:
    return [change.sentence for change in result.changes if change.asks == asks]


def errors(data: bytes, calendars: Calendars) -> list[str]:
    _, findings = Gate(calendars, SystemClock()).check(Package(data))
    return [f"{f.rule} {f.element}: {f.message}" for f in findings if f.severity == "error"]


def process(result: ImportResult, calendars: Calendars) -> Process:
    """The imported process, ready to run; the gate has nothing against it."""
    assert errors(result.data, calendars) == []
    return Process(read(result.data), calendars)


def waits_at(ran, calendars, *steps):
    """Where a case waits after some steps, each an action by its label and what is filled in."""
    step = ran.start({"priority": "P2"}, NOW, calendars.default)
    labels = {action.id: action.label for action in ran.diagram.actions}
    for label, values in steps:
        action = next(o.action for o in step.offers if labels[o.action] in (label, ""))
        step = ran.act(step.state, action, values, NOW, calendars.default)
    return {offer.element for offer in step.offers}
