"""Drafts of diagrams: owners edit them in the studio, and publish them as versions."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from hashlib import sha256

from runner.bpmn import Limits, xml
from runner.bpmn.package import Package
from runner.bpmn.process_rename import as_new_process
from runner.bpmn.status_rename import rename_status
from runner.clock import Clock
from runner.deployment.blank import BLANK
from runner.deployment.deployment import Checked, Deployment
from runner.deployment.reviewing import open_comments
from runner.errors import DiagramError, NotFound, NotPossible, Overtaken, StaleDraft
from runner.language import _
from runner.model import DiagramDraft, Finding, IntakeState, Person, Reviewed, Version
from runner.people.permissions import require
from runner.store import (
    Database,
    Transaction,
    diagram_drafts,
    lifecycles,
    planned_publications,
    review_threads,
)
from runner.versions import Versions

LISTED = 200
"""The most drafts that are listed."""

STILL_THERE = timedelta(seconds=60)
"""Whoever was seen with a draft within this time is said to be editing it."""


@dataclass(frozen=True, slots=True)
class Publication:
    """What an owner says with a draft that goes live. `accepted` are the keys of the warnings that
    they accept (`key_of`); `note` says what changed and why; `intake` how a further lifecycle takes
    cases. `live` is the version that has to run until then, 0 for none; None where that does not
    matter."""

    accepted: Collection[str] = ()
    note: str = ""
    intake: IntakeState | None = None
    live: int | None = None


class DiagramDrafts:
    """For process owners: every operation raises Forbidden for others, and NotFound for a draft
    that is gone."""

    def __init__(self, db: Database, versions: Versions, deployment: Deployment, clock: Clock):
        self._db = db
        self._versions = versions
        self._deployment = deployment
        self._clock = clock

    def listed(self, person: Person) -> tuple[DiagramDraft, ...]:
        """Those changed last first, without what is drawn."""
        require(person, "edit_drafts")
        with self._db.read() as tx:
            return tuple(diagram_drafts.listed(tx, LISTED))

    def get(self, person: Person, draft_id: int) -> DiagramDraft:
        require(person, "edit_drafts")
        with self._db.read() as tx:
            draft = diagram_drafts.by_id(tx, draft_id)
        if draft is None:
            raise NotFound(_("There is no such draft. It was published, or put away."))
        return draft

    def from_version(self, person: Person, version_id: int | None = None) -> DiagramDraft:
        """A draft of a version; without one, of what new cases start on."""
        require(person, "edit_drafts")
        version = self._versions.version(version_id or self._versions.current_id())
        name = self._versions.diagram(version.id).name or version.process
        with self._db.write() as tx:
            draft = self._add(person, name, Package(version.bpmn, version.files), version.id)
            if version.waiting:
                review_threads.take_along(tx, version.id, draft.id)
        return draft

    def from_package(
        self, person: Person, package: Package, name: str, base: int | None = None
    ) -> DiagramDraft:
        """A draft of a package of any origin. Raises DiagramError where it is not safe to read."""
        require(person, "edit_drafts")
        self._check_safe(package.data)
        with self._db.write() as tx:
            draft = self._add(person, name, package, base)
            review_threads.note_author(tx, draft.id, person.id)
        return draft

    def blank(self, person: Person) -> DiagramDraft:
        return self.new_lifecycle(person, Package(BLANK), _("New lifecycle"))

    def new_lifecycle(self, person: Person, package: Package, name: str) -> DiagramDraft:
        """A draft of a package that is no version of a lifecycle that there is: the id of its
        process is a new one. Decision 0363."""
        require(person, "edit_drafts")
        with self._db.read() as tx:
            taken = {one.process for one in lifecycles.listed(tx)}
        return self.from_package(person, as_new_process(package, taken), name)

    def save(self, person: Person, draft_id: int, revision: int, package: Package) -> DiagramDraft:
        """Keeps what is drawn. Raises StaleDraft where another one saved after this revision,
        DiagramError where the file is not safe to read, and NotPossible for a draft that goes live
        at a date: none writes anything."""
        draft = self.get(person, draft_id)
        self._check_safe(package.data)
        changed = replace(draft, changed_at=self._clock.now(), changed_by=person)
        with self._db.write() as tx:
            _check_not_planned(tx, draft_id)
            if not diagram_drafts.save(tx, changed, revision, package.data, package.files):
                raise StaleDraft(_overtaken(self.get(person, draft_id)))
            review_threads.note_author(tx, draft_id, person.id)
            diagram_drafts.note_editor(tx, draft_id, person.id, self._clock.now())
        return replace(changed, revision=revision + 1, bpmn=package.data, files=dict(package.files))

    def rename_status(
        self, person: Person, draft_id: int, revision: int, names: tuple[str, str]
    ) -> DiagramDraft:
        """Lets a status have another name (`names`: old, new) wherever the package names it. Raises
        InvalidInput, and as `save`."""
        package = package_of(self.get(person, draft_id))
        return self.save(person, draft_id, revision, rename_status(package, *names))

    def check_newest(self, draft: DiagramDraft, revision: int) -> None:
        """Raises StaleDraft where another one saved after this revision: what is wrong with it then
        may be wrong with theirs alone."""
        if draft.revision != revision:
            raise StaleDraft(_overtaken(draft))

    def put_away(self, person: Person, draft_id: int, revision: int) -> None:
        """Removes a draft for good, with its comments. Raises StaleDraft where another one saved
        after this revision, and NotPossible for one that goes live at a date."""
        self.get(person, draft_id)
        with self._db.write() as tx:
            _check_not_planned(tx, draft_id)
            if not diagram_drafts.remove(tx, draft_id, revision):
                raise StaleDraft(_overtaken(self.get(person, draft_id)))
            _leave(tx, draft_id, person)

    def others(self, person: Person, draft_id: int) -> tuple[Person, ...]:
        """Who else edits it now."""
        require(person, "edit_drafts")
        with self._db.read() as tx:
            found = diagram_drafts.editors(tx, draft_id, self._clock.now() - STILL_THERE)
        return tuple(one for one in found if one.id != person.id)

    def note_editor(self, person: Person, draft_id: int) -> None:
        """The others see this person editing it from now on."""
        self.get(person, draft_id)
        with self._db.write() as tx:
            diagram_drafts.note_editor(tx, draft_id, person.id, self._clock.now())

    def check(self, person: Person, draft: DiagramDraft) -> Checked:
        """What the gate says of a draft, as at its publication, errors first."""
        checked = self._deployment.check(person, package_of(draft))
        with self._db.read() as tx:
            threads = review_threads.of(tx, Reviewed(draft.id))
        more = (*self._outdated(draft, checked), *open_comments(threads, checked.diagram))
        found = sorted((*checked.findings, *more), key=lambda one: one.severity != "error")
        return replace(checked, findings=tuple(found))

    def publish(self, person: Person, draft: DiagramDraft, terms: Publication) -> Version:
        """Deploys a draft, which is gone then, unless somebody saved it meanwhile. Raises
        DiagramError with the findings while there is an error, or a warning that is not among the
        accepted ones, and as `Deployment.deploy`."""
        require(person, "deploy_diagram")
        return self.publish_checked(person, draft, self.check(person, draft), terms)

    def publish_checked(
        self, person: Person, draft: DiagramDraft, checked: Checked, terms: Publication
    ) -> Version:
        """As `publish`, of a draft that the gate has just looked at."""
        require(person, "deploy_diagram")
        check_accepted(checked, terms)
        with self._db.write() as tx:
            _check_not_planned(tx, draft.id)
            version = self._deployment.deploy_checked(
                person, checked, accept_warnings=True, accept_undecided=True,
                note=terms.note, intake=terms.intake, draft=draft.id,
            )  # fmt: skip
            if diagram_drafts.remove(tx, draft.id, draft.revision):
                _leave(tx, draft.id, person)
        return version

    def _add(self, person: Person, name: str, package: Package, base: int | None) -> DiagramDraft:
        now, files = self._clock.now(), dict(package.files)
        draft = DiagramDraft(0, name[:200], base, 1, now, now, person, package.data, files)
        with self._db.write() as tx:
            draft = replace(draft, id=diagram_drafts.add(tx, draft))
            _forget(tx, draft.id)  # what a node of the release before left of one of the same id
        return draft

    def _check_safe(self, data: bytes) -> None:
        xml.parse(data, self._deployment.limits or Limits())

    def _outdated(self, draft: DiagramDraft, checked: Checked) -> list[Finding]:
        """A warning where another version went live since the draft began: its changes would be
        undone."""
        live = checked.before
        if live is None or live.id == draft.base:
            return []
        if draft.base is None:
            return _taken_meanwhile(draft, live)
        base = self._versions.version(draft.base)
        if base.waiting and live.live_at and live.live_at <= base.deployed_at:
            return []  # nothing went live since what waits was proposed
        return [
            Finding(
                "overtaken",
                f"Version {live.id} went live after this draft began as version {draft.base}: what "
                "it changed would be undone.",
                f"Draw it again on a draft of version {live.id}, or accept this warning.",
                severity="warning",
            )
        ]


def package_of(draft: DiagramDraft) -> Package:
    files: Mapping[str, str] = draft.files or {}
    return Package(draft.bpmn, files)


def key_of(finding: Finding) -> str:
    """The same for the same words about the same element."""
    said = f"{finding.rule}\n{finding.element}\n{finding.message}"
    return sha256(said.encode()).hexdigest()[:16]


def check_accepted(checked: Checked, terms: Publication) -> None:
    """Raises DiagramError with the findings while there is an error, or a warning that is not among
    the accepted ones, and Overtaken where another version is live than has to be."""
    live = checked.before.id if checked.before else 0
    if terms.live is not None and live != terms.live:
        raise Overtaken(_("Version %(live)s went live after this was checked.", live=live))
    if any(is_refused(finding, terms.accepted) for finding in checked.findings):
        raise DiagramError(_("The draft is not published."), checked.findings)


def is_refused(finding: Finding, accepted: Collection[str]) -> bool:
    return finding.severity == "error" or (finding.holds_up and key_of(finding) not in accepted)


def _check_not_planned(tx: Transaction, draft_id: int) -> None:
    plan = planned_publications.waiting(tx, Reviewed(draft_id))
    if plan is not None:
        raise NotPossible(
            _(
                "This draft goes live on %(due_at)s UTC as it was checked. Cancel that "
                "on its page first, then change it.",
                due_at=format(plan.due_at, "%-d %B %Y, %H:%M"),
            )
        )


def _forget(tx: Transaction, draft_id: int) -> None:
    review_threads.forget_draft(tx, draft_id)
    planned_publications.forget_draft(tx, draft_id)


def _taken_meanwhile(draft: DiagramDraft, live: Version) -> list[Finding]:
    """Of a draft that began as no version: one of the same lifecycle went live since."""
    if live.live_at is None or live.live_at <= draft.created_at:
        return []
    return [
        Finding(
            "overtaken",
            f"Version {live.id} of this lifecycle went live after this draft began: no new case "
            "would start on it any more.",
            "Give the process of this draft another id, or accept this warning.",
            severity="warning",
        )
    ]


def _leave(tx: Transaction, draft_id: int, person: Person) -> None:
    """Of a draft that is gone stays that it was there, so that no later one gets its id."""
    _forget(tx, draft_id)
    review_threads.note_author(tx, draft_id, person.id)


def _overtaken(draft: DiagramDraft) -> str:
    return _(
        "%(name)s saved this draft after you loaded it. Nothing of theirs was "
        "overwritten: load what they drew, or keep yours as a draft of its own.",
        name=draft.changed_by.name,
    )
