"""Cases: open, act, deliver, comment, claim, change, repeat, wake - and look."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any, TypeVar

from runner import forms
from runner.accounts import (
    LATELY,
    PER_ADDRESS,
    PER_MAIL,
    check_pace,
    checked_email,
    customer,
    side_of,
)
from runner.calendar import Calendars
from runner.cases.books import WAKE, Books, Cause
from runner.cases.checks import (
    CUSTOMER_REPLY,
    LONGEST_CHANNEL,
    LONGEST_PRODUCT,
    LONGEST_SUBJECT,
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
from runner.cases.conversation import Conversation
from runner.cases.looking import CaseReader
from runner.cases.views import CaseView
from runner.clock import Clock
from runner.engine import Process
from runner.errors import (
    Conflict,
    EngineError,
    Forbidden,
    InvalidInput,
    KeyReused,
    NotPossible,
)
from runner.jobs import Jobs
from runner.links import FOLLOW, Links
from runner.model import (
    DEFAULT_PRIORITY,
    Case,
    Person,
    Side,
    Step,
    Visibility,
    Waits,
    to_number,
)
from runner.notifications import Notifications
from runner.store import Database, Transaction, cases, people, tallies, work
from runner.versions import Versions

T = TypeVar("T")

SOON = timedelta(minutes=30)
"""How far ahead a sweep looks for timers without a job: there is another one every minute."""


class Cases(CaseReader):
    """Every method is one transaction, and checks first what the person may do."""

    def __init__(
        self,
        db: Database,
        versions: Versions,
        calendars: Calendars,
        jobs: Jobs,
        notifications: Notifications,
        links: Links,
        clock: Clock,
    ):
        super().__init__(db, versions, calendars, links, clock)
        self._jobs = jobs
        self._notifications = notifications
        self._books = Books(jobs, notifications)
        self._conversation = Conversation(notifications, clock)

    # -------------------------------------------------------------- opening

    def open(
        self,
        person: Person,
        subject: str,
        description: str,
        *,
        customer_email: str | None = None,
        customer_name: str | None = None,
        priority: str | None = None,
        product: str | None = None,
        channel: str = "api",
    ) -> CaseView:
        """A new case. Customers open their own; support opens one for a customer, or, when none is
        named, for themselves."""
        with self._db.write() as tx:
            of = self._customer(tx, person, customer_email, customer_name)
            case = self._new(of, subject, description, priority, product, channel)
            return self._open(tx, person, case)

    def open_for_visitor(
        self,
        name: str,
        email: str,
        address: str,
        mark: tuple[str, str] | None = None,
        **asked: Any,
    ) -> str:
        """A new case of somebody who has not signed in; with a `mark`, the key and digest of
        `once`, once. Returns the token of a link to follow it, or '' for an address that somebody
        here has: a visitor only says that it is theirs, so the way to the case is sent there.

        Raises TooManyAttempts when too many came for a mail address, or from a network address,
        lately: nobody's mailbox is to be filled."""
        email, now = checked_email(email, "customer.email"), self._clock.now()
        doors = {f"mail {email}": PER_MAIL, f"submit {address}": PER_ADDRESS}
        with self._db.write() as tx:
            check_pace(tx, doors, now)
            people.note_attempts(tx, doors, now, forget=now - LATELY)
            known = people.by_email(tx, email) is not None
            person = customer(tx, email, name, now)

            def change() -> str:
                id = self.open(person, **asked).case.id
                return "" if known else self._links.token(id, person.id, FOLLOW)

            return self.once(person, *mark, change) if mark else change()

    def repeat(self, person: Person, number: str, description: str | None = None) -> CaseView:
        """A new case, linked to a closed one, for the same customer and matter."""

        def change(tx: Transaction, origin: Case, side: Side) -> CaseView:
            if side == "observer":
                raise Forbidden("Only the customer and support open a repeat case.")
            if not origin.closed:
                raise NotPossible(
                    f"Case {origin.number} is still open: go on with it. "
                    "A repeat case is opened from a closed one."
                )
            text = description or f"This repeats case {origin.number}."
            case = self._new(
                origin.customer, origin.subject, text, origin.priority, origin.product, "repeat"
            )
            return self._open(tx, person, replace(case, repeat_of=origin.id))

        return self._change(person, number, change)

    def _customer(
        self, tx: Transaction, person: Person, email: str | None, name: str | None
    ) -> Person:
        if email is None or checked_email(email, "customer.email") == person.email:
            return person
        if side_of(person, customer_id=-1) != "support":
            raise InvalidInput(
                {"customer": ["is you: who signs in as a customer submits their own cases"]}
            )
        return customer(tx, email, name or email.split("@")[0], self._clock.now())

    def _new(
        self,
        of: Person,
        subject: str,
        description: str,
        priority: str | None,
        product: str | None,
        channel: str,
    ) -> Case:
        version_id, now = self._versions.current_id(), self._clock.now()
        return Case(
            id=0,
            version_id=version_id,
            state=b"",
            revision=0,
            events=0,
            status="",
            closed=False,
            subject=" ".join(checked_text("subject", subject, LONGEST_SUBJECT).split()),
            description=checked_text("description", description),
            priority=checked_priority(priority or DEFAULT_PRIORITY),
            product=checked_text("product", product, LONGEST_PRODUCT) if product else None,
            channel=checked_text("channel", channel, LONGEST_CHANNEL),
            calendar=self._calendars.default.name,
            owner=None,
            customer=of,
            resolution=None,
            proposal=None,
            flags=(),
            facts={},
            waits=Waits(),
            next_due=None,
            repeat_of=None,
            created_at=now,
            updated_at=now,
        )

    def _open(self, tx: Transaction, person: Person, case: Case) -> CaseView:
        process = self._versions.process(case.version_id)
        step = process.start(routing(case), case.created_at, self._calendar(case))
        cause = Cause("submitted", person, side_of(person, case.customer.id))
        new = self._books.open(tx, process.diagram, case, step, cause)
        return self.see(tx, process, new, person)

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
            if any(action.id == event and action.message for action in process.drawing.actions):
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
            return self._keep(tx, process, case, step, cause, person)

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
        kept = kept_facts(action.form, values)
        side = side_of(person, case.customer.id)
        cause = Cause("action", person, side, action=name, values=kept)
        with_facts = replace(case, facts={**case.facts, **kept})
        for field, visibility in forms.conversation(action.form or {}).items():
            if values.get(field):
                self._conversation.say(tx, case, person, values[field], visibility)
        return self._keep(tx, process, with_facts, step, cause, person)

    def _keep(
        self,
        tx: Transaction,
        process: Process,
        case: Case,
        step: Step,
        cause: Cause,
        person: Person,
    ) -> CaseView:
        new = self._books.keep(tx, process.diagram, case, step, cause)
        return self.see(tx, process, new, person)

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
                return self._hear(tx, process, case, person, body, on_behalf_of_customer)
            awaited = awaited_message(process, case, person) if visibility == "public" else None
            if awaited is not None:
                field = next(iter(forms.conversation(awaited.form or {})))
                return self._act(tx, process, case, person, awaited.id, {field: body}, None)
            self._conversation.note(tx, case, person, body, visibility)
            return self.see(tx, process, case, person)

        return self._change(person, number, change)

    def _hear(
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
                wanted["owner"] = checked_owner(tx, wanted["owner"])
            if wanted.get("product"):
                wanted["product"] = checked_text("product", wanted["product"], LONGEST_PRODUCT)
            if "priority" in wanted:
                wanted["priority"] = checked_priority(wanted["priority"])
            return self._update(tx, case, person, wanted)

        return self._change(person, number, change)

    def claim(self, person: Person, number: str, revision: int | None = None) -> CaseView:
        """Makes the person the owner of a case that has none."""

        def change(tx: Transaction, case: Case, side: Side) -> CaseView:
            check_support(side, "claim a case")
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

    # -------------------------------------------------------------- time

    def wake(self, id: int) -> None:
        """Fires the timers of a case that have fallen due, each at its own due instant."""
        with self._db.write() as tx:
            case = cases.by_id(tx, id, for_change=True)
            if case is None or case.closed:
                self._jobs.drop(tx, f"{WAKE}:{id}")
                return
            with _engine_errors_of(case):
                process = self._versions.process(case.version_id)
                step = process.wake(case.state, self._clock.now(), self._calendar(case))
            if step.happened:
                self._books.keep(tx, process.diagram, case, step, Cause("timer"))
            else:
                self._books.schedule(tx, None, case)

    def repair(self) -> int:
        """Gives a job to every case that waits for a timer, which falls due soon, and has none.
        Returns how many."""
        with self._db.read() as tx:
            ids = self._jobs.unserved(tx, self._clock.now() + SOON)
        for id in ids:
            with self._db.write() as tx:
                case = cases.by_id(tx, id, for_change=True)
                if case is not None:
                    self._books.schedule(tx, None, case)
        return len(ids)

    def recount(self) -> int:
        """Counts all cases, and puts the tallies right where they say something else. Returns how
        many did: none, unless somebody changed the tables past this program."""
        with self._db.read() as tx:
            wrong = tallies.missing(tx)
        if wrong:
            with self._db.write() as tx:
                tallies.repair(tx)
        return len(wrong)

    def report(self, id: int | None, kind: str, message: str) -> None:
        """Raises an incident: something that a person has to look at."""
        now = self._clock.now()
        with self._db.write() as tx:
            if work.raise_incident(tx, id, kind, message, now):
                where = f"case {to_number(id)}" if id else "the system"
                subject = f"Incident with {where}: {kind}"
                self._notifications.tell_roles(tx, ("lead", "admin"), subject, message, now)

    # -------------------------------------------------------------- exactly once

    def once(self, person: Person, key: str, digest: str, change: Callable[[], str]) -> str:
        """Carries out a request unless the same key already did; then gives the same answer again.

        `digest` tells the request; the same key for another one raises KeyReused. What the request
        changes and the key are kept in one transaction.
        """
        with self._reporting(), self._db.write() as tx:
            if work.take_key(tx, person.id, key, digest, self._clock.now()):
                answer = change()
                work.keep_answer(tx, person.id, key, answer)
                return answer
            known = work.answer_of(tx, person.id, key)
        if known is None or known[0] != digest or known[1] is None:
            raise KeyReused(
                {"Idempotency-Key": ["was used for another request: take a new one for this"]}
            )
        return known[1]

    # -------------------------------------------------------------- finding and changing

    def _change(
        self,
        person: Person,
        number: str,
        change: Callable[[Transaction, Case, Side], T],
    ) -> T:
        """One transaction. Timers that fell due before it come first, in one of their own: they
        have happened, whatever becomes of this."""
        with self._reporting():
            with self._db.write() as tx:
                case, side = self.find(tx, person, number, for_change=True)
                if case.next_due is None or case.next_due > self._clock.now():
                    return self._carry_out(tx, case, side, person, change)
            self.wake(case.id)
            with self._db.write() as tx:
                case, side = self.find(tx, person, number, for_change=True)
                return self._carry_out(tx, case, side, person, change)

    def _carry_out(
        self,
        tx: Transaction,
        case: Case,
        side: Side,
        person: Person,
        change: Callable[[Transaction, Case, Side], T],
    ) -> T:
        try:
            with _engine_errors_of(case):
                return change(tx, case, side)
        except Conflict as conflict:
            self.add_picture(tx, conflict, case, person)
            raise

    @contextmanager
    def _reporting(self) -> Iterator[None]:
        """What the engine cannot do is an incident, noted once everything is rolled back."""
        try:
            yield
        except EngineError as error:
            if not self._db.in_transaction:
                self.report(error.case_id, "The diagram cannot go on", str(error))
            raise


@contextmanager
def _engine_errors_of(case: Case) -> Iterator[None]:
    """An error of the engine says which case it was."""
    try:
        yield
    except EngineError as error:
        error.case_id = case.id
        raise


def _shown(value: Any) -> Any:
    return value.email if isinstance(value, Person) else value


def _id(person: Person | None) -> int | None:
    return person.id if person else None
