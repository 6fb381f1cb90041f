"""What a mail is for: a message in a case, a new case, or nothing before a person has decided.

Decisions 0283, 0263 and 0285.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Literal

from runner.cases.views import find_case
from runner.delivery.incoming.mailboxes import Mailbox
from runner.errors import NotFound
from runner.model import IncomingMail, Person, to_id, to_number
from runner.people.permissions import may, side_of
from runner.people.reply_addresses import ReplyAddresses, ReplyTo
from runner.store import Transaction, incoming_mails, people

_NUMBER = re.compile(r"\[C-(\d{4,12})\]", re.IGNORECASE | re.ASCII)
"""As our mails have it in their subjects. Not in texts: these quote other mails."""

MOST_SIGNED = 5
"""Signed reply addresses of one mail that are looked at."""

Purpose = Literal["message", "case", "machine", "waiting"]


@dataclass(frozen=True, slots=True)
class MailRoute:
    """`person` wrote it, as far as that is sure; None for a stranger. `why` says why it waits, or
    by what sign a machine wrote it. `case_id` is the case it belongs to, or, where it waits, says
    that it does: there may be none of that number."""

    purpose: Purpose
    why: str = ""
    person: Person | None = None
    case_id: int | None = None


class MailRouting:
    """`own` are the addresses from which Caselane itself writes."""

    def __init__(self, replies: ReplyAddresses, own: Collection[str]):
        self._replies = replies
        self._own = own

    def of(self, tx: Transaction, mail: IncomingMail, mailbox: Mailbox) -> MailRoute:
        sender = people.by_address(tx, mail.sender) if mail.sender else None
        signed = self._signed(tx, mail, sender)
        if sign := mail.machine or self._loop(mail):
            return self._of_machine(tx, mail, sender, MailRoute("machine", sign))
        case_id = signed.case_id if signed else self._meant(tx, mail, sender)
        if why := self._why_it_waits(tx, mail, sender, signed):
            return MailRoute("waiting", why, case_id=case_id)
        if signed and sender:
            return MailRoute("message", person=sender, case_id=case_id)
        if case_id is not None:
            return self._of_named(tx, mail, sender, case_id)
        if sender is None and not mailbox.strangers:
            return MailRoute("waiting", "nobody here has its sender’s address")
        return MailRoute("case", person=sender)

    def _of_named(
        self, tx: Transaction, mail: IncomingMail, sender: Person | None, case_id: int
    ) -> MailRoute:
        """A mail that names a case and did not come to a reply address: whoever knows an address
        and guesses a number can write one. It counts where the receiving server found its sender
        to be right."""
        number = to_number(case_id)
        if sender is None or not is_customers(tx, sender, case_id):
            why = f"it names {number}, which is not its sender’s"
        elif not mail.proven:
            why = f"it names {number} without its reply address, and nothing proves its sender"
        else:
            return MailRoute("message", person=sender, case_id=case_id)
        return MailRoute("waiting", why, case_id=case_id)

    def _why_it_waits(
        self, tx: Transaction, mail: IncomingMail, sender: Person | None, signed: ReplyTo | None
    ) -> str:
        """'' for a mail whose sender can be taken for who they say they are."""
        if not mail.sender:
            return "it has no sender, or several"
        if mail.distrusted:
            return f"its sender may be forged: {mail.distrusted}"
        if sender and not sender.active:
            return "the access of its sender was taken away"
        if signed:
            theirs = sender is not None and sender.id == signed.person_id
            return "" if theirs else "it answers a mail that was written to somebody else"
        if any(map(self._replies.is_tagged, mail.recipients)):
            return self._why_unsigned(tx, mail)
        if sender and may(sender, "see_internal"):
            return (
                f"it says that it is from {sender.name}, who works here, and it does not answer "
                "a mail of ours to them"
            )
        return ""

    def _signed(self, tx: Transaction, mail: IncomingMail, sender: Person | None) -> ReplyTo | None:
        """What the reply address that a mail came to was signed for. An answer to all may have
        those of several: that of its sender counts. Of entries that were merged each is theirs."""
        claims = self._replies.read(mail.recipients)[:MOST_SIGNED]
        found = [
            replace(one, person_id=people.merged_into(tx, one.person_id) or one.person_id)
            for one in claims
            if self._person_of(tx, one)
        ]
        theirs = (one for one in found if sender and one.person_id == sender.id)
        return next(theirs, found[0] if found else None)

    def _person_of(self, tx: Transaction, claim: ReplyTo) -> Person | None:
        """Whom a reply address was made for, if they still have the address that it was sent to."""
        person = people.by_id(tx, claim.person_id)
        return person if person and self._replies.is_for(claim, person.email) else None

    def _why_unsigned(self, tx: Transaction, mail: IncomingMail) -> str:
        for claim in self._replies.read(mail.recipients)[:MOST_SIGNED]:
            former = [str(one.details.get("was")) for one in people.changes_of(tx, claim.person_id)]
            if gone := [email for email in former if self._replies.is_for(claim, email)]:
                person = people.by_id(tx, claim.person_id)
                now = f": {person.name} has another one now" if person else ""
                return f"it answers a mail that was sent to {gone[0]}{now}"
        return "the reply address that it came to is not one of ours, or not any more"

    def _meant(self, tx: Transaction, mail: IncomingMail, sender: Person | None) -> int | None:
        """The case that a mail says it is about; whether it is its sender's is another matter. A
        number that no case has is one, too: who guesses numbers is not told which there are. Mails
        of several cases may have one id: a case of the sender goes before others."""
        if case_id := self._replies.case_of(mail.answers):
            return case_id
        if found := incoming_mails.cases_of(tx, mail.answers):
            theirs = (one for one in found if sender and is_customers(tx, sender, one))
            return next(theirs, found[0])
        number = _NUMBER.search(mail.subject)
        return to_id(number[1]) if number else None

    def _loop(self, mail: IncomingMail) -> str:
        """The sign of a mail of our own that came back to us."""
        if mail.sender in self._own or self._replies.is_tagged(mail.sender):
            return "it comes from an address of Caselane itself"
        return ""

    def _of_machine(
        self, tx: Transaction, mail: IncomingMail, sender: Person | None, route: MailRoute
    ) -> MailRoute:
        """With the person whose machine it is, or who was not reached, and the case: only where
        that is sure, since anybody may write such a mail."""
        for claim in self._replies.read((*mail.returned, *mail.recipients))[:MOST_SIGNED]:
            if person := self._person_of(tx, claim):
                return replace(route, person=person, case_id=claim.case_id)
        case_id = self._meant(tx, mail, sender) if mail.proven else None
        if sender and case_id and is_customers(tx, sender, case_id):
            return replace(route, person=sender, case_id=case_id)
        return route


def is_customers(tx: Transaction, person: Person, case_id: int) -> bool:
    """Whether the person is the customer of the case, or stands beside them."""
    try:
        case, _ = find_case(tx, person, to_number(case_id))
    except NotFound:
        return False
    return side_of(person, case) == "customer"
