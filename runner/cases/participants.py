"""Who stands beside the customer of a case: people who get copies, and colleagues of the same
company. They read and write as the customer does; they decide nothing unless the customer lets
them. Decisions 0234 and 0237."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from runner.cases.change import Change, checked_text
from runner.cases.conversation import History, Telling
from runner.cases.dependencies import Dependencies
from runner.cases.transaction import Transactions
from runner.cases.views import find_case
from runner.errors import Forbidden, InvalidInput
from runner.language import _
from runner.model import Membership, Participant, Person, Side, normalised
from runner.people.accounts import customer
from runner.people.permissions import STAFF, require
from runner.people.person_fields import checked_email, plausible_email
from runner.store import companies, copies, daily_counts, notifications

MOST_COPIES, LONGEST_COMPANY = 10, 100
"""People of a case who get copies; characters."""

MOST_NEW_A_DAY = 20
"""People whom a customer may have told of their cases, all of them together, by the day."""


class Participants:
    """Each method raises NotFound for a case that the person may not see, Forbidden and
    InvalidInput."""

    def __init__(
        self,
        dependencies: Dependencies,
        transactions: Transactions,
        history: History,
        telling: Telling,
    ):
        self._db = dependencies.db
        self._transactions = transactions
        self._history = history
        self._telling = telling

    # -------------------------------------------------------------- copies

    def copies(self, person: Person, number: str) -> tuple[Participant, ...]:
        with self._db.read() as tx:
            case, side = find_case(tx, person, number)
            require(person, "copy_case", case)
            return _as_seen(copies.of_case(tx, case.id), side)

    def copy(
        self,
        person: Person,
        number: str,
        add: Iterable[str] = (),
        remove: Iterable[str] = (),
        may_decide: bool | None = None,
    ) -> tuple[Participant, ...]:
        """Gives copies to people, by their addresses, and ends those of others. Whether those in
        `add` `may_decide` is the customer's word alone: None leaves it as it is, which is no for
        who is new. What is so already is no error."""
        with self._transactions.change(person, number) as change:
            change.require("copy_case")
            tx, case_id = change.tx, change.case.id
            known = {one.person.id: one for one in copies.of_case(tx, case_id)}
            gone = _named(known.values(), remove)
            for one in gone:
                copies.remove(tx, case_id, one.id)
                notifications.forget(tx, one.id, case_id)  # no mail that waits reaches them
                del known[one.id]
            wanted = [_outsider(change, address) for address in add]
            new = [one for one in wanted if one.id not in known]
            if len(known) + len(new) > MOST_COPIES:
                raise InvalidInput(
                    {
                        "add": [
                            _(
                                "makes more than %(most_copies)s people: remove some",
                                most_copies=MOST_COPIES,
                            )
                        ]
                    }
                )
            self._check_budget(change, len(new))
            could = {one.person.id for one in known.values() if one.may_decide}
            turned = [one for one in wanted if may_decide not in (None, one.id in could)]
            if turned and change.side != "customer":
                raise Forbidden(_("Only the customer of the case may let others decide for them."))
            for one in (*new, *turned):
                copies.save(tx, case_id, one.id, bool(may_decide), change.now)
            leave = {"let_decide" if may_decide else "let_no_more": turned}
            self._record(change, {"added": new, "removed": gone} | leave)
            now = copies.of_case(tx, case_id)
            silent = {one.person.id for one in now if one.silent}
            self._telling.of_copy(change, [one for one in new if one.id not in silent])
            return _as_seen(now, change.side)

    def _check_budget(self, change: Change, new: int) -> None:
        """Who is new gets a mail at once: a customer may not have us write to more strangers."""
        if not new or change.side != "customer":
            return
        today = daily_counts.add(change.tx, f"copies {change.person.id}", change.now, new)
        if today > MOST_NEW_A_DAY:
            raise InvalidInput(
                {
                    "add": [
                        _(
                            "makes more than %(most)s new people in a day: go on tomorrow",
                            most=MOST_NEW_A_DAY,
                        )
                    ]
                }
            )

    def _record(self, change: Change, persons: Mapping[str, Iterable[Person]]) -> None:
        values = {name: [one.email for one in listed] for name, listed in persons.items()}
        if changed := {name: value for name, value in values.items() if value}:
            self._history.record_internal(change, "copied", changed)

    # -------------------------------------------------------------- companies

    def set_company(
        self, person: Person, number: str, name: str, shares_cases: bool | None = None
    ) -> Membership | None:
        """Says to which company the customer of a case belongs, '' for none, and whether the people
        of that company see each other's cases: None leaves that as it is, which is no in a new
        company."""
        with self._transactions.change(person, number) as change:
            change.require("set_company")
            tx, of = change.tx, change.case.customer.id
            company, old = _checked_company(name), companies.of_person(tx, of)
            if not company:
                companies.leave(tx, of)
            else:
                companies.add(tx, company, shares_cases)
                if old is None or old.company != company:
                    companies.join(tx, of, company)
            new = companies.of_person(tx, of)
            if new != old:
                shared = new is not None and new.all_share
                values = {"company": company, "shares_cases": shared}
                self._history.record_internal(change, "company", values)
            return new

    def company(self, person: Person) -> Membership | None:
        """The person's own."""
        with self._db.read() as tx:
            return companies.of_person(tx, person.id)

    def let_colleagues(self, person: Person, lets: bool) -> None:
        """Lets the people of one's company see one's own cases, or no longer."""
        with self._db.write() as tx:
            companies.let(tx, person.id, lets)


def _named(known: Iterable[Participant], addresses: Iterable[str]) -> list[Person]:
    wanted = {checked_email(address, "remove") for address in addresses}
    return [one.person for one in known if one.person.email in wanted]


def _outsider(change: Change, address: str) -> Person:
    """The person with this address, or a new customer. Those who work here need no copy, and a
    person whose access was taken away gets none: support is told so. A customer is not, who would
    learn who works here; what they say is kept, and does nothing. Decision 0312."""
    email = plausible_email(address, "add")
    person = customer(change.tx, email, email.partition("@")[0], change.now)
    known = change.side == "support" and (person.roles & STAFF or not person.active)
    if person.id == change.case.customer.id or known:
        raise InvalidInput(
            {"add": [_("names somebody who cannot be given copies: %(email)s", email=email)]}
        )
    return person


def _as_seen(told: Iterable[Participant], side: Side | None) -> tuple[Participant, ...]:
    """A customer sees what they wrote themselves: an address, and not whose it is."""
    if side == "support":
        return tuple(told)
    return tuple(
        replace(one, person=replace(one.person, name=one.person.email.partition("@")[0]))
        for one in told
    )


def _checked_company(name: str) -> str:
    company = " ".join(normalised(name).split())
    return checked_text("company", company, LONGEST_COMPANY) if company else ""
