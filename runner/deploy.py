"""Putting a diagram into production: checked, kept with its bytes and their hash, never changed.

A running case stays on the version it started on.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace

import orjson

from runner.accounts import require
from runner.calendar import Calendars
from runner.clock import Clock
from runner.diagram import Diagram, Limits
from runner.errors import DiagramError, Forbidden, NotPossible
from runner.gate import belonging, check
from runner.model import Finding, Page, Person, Version
from runner.scenarios import Scenario, play_all
from runner.store import Database
from runner.versions import Versions


class Deployment:
    """`scenarios` are what owners expect of their diagrams. `approval` asks for a second process
    owner before a version goes live."""

    def __init__(
        self,
        db: Database,
        versions: Versions,
        calendars: Calendars,
        clock: Clock,
        scenarios: Sequence[Scenario] = (),
        approval: bool = False,
        limits: Limits | None = None,
    ):
        self._db = db
        self._versions = versions
        self._calendars = calendars
        self._clock = clock
        self._scenarios = scenarios
        self._approval = approval
        self._limits = limits

    def check(
        self, person: Person, data: bytes, files: Mapping[str, str] | None = None
    ) -> list[Finding]:
        """What the gate says of a draft. Keeps nothing. Without `files` those of the current
        version belong to it, too."""
        require(person, "process_owner", "Checking a diagram")
        return self._checked(data, self._files(data, files), self._scenarios)[1]

    def deploy(
        self,
        person: Person,
        data: bytes,
        files: Mapping[str, str] | None = None,
        accept_warnings: bool = False,
        scenarios: Sequence[Scenario] | None = None,
    ) -> Version:
        """Makes a diagram the one that new cases start on, or has it wait for approval. Raises
        Forbidden, or DiagramError with the findings.

        Without `files` those of the current version belong to it, too; without `scenarios` it is
        played with those of the installation. The current diagram, or one that waits for approval,
        once more changes nothing.
        """
        require(person, "process_owner", "Deploying a diagram")
        files = self._files(data, files)
        expected = self._scenarios if scenarios is None else scenarios
        diagram, findings = self._checked(data, files, expected)
        errors = [finding for finding in findings if finding.severity == "error"]
        if diagram is None or errors:
            raise DiagramError(f"The diagram is not deployed: {_reasons(errors)}", findings)
        if findings and not accept_warnings:
            raise DiagramError(
                f"The diagram is not deployed, because there are warnings: {_reasons(findings)} "
                "Mend them, or deploy it again and accept the warnings.",
                findings,
            )
        version = Version(
            id=0,
            process=diagram.process,
            digest=digest(data, files),
            bpmn=data,
            files=dict(files),
            deployed_at=self._clock.now(),
            deployed_by=person if person.id else None,
            findings=tuple(findings),
        )
        return self._keep(version)

    def approve(self, person: Person, id: int) -> Version:
        """Makes a version live that waits for a second person. Raises Forbidden, NotFound or
        NotPossible."""
        require(person, "process_owner", "Approving a diagram")
        with self._db.write() as tx:
            tx.alone("deploy")
            version = self._versions.version(id)
            if not version.waiting:
                raise NotPossible(f"Version {id} does not wait for approval: it is live.")
            if person.id == (version.deployed_by.id if version.deployed_by else 0):
                raise Forbidden(f"Version {id} is yours: somebody else has to approve it.")
            self._versions.approve(tx, id, person.id or None, self._clock.now())
            return self._versions.version(id)

    def listed(self, person: Person, before: int | None = None, limit: int = 50) -> Page[Version]:
        """All versions, the one deployed last first."""
        _check_staff(person)
        return self._versions.listed(before, limit)

    def version(self, person: Person, id: int) -> Version:
        _check_staff(person)
        return self._versions.version(id)

    def _files(self, data: bytes, given: Mapping[str, str] | None) -> Mapping[str, str]:
        if given is not None:
            return given
        with self._db.read() as tx:
            current = self._versions.newest(tx)
        return belonging(current.files, data) if current else {}

    def _checked(
        self, data: bytes, files: Mapping[str, str], scenarios: Sequence[Scenario]
    ) -> tuple[Diagram | None, list[Finding]]:
        diagram, findings = check(
            data, files, "lifecycle", self._calendars, self._clock, limits=self._limits
        )
        if diagram is not None and not any(f.severity == "error" for f in findings):
            findings += [
                Finding(
                    "scenario",
                    f"“{one.scenario.name}” goes another way now. {one.failure}",
                    "Mend the diagram; or change the scenario, when this is what you want.",
                    severity="warning",
                    file=one.scenario.file,
                )
                for one in play_all(diagram, scenarios, self._calendars)
                if one.failure
            ]
        return diagram, findings

    def _keep(self, version: Version) -> Version:
        with self._db.write() as tx:
            tx.alone("deploy")
            current = self._versions.newest(tx)
            if current is None:
                return replace(version, id=self._versions.add(tx, version))
            if current.digest == version.digest:
                return current
            waiting = self._versions.waiting(tx, version.digest) if self._approval else None
            if waiting is not None:
                return waiting
            version = replace(version, waiting=self._approval)
            return replace(version, id=self._versions.add(tx, version))


def _reasons(findings: Sequence[Finding]) -> str:
    more = f" And {len(findings) - 3} more." if len(findings) > 3 else ""
    return " ".join(finding.message for finding in findings[:3]) + more


def _check_staff(person: Person) -> None:
    if not person.roles - {"customer"}:
        raise Forbidden("The versions of the diagram are for those who work here.")


def digest(data: bytes, files: Mapping[str, str]) -> str:
    """The hash of a version: of its diagram and of everything that belongs to it."""
    parts = orjson.dumps(dict(files), option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(len(data).to_bytes(8) + data + parts).hexdigest()
