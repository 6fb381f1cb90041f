"""Deploying a package: the gate checks it, and it becomes a version, which never changes.

Running cases stay on the version on which they started; `migration` moves them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Unpack

import orjson

from runner.bpmn import Diagram
from runner.bpmn.files import POLICIES_FILE
from runner.bpmn.package import Package
from runner.delivery.notifications import Notifications
from runner.deployment.acceptance import Acceptance, admit, not_accepted
from runner.deployment.approvers import approvers, ask_approvers, hands
from runner.deployment.completion import complete, policies_lost
from runner.deployment.reviewing import open_comments
from runner.deployment.staffing import too_few_people
from runner.deployment.team_check import wrong_teams
from runner.engine import Process
from runner.errors import (
    DiagramError,
    EngineError,
    Forbidden,
    InvalidInput,
    NotFound,
    NotPossible,
    Overtaken,
)
from runner.gate.check import Gate
from runner.language import _
from runner.model import (
    AuditEntry,
    Finding,
    IntakeState,
    Lifecycle,
    Page,
    Person,
    Reviewed,
    Version,
)
from runner.people import audit
from runner.people.permissions import RIGHTS, require
from runner.store import Database, Transaction, people, review_threads, teams, versions
from runner.versions import Versions


@dataclass(frozen=True, slots=True)
class Checked:
    """A package with all that belongs to its version, the version `before` that it was completed
    from, its diagram where it can be read, what the gate says of them, and notes on what was taken
    over or left away. `again` is the version that was live with these very bytes, 0 for none."""

    package: Package
    before: Version | None
    diagram: Diagram | None
    findings: tuple[Finding, ...]
    notes: tuple[str, ...]
    again: int = 0

    def as_version(self, now: datetime, refusal: str) -> Version:
        """The package as a version that is not deployed. Raises DiagramError, which says `refusal`,
        for one with errors."""
        if self.diagram is None or any(one.severity == "error" for one in self.findings):
            raise DiagramError(refusal, self.findings)
        return Version(0, self.diagram.process, "", self.package.data, self.package.files, now)


LONGEST_NOTE = 2_000
"""Characters of what an owner says of a version."""


class Terms(Acceptance, total=False):
    """What is said with a package: `intake` of a further lifecycle is whether it goes beside the
    others or is the default one; without `without_policies` no package loses all of them; `note` is
    what the owner says of the change, the first note of the version; `draft` is what it was drawn
    in, whose authors and comments become those of the version."""

    without_policies: bool
    note: str
    draft: int
    intake: IntakeState | None


class Deployment:
    """`installed` are the calendars and scenarios of the installation, by name. With `approval` a
    version goes live once a second process owner has approved it."""

    def __init__(
        self,
        db: Database,
        told: tuple[Versions, Notifications],
        gate: Gate,
        installed: Mapping[str, str],
        approval: bool = False,
    ):
        self._db = db
        self._versions, self._notifications = told
        self._gate = gate
        self._clock = gate.clock
        self.limits = gate.limits
        self._installed = installed
        self.needs_approval = approval

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
        Forbidden, DiagramError with the findings, InvalidInput where `intake` has to be given: for
        the first version of a further lifecycle (decision 0231), or Overtaken where another version
        went live meanwhile.

        What it does not bring is that of the version before, and the notes of the version say so.
        """
        require(person, "deploy_diagram")
        checked = self.checked(package, terms.get("without_policies", False))
        return self.deploy_checked(person, checked, **terms)

    def deploy_checked(self, person: Person, checked: Checked, **terms: Unpack[Terms]) -> Version:
        """As `deploy`, of a package that the gate has just looked at."""
        require(person, "deploy_diagram")
        findings = checked.findings
        admit(_("The diagram is not deployed"), findings, not_accepted(findings, terms))
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
            notes=(*filter(None, [_checked_note(terms.get("note", ""))]), *checked.notes),
            intake=terms.get("intake"),
        )
        with self._db.write() as tx:
            kept = self._keep(version, checked.before, terms.get("draft"))
            if "draft" in terms:
                review_threads.hand_over(tx, terms["draft"], kept.id)
        return kept

    def prepared(self, person: Person, package: Package) -> Process:
        """A package made ready to be played, with all that would belong to its version. Raises
        DiagramError with the findings for one that cannot be."""
        require(person, "check_diagram")
        whole, _ = complete(package, self._versions.before(package), self._installed)
        return self._gate.prepared(whole)

    def error_in(self, diagram: Diagram) -> str:
        """The first error in a diagram that is played, without its scenarios; '' for none."""
        return self._gate.error_in(diagram)

    def checked(self, package: Package, without_policies: bool = False) -> Checked:
        before = self._versions.before(package)
        lived = self._versions.lived(package, digest(package.data, package.files))
        whole, notes = package, list[str]()
        if lived is None or without_policies:
            whole, notes = complete(package, before, self._installed, without_policies)
            lived = (
                lived if whole.files == package.files else None
            )  # else it never was as it is now
        diagram, findings = self._gate.check(whole)
        unreadable = any(f.file == POLICIES_FILE and f.severity == "error" for f in findings)
        lost = [] if without_policies or unreadable else policies_lost(whole, before)
        few = too_few_people(diagram, self._staff()) if diagram else ()
        found = self._admissible(lived, (*findings, *lost, *few))
        found = (*found, *self._wrong_teams(diagram))
        return Checked(whole, before, diagram, found, tuple(notes), lived.id if lived else 0)

    def _admissible(self, lived: Version | None, found: Sequence[Finding]) -> tuple[Finding, ...]:
        """What the gate has learned since a version was live is to be accepted by name, and no
        error, unless its cases could not run. Decision 0325."""
        if lived is None:
            return tuple(found)
        try:
            stuck = self._gate.not_started(self._versions.process(lived.id))
        except EngineError as error:
            stuck = [Finding("runs", str(error))]
        if stuck:
            return (*found, *(one for one in stuck if one not in found))
        return tuple(replace(one, severity="warning") for one in found)

    def _wrong_teams(self, diagram: Diagram | None) -> list[Finding]:
        with self._db.read() as tx:
            names = teams.names(tx)
        return list(wrong_teams(diagram, names)) if diagram else []

    def _staff(self) -> list[Person]:
        with self._db.read() as tx:
            return people.with_roles(tx, RIGHTS["act_as_support"].roles)

    def approve(
        self,
        person: Person,
        version_id: int,
        admitted: Callable[[Transaction, Sequence[Finding]], None] | None = None,
        **terms: Unpack[Acceptance],
    ) -> Version:
        """Makes a waiting version live, on behalf of a second person. The gate checks it again, as
        rules and scenarios may have changed since it was proposed. `admitted` is told what is said
        of it, in the same transaction, which its errors end. Raises Forbidden, NotFound,
        NotPossible, or DiagramError with the findings, if there are errors or new warnings."""
        require(person, "approve_diagram")
        looked = self._looked_at(person, version_id)
        with self._db.write() as tx:
            tx.lock("deploy")
            findings = self._admitted(tx, person, looked, terms)
            if admitted:
                admitted(tx, findings)
            self._versions.approve(
                tx, version_id, person.id or None, self._next_instant(tx), findings
            )
            version = self._versions.version(version_id)
            self._note(tx, "approved", version, by=person)
            return version

    def approvable(
        self, person: Person, version_id: int, **terms: Unpack[Acceptance]
    ) -> list[Finding]:
        """What is said of a waiting version now, which `approve` would make live. Raises as that
        does."""
        require(person, "approve_diagram")
        looked = self._looked_at(person, version_id)
        with self._db.read() as tx:
            return self._admitted(tx, person, looked, terms)

    def _looked_at(
        self, person: Person, version_id: int
    ) -> tuple[Version, Diagram | None, list[Finding]]:
        version = self._versions.version(version_id)
        with self._db.read() as tx:
            self._check_waits(tx, version, person)
        package = Package(version.bpmn, version.files, version.process or None)
        diagram, found = self._gate.check(package)
        findings = self._admissible(self._versions.lived(package, version.digest), found)
        return version, diagram, [*findings, *self._wrong_teams(diagram)]

    def _admitted(
        self,
        tx: Transaction,
        person: Person,
        looked: tuple[Version, Diagram | None, list[Finding]],
        terms: Acceptance,
    ) -> list[Finding]:
        """The findings of `_looked_at`, and those of what may have happened since."""
        version, diagram, found = looked
        self._check_waits(tx, self._versions.version(version.id), person)
        said = open_comments(review_threads.of(tx, Reviewed(version=version.id)), diagram)
        over = _overtaken(version, self._versions.newest(tx, version.process))
        findings = [*found, *said, *over]
        new = [finding for finding in findings if finding not in version.findings]
        admit(
            _("Version %(id)s is not approved", id=version.id), findings, not_accepted(new, terms)
        )
        return findings

    def drew(self, person: Person, version: Version) -> bool:
        """Whether a person deployed a version or drew a part of it, who may not approve it then."""
        with self._db.read() as tx:
            return person.id in hands(tx, version)

    def approvers(self, person: Person, version: Version) -> list[Person]:
        """Who may approve a version that waits. Raises Forbidden."""
        require(person, "approve_diagram")
        with self._db.read() as tx:
            return approvers(tx, version)

    def _check_waits(self, tx: Transaction, version: Version, person: Person) -> None:
        if not version.waiting:
            raise NotPossible(
                _("Version %(id)s does not wait for approval: it is live.", id=version.id)
            )
        if person.id in hands(tx, version):
            raise Forbidden(
                _(
                    "Version %(id)s is yours, or drawn by you in part: another process owner "
                    "has to approve it.",
                    id=version.id,
                )
            )

    def listed(self, person: Person, before: int | None = None, limit: int = 50) -> Page[Version]:
        """All versions, the one deployed last first."""
        require(person, "see_versions")
        return self._versions.listed(before, limit)

    def version(self, person: Person, version_id: int) -> Version:
        require(person, "see_versions")
        return self._versions.version(version_id)

    def _keep(self, version: Version, before: Version | None, draft: int | None) -> Version:
        """All that a deployment relies on is looked at again in here, where no other one comes
        between. Decision 0255."""
        with self._db.write() as tx:
            tx.lock("deploy")
            known = self._versions.intakes(tx)
            if known and not version.intake:
                _check_known(version.process, list(known))
            current = self._versions.newest(tx, version.process)
            if current and current.digest == version.digest:
                return self._change_intake(tx, current, version, draft)
            _check_not_overtaken(before, current)
            if known and self.needs_approval:
                return self._propose(tx, version, draft)
            version = replace(version, deployed_at=self._next_instant(tx))
            version = replace(version, id=self._versions.add(tx, version))
            self._note(tx, "deployed", version, current, by=version.deployed_by)
            return version

    def _propose(self, tx: Transaction, version: Version, draft: int | None) -> Version:
        """The version, waiting for a second person, who is told; the one that was proposed before
        if that is the same, with the same intake."""
        waiting = self._versions.waiting(tx, version.digest, version.intake)
        if waiting is not None:
            return waiting
        self._versions.check_intake(tx, version.process, version.intake)
        version = replace(version, deployed_at=self._next_instant(tx), waiting=True)
        version = replace(version, id=self._versions.add(tx, version))
        self._note(tx, "proposed", version, by=version.deployed_by)
        ask_approvers(self._notifications, tx, version, draft)
        return version

    def _note(
        self,
        tx: Transaction,
        what: str,
        version: Version,
        before: Version | None = None,
        by: Person | None = None,
    ) -> None:
        told = {"version": version.id, "digest": version.digest, "intake": version.intake}
        was = {"version": before.id, "digest": before.digest} if before else {}
        entry = AuditEntry("deployment", what, version.process, was, told)
        audit.note(tx, by, self._clock.now(), entry)

    def lifecycles(self, person: Person) -> tuple[Lifecycle, ...]:
        """All of them, the default one first."""
        require(person, "see_versions")
        return self._versions.lifecycles()

    def set_intake(self, person: Person, process: str, intake: IntakeState) -> Version:
        """Makes a lifecycle the default one, puts it beside that, or takes it out of intake: its
        cases go on, and new ones do not start on it. Returns its live version, or the one that
        waits for approval with the change. Raises Forbidden, NotFound, or NotPossible for the
        default one, which another one has to follow."""
        require(person, "deploy_diagram")
        with self._db.write() as tx:
            tx.lock("deploy")
            current = self._versions.newest(tx, process)
            if current is None:
                known = ", ".join(self._versions.intakes(tx))
                raise NotFound(
                    _(
                        "There is no lifecycle '%(process)s'. There are: %(known)s.",
                        process=process[:60],
                        known=known,
                    )
                )
            by = person if person.id else None
            return self._change_intake(tx, current, replace(current, intake=intake, deployed_by=by))

    def _change_intake(
        self, tx: Transaction, current: Version, wanted: Version, draft: int | None = None
    ) -> Version:
        """`current`, with its lifecycle taking cases as `wanted` says. With approval that is a
        proposal: the same version again, which waits with the change. Decision 0255."""
        intake, person = wanted.intake, wanted.deployed_by
        if intake in (None, self._versions.intakes(tx).get(current.process)):
            return current
        if self.needs_approval:
            note = (
                f"This is version {current.id} again, to change how it takes new cases: {intake}."
            )
            return self._propose(
                tx, replace(current, intake=intake, deployed_by=person, notes=(note,)), draft
            )
        by, before = person.id if person else None, self._versions.intakes(tx)
        self._versions.set_intake(tx, current.process, intake, self._clock.now(), by)
        entry = AuditEntry(
            "deployment", "intake changed", current.process,
            {"intake": before.get(current.process)}, {"intake": intake},
        )  # fmt: skip
        audit.note(tx, person, self._clock.now(), entry)
        return current

    def _next_instant(self, tx: Transaction) -> datetime:
        """Now, or just after the last change of any version: the clock of the node that made it may
        be ahead of ours. New cases start on the version that went live last, and who approves is
        told what went live since, so instants of versions must ascend."""
        now, last = self._clock.now(), versions.last_change(tx)
        return now if last is None else max(now, last + datetime.resolution)


def _checked_note(note: str) -> str:
    """Raises InvalidInput for one that is too long."""
    if len(note) > LONGEST_NOTE:
        raise InvalidInput(
            {"note": [_("has more than %(most)s characters", most=format(LONGEST_NOTE, ","))]}
        )
    return note.strip()


def _check_known(process: str, known: Sequence[str]) -> None:
    if process not in known:
        question = _(
            "has to be said, since '%(process)s' is another lifecycle than %(known)s: beside "
            "(--beside) takes the cases that choose it, default (--as-default) those that choose "
            "none",
            process=process,
            known=", ".join(known),
        )
        raise InvalidInput({"intake": [question]})


def _check_not_overtaken(before: Version | None, current: Version | None) -> None:
    """Raises Overtaken unless the version that a package was completed from is still the live one:
    what it took over from there would undo what the other one changed."""
    if current is None or (before and before.id == current.id):
        return
    by = current.deployed_by.name if current.deployed_by else _("the operator")
    raise Overtaken(
        _(
            "Nothing was deployed: version %(id)s of %(by)s went live while yours "
            "was checked, and what you do not bring would have come from %(before)s. "
            "Look at what version %(id)s changed, then deploy again.",
            id=current.id,
            by=by,
            before=_named(before),
        )
    )


def _named(before: Version | None) -> str:
    return _("version %(id)s", id=before.id) if before else _("no version")


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


def digest(data: bytes, files: Mapping[str, str]) -> str:
    """The SHA-256 of a version: of its diagram and its files."""
    parts = orjson.dumps(dict(files), option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(len(data).to_bytes(8) + data + parts).hexdigest()
