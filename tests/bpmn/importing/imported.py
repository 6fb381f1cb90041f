"""What import makes of a drawing, and what the gate says of that."""

from __future__ import annotations

from runner.bpmn import Diagram, read
from runner.bpmn.calendar import Calendars
from runner.bpmn.importing import ImportResult, import_diagram
from runner.bpmn.package import Package
from runner.clock import SystemClock
from runner.engine import Process
from runner.gate.check import Gate
from tests.conftest import ROOT
from tests.drawings import bpmn

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
