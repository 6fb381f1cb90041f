"""New cases: a customer's, one that support opens, a visitor's, one that repeats another."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from runner.cases.checks import (
    LONGEST_CHANNEL,
    LONGEST_PRODUCT,
    LONGEST_SUBJECT,
    checked_priority,
    checked_text,
    routing,
)
from runner.cases.records import Cause
from runner.cases.transaction import CaseWriter
from runner.cases.views import CaseView
from runner.errors import Forbidden, InvalidInput, NotPossible
from runner.model import DEFAULT_PRIORITY, Case, Person, Side, Waits
from runner.people.accounts import (
    LATELY,
    PER_ADDRESS,
    PER_MAIL,
    check_pace,
    checked_email,
    customer,
)
from runner.people.links import FOLLOW
from runner.people.permissions import side_of
from runner.store import Transaction, people


class CaseOpener(CaseWriter):
    """Opens cases."""

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
            for door in doors:
                tx.alone(door)
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
