"""What is done with a case: act, deliver, comment, claim, change - and looked after by a sweep."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from runner.bpmn import forms
from runner.cases.checks import (
    CUSTOMER_REPLY,
    LONGEST_PRODUCT,
    awaited_message,
    check_open,
    check_revision,
    check_support,
    checked_owner,
    checked_priority,
    checked_text,
    current_proposal,
    form_of_event,
    kept_facts,
    offered_action,
    routing,
)
from runner.cases.intake import CaseOpener
from runner.cases.records import WAKE, Cause
from runner.cases.views import CaseView
from runner.delivery.jobs import ATTEMPTS, LONGEST_RETRY
from runner.engine import Process
from runner.errors import Forbidden, InvalidInput, NotPossible
from runner.model import Case, Person, Side, Step, Visibility
from runner.people.permissions import side_of
from runner.store import Transaction, cases, jobs, tallies

SOON = timedelta(minutes=30)
"""How far ahead a sweep looks for timers without a job: there is another one every minute."""


class Cases(CaseOpener):
    """Every method is one transaction, and checks first what the person may do."""

    # -------------------------------------------------------------- moving

    def act(
        self,
        person: Person,
        number: str,
        action: str,
        fields: Mapping[str, Any] | None = None,
        revision: int | None = None,
    ) -> CaseView:
        """Takes an action that the drawing offers. Raises NotFound, Forbidden, StaleCase,
        NotPossible, OutdatedProposal or InvalidInput."""

        def change(tx: Transaction, case: Case, side: Side) -> CaseView:
            process = self._versions.process(case.version_id)
            return self._act(tx, process, case, person, action, fields or {}, revision)

        return self._change(person, number, change)

    def deliver(
        self,
        person: Person,
        number: str,
        event: str,
        fields: Mapping[str, Any] | None = None,
        revision: int | None = None,
    ) -> CaseView:
        """Delivers a message that the drawing waits for: an action that is a message event, or one
        for machines such as a bug tracker (`blocker_cleared`)."""

        def change(tx: Transaction, case: Case, side: Side) -> CaseView:
            process = self._versions.process(case.version_id)
            if any(action.id == event and action.message for action in process.compiled.actions):
                return self._act(tx, process, case, person, event, fields or {}, revision)
            check_revision(case, revision)
            form = form_of_event(process, event)
            if side != "support":
                raise Forbidden(f"'{event}' is for support and its tools.")
            values = forms.submit(form, fields or {})
            if event not in case.waits.messages:
                raise NotPossible(f"Case {case.number} does not wait for '{event}' now.")
            step = process.deliver(
                case.state, event, values, self._clock.now(), self._calendar(case)
            )
            cause = Cause("event", person, side, values=kept_facts(form, values))
            return self._apply_step(tx, process, case, step, cause, form, values)

        return self._change(person, number, change)

    def _act(
        self,
        tx: Transaction,
        process: Process,
        case: Case,
        person: Person,
        name: str,
        fields: Mapping[str, Any],
        revision: int | None,
    ) -> CaseView:
        check_revision(case, revision)
        action = offered_action(process, case, person, name)
        values = forms.submit(action.form, fields)
        if "proposal" in values:
            values["proposal"] = current_proposal(case, values["proposal"])
        step = process.act(case.state, name, values, self._clock.now(), self._calendar(case))
        side = side_of(person, case.customer.id)
        kept = kept_facts(action.form, values)
        cause = Cause("action", person, side, action=name, values=kept)
        return self._apply_step(tx, process, case, step, cause, action.form, values)

    def _apply_step(
        self,
        tx: Transaction,
        process: Process,
        case: Case,
        step: Step,
        cause: Cause,
        form: forms.Schema | None,
        values: Mapping[str, Any],
    ) -> CaseView:
        """Writes down a step that somebody took, and what they filled in: facts of the case from
        now on, and what was said."""
        assert cause.actor is not None
        for field, visibility in forms.conversation(form or {}).items():
            if values.get(field):
                self._conversation.say(tx, case, cause.actor, values[field], visibility)
        if cause.values:
            case = replace(case, facts={**case.facts, **cause.values})
        return self._keep(tx, process, case, step, cause, cause.actor)

    # -------------------------------------------------------------- talking

    def comment(
        self,
        person: Person,
        number: str,
        body: str,
        visibility: Visibility = "public",
        on_behalf_of_customer: bool = False,
    ) -> CaseView:
        """Adds a message. A customer's, or one that support heard and writes down for them, is a
        customer response; a public one of support's may be what the drawing waits for."""

        def change(tx: Transaction, case: Case, side: Side) -> CaseView:
            if side == "observer":
                raise Forbidden("Only the customer and support write in a case.")
            if side == "customer" and (visibility == "internal" or on_behalf_of_customer):
                raise Forbidden("Internal notes, and notes on a customer's behalf, are support's.")
            if on_behalf_of_customer and visibility == "internal":
                raise InvalidInput({"visibility": ["of what a customer said is public"]})
            checked_text("body", body)
            process = self._versions.process(case.version_id)
            from_customer = side == "customer" or on_behalf_of_customer
            if from_customer:
                return self._receive_reply(tx, process, case, person, body, on_behalf_of_customer)
            awaited = awaited_message(process, case, person) if visibility == "public" else None
            if awaited is not None:
                field = next(iter(forms.conversation(awaited.form or {})))
                return self._act(tx, process, case, person, awaited.id, {field: body}, None)
            self._conversation.note(tx, case, person, body, visibility)
            return self.see(tx, process, case, person)

        return self._change(person, number, change)

    def _receive_reply(
        self,
        tx: Transaction,
        process: Process,
        case: Case,
        person: Person,
        body: str,
        on_behalf: bool,
    ) -> CaseView:
        """A customer response: kept in any status, and delivered where the drawing listens."""
        late = case.closed
        if CUSTOMER_REPLY not in case.waits.messages:
            self._conversation.note(
                tx, case, person, body, "public", on_behalf=on_behalf, late=late
            )
            if late:
                self._conversation.answer_late_mail(tx, case)
            return replace(self.see(tx, process, case, person), late=late)
        self._conversation.say(tx, case, person, body, "public", on_behalf=on_behalf)
        now = self._clock.now()
        step = process.deliver(case.state, CUSTOMER_REPLY, {}, now, self._calendar(case))
        side = side_of(person, case.customer.id)
        said = {"on_behalf_of_customer": True} if on_behalf else {}
        return self._keep(
            tx, process, case, step, Cause("message", person, side, values=said), person
        )

    # -------------------------------------------------------------- owner, priority, product

    def update(
        self,
        person: Person,
        number: str,
        changes: Mapping[str, Any],
        revision: int | None = None,
    ) -> CaseView:
        """Sets `priority`, `owner` (an address, or None for nobody) or `product`."""

        def change(tx: Transaction, case: Case, side: Side) -> CaseView:
            check_support(side, "change a case")
            check_revision(case, revision)
            check_open(case)
            wanted = dict(changes)
            if "owner" in wanted:
                wanted["owner"] = checked_owner(tx, case, wanted["owner"])
            if wanted.get("product"):
                wanted["product"] = checked_text("product", wanted["product"], LONGEST_PRODUCT)
            if "priority" in wanted:
                wanted["priority"] = checked_priority(wanted["priority"])
            return self._update(tx, case, person, wanted)

        return self._change(person, number, change)

    def claim(self, person: Person, number: str, revision: int | None = None) -> CaseView:
        """Makes the person the owner of a case that has none."""

        def change(tx: Transaction, case: Case, side: Side) -> CaseView:
            check_support(side, "claim a case, and nobody their own")
            check_revision(case, revision)
            check_open(case)
            if case.owner is not None and case.owner.id != person.id:
                raise NotPossible(f"{case.owner.name} already owns case {case.number}.")
            return self._update(tx, case, person, {"owner": person})

        return self._change(person, number, change)

    def _update(
        self, tx: Transaction, case: Case, person: Person, wanted: Mapping[str, Any]
    ) -> CaseView:
        process = self._versions.process(case.version_id)
        changed = {name: value for name, value in wanted.items() if value != getattr(case, name)}
        if "owner" in wanted and _id(case.owner) == _id(wanted["owner"]):
            changed.pop("owner", None)
        if not changed:
            return self.see(tx, process, case, person)
        values = {name: [_shown(getattr(case, name)), _shown(v)] for name, v in changed.items()}
        cause = Cause("changed", person, "support", values=values)
        new = replace(case, **changed)
        now = self._clock.now()
        data = routing(new) if "priority" in changed else {}
        step = process.revise(case.state, data, now, self._calendar(case))
        return self._keep(tx, process, new, step, cause, person)

    # -------------------------------------------------------------- sweeping

    def repair(self) -> int:
        """Gives a job to every case that waits for a timer, which falls due soon, and has none;
        and one more attempt, each hour, to a job that was given up: what it failed of may be over.
        Returns how many cases there were."""
        now = self._clock.now()
        with self._db.write() as tx:
            again = jobs.retry_dead(tx, WAKE, now - LONGEST_RETRY, now, ATTEMPTS - 1)
        with self._db.read() as tx:
            ids = self._jobs.cases_without_wake(tx, now + SOON)
        for id in ids:
            with self._db.write() as tx:
                case = cases.by_id(tx, id, for_change=True)
                if case is not None:
                    self._records.schedule(tx, None, case)
        return len(ids) + again

    def recount(self) -> int:
        """Counts all cases, and puts the tallies right where they say something else. Returns how
        many did: none, unless somebody changed the tables past this program."""
        with self._db.read() as tx:
            wrong = tallies.missing(tx)
        if wrong:
            with self._db.write() as tx:
                tallies.repair(tx)
        return len(wrong)


def _shown(value: Any) -> Any:
    return value.email if isinstance(value, Person) else value


def _id(person: Person | None) -> int | None:
    return person.id if person else None
