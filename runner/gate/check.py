"""The gate: everything that is known to be wrong with a diagram, before it may go live."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from runner.bpmn import Diagram, Limits
from runner.calendar import Calendars
from runner.clock import Clock
from runner.engine import Process
from runner.engine.comparison import differences
from runner.errors import CaselaneError
from runner.gate import lint, policies, soundness
from runner.gate.lint import Profile
from runner.gate.scenarios import Scenario, play_those
from runner.model import PRIORITIES, Finding


def check(
    data: bytes,
    files: Mapping[str, str],
    profile: Profile,
    calendars: Calendars,
    clock: Clock,
    process: str | None = None,
    limits: Limits | None = None,
    scenarios: Sequence[Scenario] = (),
) -> tuple[Diagram | None, list[Finding]]:
    """Everything that is known to be wrong with a diagram, and the diagram where it can be read. A
    diagram without errors is played with the `scenarios` of its process."""
    diagram, findings = lint.read(data, files, process, limits)
    if diagram is None:
        return None, findings
    findings += lint.check(diagram, profile, clock.now())
    if any(finding.severity == "error" for finding in findings):
        return diagram, findings
    findings += soundness.check(diagram)
    if any(finding.severity == "error" for finding in findings):
        return diagram, findings
    try:
        made = Process(diagram, calendars)
        findings += differences(made.compiled)
        if profile == "lifecycle":
            findings += policies.findings(diagram) + _targets(made, calendars, clock)
        if not any(finding.severity == "error" for finding in findings):
            findings += _surprises(made, scenarios, calendars)
    except CaselaneError as error:
        findings.append(Finding("runs", str(error)))
    return diagram, findings


def _targets(process: Process, calendars: Calendars, clock: Clock) -> list[Finding]:
    """A case of every priority can be started: each has a row in the tables, which can be used."""
    findings = []
    for priority in PRIORITIES:
        try:
            process.start({"priority": priority}, clock.now(), calendars.default)
        except CaselaneError as error:
            findings.append(
                Finding("starts", f"A case of priority {priority} could not be started: {error}")
            )
    return findings


def _surprises(
    process: Process, scenarios: Sequence[Scenario], calendars: Calendars
) -> list[Finding]:
    return [
        Finding(
            "scenario",
            f"“{one.scenario.name}” goes another way now. {one.failure}",
            "Mend the diagram; or change the scenario, when this is what you want.",
            severity="warning",
            file=one.scenario.file,
        )
        for one in play_those(process, scenarios, calendars)
        if one.failure
    ]
