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
    ATTEMPTS_PER_ADDRESS,
    CASES_PER_EMAIL,
    RATE_WINDOW,
    check_rate_limit,
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
        key: tuple[str, str] | None = None,
        **asked: Any,
    ) -> str:
        """A new case of a visitor who has not signed in, opened once where an idempotency `key`
        is given (with the digest of the request, see `once`). Returns the token of a link to
        follow the case, or '' when the address has an account here: a visitor only claims the
        address, so the link is sent there instead.

        Raises TooManyAttempts when too many cases came for the mail address or from the network
        address lately: nobody's mailbox can be filled."""
        email, now = checked_email(email, "customer.email"), self._clock.now()
        buckets = {f"mail {email}": CASES_PER_EMAIL, f"submit {address}": ATTEMPTS_PER_ADDRESS}
        with self._db.write() as tx:
            for bucket in buckets:
                tx.lock(bucket)
            check_rate_limit(tx, buckets, now)
            people.note_attempts(tx, buckets, now, forget=now - RATE_WINDOW)
            known = people.by_email(tx, email) is not None
            person = customer(tx, email, name, now)

            def change() -> str:
                id = self.open(person, **asked).case.id
                return "" if known else self._links.token(id, person.id, FOLLOW)

            return self.once(person, *key, change) if key else change()

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
        new = self._records.create(tx, process.diagram, case, step, cause)
        return self.see(tx, process, new, person)
