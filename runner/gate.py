"""The gate: everything that is known to be wrong with a diagram, before it may go live."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from runner import lint, policies, soundness
from runner.calendar import Calendars, read_calendars
from runner.clock import Clock
from runner.config import Settings
from runner.diagram import Diagram, Limits
from runner.engine import Process
from runner.engine.comparison import differences
from runner.errors import CaselaneError, ConfigError, DiagramError
from runner.lint import Profile
from runner.model import PRIORITIES, Finding
from runner.scenarios import Scenario, play_those

FILES = (".dmn", ".json", ".toml")
"""What may lie beside a diagram and belong to it: decision tables, forms and promises."""


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
        findings += differences(made.drawing)
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


def read_files(path: Path) -> tuple[bytes, dict[str, str]]:
    """A diagram and the decision tables, forms and promises that lie beside it."""
    data = _bytes(path)
    beside = [i for i in path.parent.iterdir() if i.suffix in FILES and i.is_file()]
    found = {item.name: _bytes(item) for item in sorted(beside)}
    texts = {name: raw.decode(errors="replace") for name, raw in found.items()}
    files = belonging(texts, data)
    for name in files:
        _check_utf8(path.parent / name, found[name])
    return data, files


def _check_utf8(path: Path, raw: bytes) -> None:
    try:
        raw.decode()
    except UnicodeDecodeError as error:
        raise DiagramError(f"{path} is not UTF-8: {error}. Save it as UTF-8.") from error


def belonging(files: Mapping[str, str], data: bytes) -> dict[str, str]:
    """Of some files those that belong to a diagram."""
    return {name: text for name, text in files.items() if _belongs(name, text, data)}


def _bytes(path: Path) -> bytes:
    """The file; of one that is far too large only as much as shows it."""
    try:
        with path.open("rb") as file:
            return file.read(LARGEST_FILE)
    except OSError as error:
        raise DiagramError(f"{path} cannot be read: {error}") from error


LARGEST_FILE = 50_000_000


def _belongs(name: str, text: str, data: bytes) -> bool:
    """Does the diagram mention the file, or a decision of it; are they promises about it?"""
    if name.endswith(".toml"):
        process = policies.process_of(text) if name == policies.FILE else ""
        return bool(process) and process.encode() in data
    if name.endswith(".json"):
        return name.encode() in data
    calls = data.decode(errors="replace")
    return any(f">{id}<" in calls for id in _DECISION.findall(text))


_DECISION = re.compile(r"""<(?:[\w.-]+:)?decision\s[^<>]*?\bid\s*=\s*["']([^"'<>]+)["']""")
"""The start of a decision, with any prefix, and its id."""


def diagram_limits(settings: Settings) -> Limits:
    """How large a diagram may be here."""
    return Limits(
        bytes=settings.diagram_bytes,
        elements=settings.diagram_elements,
        depth=settings.diagram_depth,
        nodes=settings.diagram_nodes,
    )


def calendars_of(settings: Settings) -> Calendars:
    """The calendars that business time is counted in here. Raises ConfigError."""
    path = settings.workflow_dir / "calendars.toml"
    try:
        return read_calendars(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"The calendars file {path} cannot be read: {error}") from error
