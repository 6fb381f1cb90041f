"""Drafts, and versions that wait for approval, that go live at a date. What was checked is what
goes live: if anything differs at that time, nothing does, and its people are told.

Decision 0302.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Unpack

from runner.cases.dependencies import Dependencies
from runner.cases.views import still_here
from runner.deployment.acceptance import Acceptance
from runner.deployment.deployment import Deployment
from runner.deployment.diagram_drafts import (
    DiagramDrafts,
    Publication,
    check_accepted,
    is_refused,
    key_of,
)
from runner.deployment.publication_notices import notice_about
from runner.errors import (
    CaselaneError,
    Conflict,
    DiagramError,
    InvalidInput,
    NotFound,
    NotPossible,
    Overtaken,
    StoreError,
)
from runner.language import _, later
from runner.model import (
    PUBLISH,
    DiagramDraft,
    Finding,
    NewJob,
    Person,
    PlannedPublication,
    Reviewed,
    Version,
)
from runner.people.permissions import may, require
from runner.store import Transaction, people, planned_publications, review_threads

FURTHEST = timedelta(days=366)
"""How far ahead a date may be."""


class PublicationDates:
    """For process owners: every operation raises Forbidden for others."""

    def __init__(self, dependencies: Dependencies, deployment: Deployment, drafts: DiagramDrafts):
        self._db, self._jobs, self._clock = dependencies.db, dependencies.jobs, dependencies.clock
        self._notifications = dependencies.notifications
        self._versions = dependencies.versions
        self._deployment = deployment
        self._drafts = drafts

    def plan(
        self, person: Person, draft: DiagramDraft, terms: Publication, due_at: datetime
    ) -> PlannedPublication:
        """Lets a draft go live at an instant, as it is now. Until then it cannot be changed. Raises
        as `DiagramDrafts.publish`, InvalidInput for a date that is past or too far, and NotPossible
        where a second person decides, who says the date then."""
        require(person, "deploy_diagram")
        self._check_date(due_at)
        if self._deployment.needs_approval:
            raise NotPossible(
                _(
                    "A second process owner approves what goes live here, and chooses the date: "
                    "publish it without one."
                )
            )
        checked = self._drafts.check(person, draft)
        check_accepted(checked, terms)
        live = checked.before.id if checked.before else 0
        plan = PlannedPublication(
            0, Reviewed(draft.id), person, due_at, draft.revision, live,
            tuple(terms.accepted), terms.note, terms.intake,
        )  # fmt: skip
        return self._keep(plan)

    def plan_approval(
        self, person: Person, version_id: int, due_at: datetime, **terms: Unpack[Acceptance]
    ) -> PlannedPublication:
        """Approves a version that waits, from an instant on. Raises as `Deployment.approve`, and
        InvalidInput for a date that is past or too far."""
        require(person, "approve_diagram")
        self._check_date(due_at)
        findings = self._deployment.approvable(person, version_id, **terms)
        live = self._versions.current_of(self._versions.version(version_id))
        plan = PlannedPublication(
            0, Reviewed(version=version_id), person, due_at, 0, live,
            tuple(key_of(finding) for finding in findings),
        )  # fmt: skip
        return self._keep(plan)

    def cancel(self, person: Person, plan_id: int) -> PlannedPublication:
        """Raises NotFound, and NotPossible for one that went live or did not."""
        require(person, "deploy_diagram")
        with self._db.write() as tx:
            plan = _found(tx, plan_id)
            if not planned_publications.settle(
                tx, plan_id, "cancelled", f"{person.name} cancelled it."
            ):
                raise NotPossible(_("It does not wait any more: it went live, or was cancelled."))
            self._jobs.cancel(tx, _key(plan_id))
        return plan

    def newest(self, person: Person, of: Reviewed) -> PlannedPublication | None:
        """What was planned last of a draft or a version."""
        require(person, "edit_drafts")
        with self._db.read() as tx:
            return planned_publications.newest(tx, of)

    def waiting(self, person: Person) -> list[PlannedPublication]:
        """The one that is due first, first."""
        require(person, "edit_drafts")
        with self._db.read() as tx:
            return planned_publications.all_waiting(tx)

    def _check_date(self, due_at: datetime) -> None:
        now = self._clock.now()
        if not now < due_at <= now + FURTHEST:
            raise InvalidInput({"at": [_("has to be in the future, within a year")]})

    def _keep(self, plan: PlannedPublication) -> PlannedPublication:
        with self._db.write() as tx:
            tx.lock("deploy")
            if planned_publications.waiting(tx, plan.of):
                raise NotPossible(_("It has a date already: cancel that first."))
            plan = replace(plan, id=planned_publications.add(tx, plan))
            self._jobs.enqueue(tx, NewJob(PUBLISH, _key(plan.id), plan.due_at, None, _run(plan)))
        return plan

    # -------------------------------------------------------------- a job

    def go_live(self, plan_id: int) -> None:
        """Publishes what was planned, in one transaction with its plan. Raises StoreError, after
        which it is tried again."""
        with self._db.read() as tx:
            plan = planned_publications.by_id(tx, plan_id)
        if plan is None or plan.state != "waiting":
            return
        try:
            self._publish(plan)
        except StoreError:
            raise
        except CaselaneError as error:
            self._refuse(plan, _why(plan, error))

    def _publish(self, plan: PlannedPublication) -> None:
        with self._db.read() as tx:
            person = still_here(tx, plan.person.id)
        if plan.of.version is not None:
            version = self._approve(plan, person, plan.of.version)
        else:
            version = self._deploy(plan, person)
        live = replace(plan, of=Reviewed(version=version.id))
        went = later("Version %(version)s went live", version=version.id)
        self._tell(live, went, plan.note or later("As it was planned."))

    def _deploy(self, plan: PlannedPublication, person: Person) -> Version:
        if self._deployment.needs_approval:
            raise NotPossible(
                "Since its date was set, a second process owner has to approve what goes live: "
                "publish it without a date."
            )
        draft = self._drafts.get(person, plan.of.draft or 0)
        if draft.revision != plan.revision:
            raise Conflict(f"{draft.changed_by.name} changed the draft after it was checked.")
        terms = Publication(plan.accepted, plan.note, plan.intake, plan.live)
        checked = self._drafts.check(person, draft)
        with self._db.write() as tx:
            self._settle_live(tx, plan)
            return self._drafts.publish_checked(person, draft, checked, terms)

    def _approve(self, plan: PlannedPublication, person: Person, version_id: int) -> Version:
        """One that was approved by this plan before its node died is live already."""
        version = self._versions.version(version_id)
        live = self._versions.current_of(version)
        if version.waiting:
            if live != plan.live:
                raise Overtaken(f"Version {live} went live after this was checked.")
            return self._deployment.approve(
                person, version_id, lambda tx, found: self._settle_as_accepted(tx, plan, found),
                accept_warnings=True, accept_undecided=True,
            )  # fmt: skip
        if version.approved_by is None or version.approved_by.id != person.id:
            raise NotPossible("It was approved by another process owner, and is live.")
        with self._db.write() as tx:
            self._settle_live(tx, plan)
        return version

    def _settle_as_accepted(
        self, tx: Transaction, plan: PlannedPublication, found: Sequence[Finding]
    ) -> None:
        new = [finding for finding in found if is_refused(finding, plan.accepted)]
        if new:
            raise DiagramError("It is not approved.", new)
        self._settle_live(tx, plan)

    def _settle_live(self, tx: Transaction, plan: PlannedPublication) -> None:
        if not planned_publications.settle(tx, plan.id, "live"):
            raise Conflict("It was cancelled.")

    def _refuse(self, plan: PlannedPublication, why: str) -> None:
        with self._db.write() as tx:
            if planned_publications.settle(tx, plan.id, "refused", why):
                self._tell(plan, later("%(what)s did not go live", what=_called(plan)), why)

    def _tell(self, plan: PlannedPublication, what: str, body: str) -> None:
        """Whoever planned it and all who drew it, as far as they still own the process."""
        with self._db.write() as tx:
            drawn = review_threads.draft_authors(tx, plan.of.draft or 0)
            if plan.of.version:
                drawn |= review_threads.authors(tx, plan.of.version)
            found = (people.by_id(tx, one) for one in sorted({plan.person.id, *drawn}))
            told = [one for one in found if one and one.active and may(one, "edit_drafts")]
            notice = notice_about(plan.of, what, body, self._clock.now())
            self._notifications.tell(tx, told, notice)


def _why(plan: PlannedPublication, error: CaselaneError) -> str:
    """What to mend, of the first finding that is new."""
    if isinstance(error, NotFound):
        return "It is not there any more: it was published or put away."
    found = [one for one in getattr(error, "findings", ()) if isinstance(one, Finding)]
    new = [one for one in found if is_refused(one, plan.accepted)]
    return f"The check says now: {new[0].message}" if new else str(error)


def _called(plan: PlannedPublication) -> str:
    if plan.of.version:
        return later("Version %(version)s", version=plan.of.version)
    return later("Draft %(number)s", number=plan.of.draft)


def _key(plan_id: int) -> str:
    return f"{PUBLISH}:{plan_id}"


def _run(plan: PlannedPublication) -> dict[str, int]:
    return {"run": plan.id}


def _found(tx: Transaction, plan_id: int) -> PlannedPublication:
    plan = planned_publications.by_id(tx, plan_id)
    if plan is None:
        raise NotFound(_("There is no such date."))
    return plan
