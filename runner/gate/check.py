"""The gate: everything that is known to be wrong with a diagram, before it may go live."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from runner.bpmn import Diagram, Limits
from runner.bpmn.calendar import Calendars
from runner.bpmn.files import CALENDARS_FILE, calendars_in, is_scenario
from runner.bpmn.package import Package
from runner.clock import Clock
from runner.engine import Process
from runner.engine.comparison import differences
from runner.errors import CalendarError, CaselaneError, ConfigError, DiagramError
from runner.gate import lint, policies, soundness
from runner.gate.lint import Profile
from runner.gate.scenarios import Played, Scenario, play_those, read_scenarios
from runner.gate.texts_check import texts_findings
from runner.model import PRIORITIES, Finding

LEGAL = frozenset({"doubled-token"})
"""What BPMN allows and the engine runs as drawn, though no case should do it."""
MOST_ALIKE = 3
"""Tokens that ran into one another of which the gate says what comes of them."""


@dataclass(frozen=True, slots=True)
class Gate:
    """`calendars` are for packages that have none. `limits` bound the size of a diagram; None
    stands for the default ones."""

    calendars: Calendars
    clock: Clock
    limits: Limits | None = None

    def check(
        self, package: Package, profile: Profile = "lifecycle"
    ) -> tuple[Diagram | None, list[Finding]]:
        """The diagram, where it can be read, and all findings about it.

        A diagram that breaks a rule of lint is not run: what happened then would only follow from
        that error. Everything else is checked whatever was found before.
        """
        diagram, findings = lint.read(package.data, package.files, package.process, self.limits)
        if diagram is None:
            return None, findings
        findings += [*lint.check(diagram, profile, self.clock.now()), *texts_findings(diagram)]
        scenarios, unreadable = _scenarios(diagram)
        beside = [*self._calendar_faults(diagram), *unreadable]
        if any(finding.severity == "error" for finding in findings):
            findings += policies.unreadable(diagram) if profile == "lifecycle" else []
            return diagram, findings + beside
        findings += _soundness(diagram, profile)
        findings += policies.findings(diagram) if profile == "lifecycle" else []
        return diagram, [*findings, *beside, *self._run(diagram, profile, scenarios)]

    def _calendar_faults(self, diagram: Diagram) -> list[Finding]:
        try:
            calendars_in(diagram.files, self.calendars)
        except CalendarError as error:
            return [Finding("calendars", str(error), file=CALENDARS_FILE)]
        return []

    def error_in(self, diagram: Diagram) -> str:
        """The first error that the gate sees in a diagram without its scenarios; '' for none."""
        files = {name: text for name, text in diagram.files.items() if not is_scenario(name)}
        _diagram, findings = self.check(Package(diagram.data, files))
        return next((one.message for one in findings if one.severity == "error"), "")

    def prepared(self, package: Package) -> Process:
        """A diagram made ready to be played. Raises DiagramError with the findings for one that
        breaks a rule of lint: what happened then would only follow from that error."""
        diagram, findings = lint.read(package.data, package.files, package.process, self.limits)
        if diagram is not None:
            findings += lint.check(diagram, "lifecycle", self.clock.now())
        errors = [finding for finding in findings if finding.severity == "error"]
        if diagram is None or errors:
            raise DiagramError("It cannot be played before its errors are mended.", errors)
        try:
            return Process(diagram, calendars_in(diagram.files, self.calendars))
        except CalendarError as error:
            finding = Finding("calendars", str(error), file=CALENDARS_FILE)
            raise DiagramError(str(error), [finding]) from error

    def _run(self, diagram: Diagram, profile: Profile, scenarios: list[Scenario]) -> list[Finding]:
        """What shows when the engine runs a diagram, with the calendars and scenarios of its
        package."""
        try:
            process = Process(diagram, calendars_in(diagram.files, self.calendars))
        except CalendarError:
            return []  # that is told already, and times of a case would be others
        except CaselaneError as error:
            return [_placed(Finding("runs", str(error)), diagram)]
        started = self.not_started(process) if profile == "lifecycle" else []
        surprises = [_surprise(one) for one in play_those(process, scenarios) if one.failure]
        return [*differences(process.compiled), *started, *surprises]

    def not_started(self, process: Process) -> list[Finding]:
        """Priorities of which no case can be started: each needs a row in the tables that can be
        used."""
        findings = []
        for priority in PRIORITIES:
            try:
                process.start({"priority": priority}, self.clock.now(), process.calendars.default)
            except CaselaneError as error:
                told = f"A case of priority {priority} could not be started: {error}"
                findings.append(_placed(Finding("starts", told), process.diagram))
        return findings


def _scenarios(diagram: Diagram) -> tuple[list[Scenario], list[Finding]]:
    """The scenarios of a package; and which cannot be read, or not be told apart."""
    scenarios: list[Scenario] = []
    found: list[Finding] = []
    names: dict[tuple[str, str], str] = {}
    for name in sorted(filter(is_scenario, diagram.files)):
        try:
            read = read_scenarios(name, diagram.files[name])
        except ConfigError as error:
            found.append(Finding("scenario", str(error), file=name.rpartition("/")[2]))
            continue
        found += _equal_names(read, names)
        scenarios += read
    return scenarios, found


def _equal_names(
    scenarios: Iterable[Scenario], names: dict[tuple[str, str], str]
) -> Iterator[Finding]:
    """Scenarios that have the name of one before. `names` are those met, with their file."""
    for one in scenarios:
        key = one.process, one.name
        if key in names:
            yield Finding(
                "scenario",
                f"Two scenarios are called “{one.name}”, in {names[key]} and {one.file}.",
                "Give one of them another name: what is said of a scenario names it.",
                file=one.file,
            )
        names.setdefault(key, one.file)


def _surprise(played: Played) -> Finding:
    return Finding(
        "scenario",
        f"“{played.scenario.name}” goes another way now. {played.failure}",
        "Mend the diagram; or change the scenario, when this is what you want.",
        severity="warning",
        file=played.scenario.file,
    )


def _placed(finding: Finding, diagram: Diagram) -> Finding:
    """A finding on the first element or flow that its message quotes, or that means what it
    quotes: a message, for example."""
    drawn = [*diagram.elements.values(), *diagram.flows.values()]
    meant = {item.target: e for e in diagram.elements.values() for item in e.triggers}
    by_word = meant | {item.name: item for item in drawn} | {item.id: item for item in drawn}
    quoted = [by_word[word] for word in _QUOTED.findall(finding.message) if word in by_word]
    if not quoted:
        return finding
    return replace(finding, element=quoted[0].id, name=quoted[0].name, line=quoted[0].line)


_QUOTED = re.compile(r"'([^']+)'")


def _soundness(diagram: Diagram, profile: Profile) -> list[Finding]:
    """What is legal and runs is a warning in the profile `engine`, which is played on from."""
    if profile == "lifecycle":
        return soundness.check(diagram)
    found = soundness.check(diagram, alike=MOST_ALIKE)
    return [replace(f, severity="warning") if f.rule in LEGAL else f for f in found]
