"""Deploying a package: the gate checks it, and it becomes a version, which never changes.

Running cases stay on the version on which they started; `migration` moves them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypedDict, Unpack

import orjson

from runner.bpmn import Diagram
from runner.bpmn.files import POLICIES_FILE
from runner.bpmn.package import Package
from runner.deployment.completion import complete, policies_lost
from runner.errors import DiagramError, Forbidden, InvalidInput, NotFound, NotPossible
from runner.gate.check import Gate
from runner.gate.soundness import UNDECIDED
from runner.model import Finding, IntakeState, Lifecycle, Page, Person, Version
from runner.people.permissions import require
from runner.store import Database, Transaction, versions
from runner.versions import Versions


@dataclass(frozen=True, slots=True)
class Checked:
    """A package with all that belongs to its version, its diagram where it can be read, what the
    gate says of them, and notes on what was taken over or left away."""

    package: Package
    diagram: Diagram | None
    findings: tuple[Finding, ...]
    notes: tuple[str, ...]


class Acceptance(TypedDict, total=False):
    """What an owner accepts: `accept_undecided` what the gate did not decide, `accept_warnings` all
    other warnings. Decision 0236."""

    accept_warnings: bool
    accept_undecided: bool


class Terms(Acceptance, total=False):
    """What is said with a package: `intake` of a further lifecycle is whether it goes beside the
    others or is the default one; without `without_policies` no package loses all of them."""

    without_policies: bool
    intake: IntakeState | None


class Deployment:
    """`installed` are the calendars and scenarios of the installation, by name. With `approval` a
    version goes live once a second process owner has approved it."""

    def __init__(
        self,
        db: Database,
        versions: Versions,
        gate: Gate,
        installed: Mapping[str, str],
        approval: bool = False,
    ):
        self._db = db
        self._versions = versions
        self._gate = gate
        self._clock = gate.clock
        self._installed = installed
        self._approval = approval

    def check(self, person: Person, package: Package, without_policies: bool = False) -> Checked:
        """What `deploy` would say of a package, which is not kept."""
        require(person, "check_diagram")
        return self.checked(package, without_policies)

    def deploy(
        self,
        person: Person,
        package: Package,
        **terms: Unpack[Terms],
    ) -> Version:
        """Makes a package the version that new cases of its lifecycle start on, or one that waits
        for approval. One that is current or waiting already is not deployed again. Raises
        Forbidden, DiagramError with the findings, or InvalidInput where `intake` has to be given:
        for the first version of a further lifecycle. Decision 0231.

        What it does not bring is that of the version before, and the notes of the version say so.
        """
        require(person, "deploy_diagram")
        checked = self.checked(package, terms.get("without_policies", False))
        findings, intake = checked.findings, terms.get("intake")
        _admit("The diagram is not deployed", findings, _not_accepted(findings, terms))
        if checked.diagram and not intake:
            self._check_known(checked.diagram.process)
        data, files = checked.package.data, checked.package.files
        version = Version(
            id=0,
            process=checked.diagram.process if checked.diagram else "",
            digest=digest(data, files),
            bpmn=data,
            files=dict(files),
            deployed_at=self._clock.now(),
            deployed_by=person if person.id else None,
            findings=findings,
            notes=checked.notes,
            intake=intake,
        )
        return self._keep(version)

    def checked(self, package: Package, without_policies: bool = False) -> Checked:
        before = self._versions.before(package)
        whole, notes = complete(package, before, self._installed, without_policies)
        diagram, findings = self._gate.check(whole)
        unreadable = any(f.file == POLICIES_FILE and f.severity == "error" for f in findings)
        lost = [] if without_policies or unreadable else policies_lost(whole, before)
        return Checked(whole, diagram, (*findings, *lost), tuple(notes))

    def approve(self, person: Person, version_id: int, **terms: Unpack[Acceptance]) -> Version:
        """Makes a waiting version live, on behalf of a second person. The gate checks it again, as
        rules and scenarios may have changed since it was proposed. Raises Forbidden, NotFound,
        NotPossible, or DiagramError with the findings, if there are errors or new warnings."""
        require(person, "approve_diagram")
        version = self._versions.version(version_id)
        _check_waits(version, person)
        _, findings = self._gate.check(
            Package(version.bpmn, version.files, version.process or None)
        )
        with self._db.write() as tx:
            tx.lock("deploy")
            _check_waits(self._versions.version(version_id), person)
            findings += _overtaken(version, self._versions.newest(tx, version.process))
            new = [finding for finding in findings if finding not in version.findings]
            _admit(f"Version {version_id} is not approved", findings, _not_accepted(new, terms))
            self._versions.approve(
                tx, version_id, person.id or None, self._next_instant(tx), findings
            )
            return self._versions.version(version_id)

    def listed(self, person: Person, before: int | None = None, limit: int = 50) -> Page[Version]:
        """All versions, the one deployed last first."""
        require(person, "see_versions")
        return self._versions.listed(before, limit)

    def version(self, person: Person, version_id: int) -> Version:
        require(person, "see_versions")
        return self._versions.version(version_id)

    def _keep(self, version: Version) -> Version:
        with self._db.write() as tx:
            tx.lock("deploy")
            current = self._versions.newest(tx, version.process)
            version = replace(version, deployed_at=self._next_instant(tx))
            if not self._versions.lifecycles():
                return replace(version, id=self._versions.add(tx, version))
            if current and current.digest == version.digest:
                self._put(tx, version.process, version.intake, version.deployed_by)
                return current
            waiting = self._versions.waiting(tx, version.digest) if self._approval else None
            if waiting is not None:
                return waiting
            version = replace(version, waiting=self._approval)
            return replace(version, id=self._versions.add(tx, version))

    def lifecycles(self, person: Person) -> tuple[Lifecycle, ...]:
        """All of them, the default one first."""
        require(person, "see_versions")
        return self._versions.lifecycles()

    def set_intake(
        self, person: Person, process: str, intake: IntakeState
    ) -> tuple[Lifecycle, ...]:
        """Makes a lifecycle the default one, puts it beside that, or takes it out of intake: its
        cases go on, and new ones do not start on it. Raises Forbidden, NotFound, or NotPossible for
        the default one, which another one has to follow."""
        require(person, "deploy_diagram")
        with self._db.write() as tx:
            tx.lock("deploy")
            known = [one.process for one in self._versions.lifecycles()]
            if process not in known:
                raise NotFound(
                    f"There is no lifecycle '{process[:60]}'. There are: {', '.join(known)}."
                )
            self._put(tx, process, intake, person if person.id else None)
            return self._versions.lifecycles()

    def _put(
        self, tx: Transaction, process: str, intake: IntakeState | None, person: Person | None
    ) -> None:
        if intake:
            by = person.id if person else None
            self._versions.set_intake(tx, process, intake, self._clock.now(), by)

    def _check_known(self, process: str) -> None:
        known = [one.process for one in self._versions.lifecycles()]
        if known and process not in known:
            question = (
                f"has to be said: '{process}' is another lifecycle than {', '.join(known)}. Does "
                "it take cases beside (--beside), which a submission has to choose, or as the "
                "default (--as-default), on which those start that choose none?"
            )
            raise InvalidInput({"intake": [question]})

    def _next_instant(self, tx: Transaction) -> datetime:
        """Now, or just after the last change of any version: the clock of the node that made it may
        be ahead of ours. New cases start on the version that went live last, and who approves is
        told what went live since, so instants of versions must ascend."""
        now, last = self._clock.now(), versions.last_change(tx)
        return now if last is None else max(now, last + datetime.resolution)


def _check_waits(version: Version, person: Person) -> None:
    if not version.waiting:
        raise NotPossible(f"Version {version.id} does not wait for approval: it is live.")
    if person.id == (version.deployed_by.id if version.deployed_by else 0):
        raise Forbidden(f"Version {version.id} is yours: another process owner has to approve it.")


def _overtaken(version: Version, current: Version | None) -> list[Finding]:
    """A finding if another version went live after this one was proposed: it would be undone."""
    if current is None or current.live_at is None or current.live_at <= version.deployed_at:
        return []
    return [
        Finding(
            "overtaken",
            f"Version {current.id} went live on {current.live_at:%-d %B %Y, %H:%M} UTC, after this "
            "one was proposed: its changes would be undone.",
            f"Make the change again on top of version {current.id}, or accept this warning.",
            severity="warning",
        )
    ]


_ACCEPTED = {
    "accept_warnings": "the warnings",
    "accept_undecided": "what was not decided (--accept-undecided)",
}
"""What each word of an `Acceptance` is about."""


def _accepted_by(finding: Finding) -> str:
    """Nothing is known of what was not looked at, so accepting all warnings does not cover it."""
    return "accept_undecided" if finding.rule == UNDECIDED else "accept_warnings"


def _not_accepted(findings: Sequence[Finding], terms: Acceptance) -> list[Finding]:
    return [finding for finding in findings if not terms.get(_accepted_by(finding))]


def _admit(what: str, findings: Sequence[Finding], warnings: Sequence[Finding]) -> None:
    """Raises DiagramError if there are errors, or warnings that are not accepted. Decision 0091."""
    errors = [finding for finding in findings if finding.severity == "error"]
    if errors:
        raise DiagramError(f"{what}: {_reasons(errors)}", findings)
    if warnings:
        raise DiagramError(
            f"{what}, because there are warnings: {_reasons(warnings)} "
            f"Correct them, or deploy again and accept {_which(warnings)}.",
            findings,
        )


def _which(warnings: Sequence[Finding]) -> str:
    needed = set(map(_accepted_by, warnings))
    return " and ".join(what for word, what in _ACCEPTED.items() if word in needed)


def _reasons(findings: Sequence[Finding]) -> str:
    more = f" And {len(findings) - 3} more." if len(findings) > 3 else ""
    return " ".join(finding.message for finding in findings[:3]) + more


def digest(data: bytes, files: Mapping[str, str]) -> str:
    """The SHA-256 of a version: of its diagram and its files."""
    parts = orjson.dumps(dict(files), option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(len(data).to_bytes(8) + data + parts).hexdigest()
