"""Putting a diagram into production: checked, kept with its bytes and their hash, never changed.

A running case stays on the version it started on.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import orjson

from runner import lint
from runner.accounts import require
from runner.calendar import Calendars
from runner.clock import Clock
from runner.diagram import Diagram
from runner.engine import Process
from runner.engine.comparison import differences
from runner.errors import CaselaneError, DiagramError
from runner.lint import Profile
from runner.model import PRIORITIES, Finding, Person, Version
from runner.store import Database
from runner.versions import Versions

FILES = (".dmn", ".json")
"""What may lie beside a diagram and belong to it: decision tables and forms."""


class Deployment:
    def __init__(self, db: Database, versions: Versions, calendars: Calendars, clock: Clock):
        self._db = db
        self._versions = versions
        self._calendars = calendars
        self._clock = clock

    def deploy(self, person: Person, data: bytes, files: Mapping[str, str]) -> Version:
        """Makes a diagram the one that new cases start on. Raises Forbidden or DiagramError.

        The same diagram again changes nothing.
        """
        require(person, "process_owner", "Deploying a diagram")
        diagram, findings = check(data, files, "lifecycle", self._calendars, self._clock)
        if diagram is None or any(finding.severity == "error" for finding in findings):
            reasons = "; ".join(finding.message for finding in findings[:3])
            raise DiagramError(f"The diagram is not deployed: {reasons}", findings)
        version = Version(
            id=0,
            process=diagram.process,
            digest=digest(data, files),
            bpmn=data,
            files=dict(files),
            deployed_at=self._clock.now(),
            deployed_by=person.id or None,
        )
        return self._keep(version)

    def _keep(self, version: Version) -> Version:
        with self._db.write() as tx:
            tx.alone("deploy")
            current = self._versions.newest(tx)
            if current is not None and current.digest == version.digest:
                return current
            return replace(version, id=self._versions.add(tx, version))


def check(
    data: bytes, files: Mapping[str, str], profile: Profile, calendars: Calendars, clock: Clock
) -> tuple[Diagram | None, list[Finding]]:
    """Everything that is known to be wrong with a diagram, and the diagram where it can be read."""
    diagram, findings = lint.read(data, files)
    if diagram is None:
        return None, findings
    findings += lint.check(diagram, profile)
    if any(finding.severity == "error" for finding in findings):
        return diagram, findings
    try:
        process = Process(diagram, calendars)
        findings += differences(process.drawing)
        if profile == "lifecycle":
            findings += _targets(process, calendars, clock)
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


def digest(data: bytes, files: Mapping[str, str]) -> str:
    """The hash of a version: of its diagram and of everything that belongs to it."""
    parts = orjson.dumps(dict(files), option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(len(data).to_bytes(8) + data + parts).hexdigest()


def read_files(path: Path) -> tuple[bytes, dict[str, str]]:
    """A diagram and the decision tables and forms that lie beside it."""
    try:
        beside = sorted(item for item in path.parent.iterdir() if item.suffix in FILES)
        data = path.read_bytes()
        texts = {item.name: item.read_text() for item in beside}
    except (OSError, UnicodeDecodeError) as error:
        raise DiagramError(f"{path} cannot be read: {error}") from error
    return data, {name: text for name, text in texts.items() if _belongs(name, text, data)}


def _belongs(name: str, text: str, data: bytes) -> bool:
    """Does the diagram mention the file, or a decision of it?"""
    if name.endswith(".json"):
        return name.encode() in data
    calls = data.decode(errors="replace")
    return any(f">{part.split(chr(34))[0]}<" in calls for part in text.split('<decision id="')[1:])
