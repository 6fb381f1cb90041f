"""New cases: a customer's, one that support opens, a visitor's, one that repeats another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from typing import Any

from runner.bpmn import forms
from runner.bpmn.drawn_texts import spoken_drawing
from runner.bpmn.forms import LONGEST_TEXT
from runner.cases.assignment import routed
from runner.cases.attachments import Attachments
from runner.cases.change import (
    LONGEST_CHANNEL,
    LONGEST_SUBJECT,
    Cause,
    checked_fields,
    checked_priority,
    checked_text,
    checked_together,
    kept_facts,
    routing,
)
from runner.cases.conversation import Telling
from runner.cases.dependencies import Dependencies
from runner.cases.transaction import Kept, Transactions
from runner.cases.views import CaseView
from runner.engine import Process
from runner.errors import InvalidInput, NotPossible, TooManyAttempts
from runner.language import _
from runner.model import DEFAULT_PRIORITY, Attachment, Case, CaseFields, Person, Waits, case_fields
from runner.people.accounts import customer
from runner.people.attempts import (
    ATTEMPTS_PER_ADDRESS,
    CASES_PER_EMAIL,
    VISITORS,
    count_attempts,
)
from runner.people.links import FOLLOW
from runner.people.permissions import may
from runner.people.person_fields import checked_email, checked_name, plausible_email
from runner.store import Transaction, people


@dataclass(frozen=True, slots=True)
class Submission(CaseFields):
    """What a new case is about. `customer_email` and `customer_name` name the customer whom
    support opens it for, `lifecycle` the process that it starts on; None is the default one."""

    subject: str
    description: str
    priority: str | None = None
    channel: str = "api"
    customer_email: str | None = None
    customer_name: str | None = None
    lifecycle: str | None = None
    files: tuple[int, ...] = ()
    """Waiting ones, of the person who submits."""
    fields: Mapping[str, Any] = field(default_factory=dict)
    """What the start event of the lifecycle asks."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """A person who submits a case without signing in. `network_address` is where the request came
    from; nothing proves that `email` is theirs. Their `files` lie in the folder already."""

    name: str
    email: str
    network_address: str
    files: tuple[Attachment, ...] = ()


FLOOD = (
    "Visitors submit more requests than people would: those above the limit are refused. Look "
    "where they come from; the form can be closed in front of Caselane."
)


@dataclass(frozen=True, slots=True)
class _Said:
    """What a new case says, checked, and the version that it starts on. `written` are fields of a
    Case, `asked` the values of the form of the start event."""

    version_id: int
    process: Process
    written: Mapping[str, Any]
    asked: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _New:
    """A case that is about to begin, with the values of the form of its start event."""

    case: Case
    asked: Mapping[str, Any]


class Intake:
    """Opens cases."""

    def __init__(
        self,
        dependencies: Dependencies,
        transactions: Transactions,
        telling: Telling,
        attachments: Attachments,
    ):
        self._telling = telling
        self._attachments = attachments
        self._db = dependencies.db
        self._versions = dependencies.versions
        self._links = dependencies.links
        self._clock = dependencies.clock
        self._transactions = transactions
        self._records = transactions.records

    def start_forms(self) -> dict[str, forms.Schema]:
        """What is asked when a case is opened, by lifecycle, in the language that is spoken; a
        lifecycle that asks nothing is left out."""
        found = {}
        for one in self._versions.taking_cases():
            diagram = self._versions.diagram(one.version)
            form, words = diagram.start_form or {}, spoken_drawing(diagram)
            if forms.fields(form):
                said = words.form(diagram.start.id, form) if words else form
                found[one.process] = forms.shown(said)
        return found

    def open(self, person: Person, submission: Submission) -> CaseView:
        """A new case. Customers open their own; support opens one for the customer whom they name,
        who may be themselves. Raises InvalidInput."""
        new, _rest = checked_together(
            lambda: self._new(person, submission), lambda: _check_customer(person, submission)
        )
        with self._db.write() as tx:
            case = replace(new.case, customer=self._customer(tx, person, submission))
            brought = self._attachments.chosen(tx, person, submission.files)
            return self._open(tx, person, replace(new, case=case), brought)

    def open_for_visitor(
        self, visitor: Visitor, submission: Submission, key: tuple[str, str] | None = None
    ) -> str:
        """A new case of a visitor who has not signed in, opened once where an idempotency `key`
        is given (with the digest of the request, see `once`). Returns the token of a link to
        follow the case, or '' when the address has an account here: a visitor only claims the
        address, so the link is sent there instead (decision 0225, before it decision 0092).

        Raises TooManyAttempts when too many cases came for the mail address, from the network
        address or from all visitors lately, so that no mailbox can be filled; a flood is an
        incident."""
        email, *_rest = checked_together(
            lambda: plausible_email(visitor.email, "customer.email"),
            lambda: checked_name(visitor.name, "customer.name"),
            lambda: self._said(submission),
        )
        buckets = {
            f"mail {email}": CASES_PER_EMAIL,
            f"submit {visitor.network_address}": ATTEMPTS_PER_ADDRESS,
            "submit": VISITORS,
        }
        try:
            with self._db.write() as tx:
                count_attempts(tx, buckets, self._clock.now())
                return self._open_for_visitor(tx, replace(visitor, email=email), submission, key)
        except TooManyAttempts:
            self._transactions.report(None, "Flood of requests", FLOOD)
            raise

    def _open_for_visitor(
        self,
        tx: Transaction,
        visitor: Visitor,
        submission: Submission,
        key: tuple[str, str] | None,
    ) -> str:
        """The name that a visitor gives is signed under the request, and not given to the address:
        its owner may never have heard of them."""
        known = people.by_email(tx, visitor.email) is not None
        name = checked_name(visitor.name, "customer.name")
        person = customer(tx, visitor.email, visitor.email.partition("@")[0], self._clock.now())
        signed = f"\n\n{name}"
        said = checked_text("description", submission.description, LONGEST_TEXT - len(signed))
        own = replace(submission, customer_email=person.email, description=f"{said}{signed}")
        once = self._transactions.once(person, *key) if key else nullcontext(Kept())
        with once as kept:
            if kept.answer is None:
                files = self._attachments.waiting_of(tx, person, visitor.files)
                sent = replace(own, files=tuple(file.id for file in files))
                case_id = self.open(person, sent).case.id
                kept.answer = "" if known else self._links.token(case_id, person.id, FOLLOW)
            return kept.answer

    def repeat(
        self,
        person: Person,
        number: str,
        description: str | None = None,
        files: Sequence[int] = (),
    ) -> CaseView:
        """A new case, linked to a closed one, for the same customer and matter, with waiting
        `files` of the person. Raises NotFound, Forbidden, NotPossible or InvalidInput."""
        with self._transactions.change(person, number) as change:
            origin = change.case
            change.require("repeat_case")
            if not origin.closed:
                raise NotPossible(
                    _(
                        "Case %(number)s is still open: go on with it. A repeat case is opened "
                        "from a closed one.",
                        number=origin.number,
                    )
                )
            again = Submission(
                subject=origin.subject,
                description=description or _("This repeats case %(number)s.", number=origin.number),
                priority=origin.priority,
                **case_fields(origin),
                channel="repeat",
                lifecycle=self._lifecycle_of(origin),
            )
            new = self._new(origin.customer, again)
            case = replace(new.case, repeat_of=origin.id)
            brought = self._attachments.chosen(change.tx, person, files)
            return self._open(change.tx, person, replace(new, case=case), brought)

    def _lifecycle_of(self, origin: Case) -> str | None:
        """That of the origin, while it takes cases; else the default one."""
        process = self._versions.version(origin.version_id).process
        taking = [one.process for one in self._versions.taking_cases()]
        return process if process in taking else None

    def _customer(self, tx: Transaction, person: Person, submission: Submission) -> Person:
        email, name = submission.customer_email, submission.customer_name
        if email is None or checked_email(email, "customer.email") == person.email:
            return person
        if not may(person, "submit_for_customer"):
            raise InvalidInput(
                {"customer": [_("is you: who signs in as a customer submits their own cases")]}
            )
        return customer(tx, email, name or email.split("@")[0], self._clock.now())

    def _said(self, submission: Submission) -> _Said:
        """All of it looked at together. Raises InvalidInput."""
        version_id, process = self._versions.current(submission.lifecycle)
        written, asked = checked_together(
            lambda: _checked(submission),
            lambda: _filled_in(process.diagram.start_form, submission.fields),
        )
        return _Said(version_id, process, written, asked)

    def _new(self, of: Person, submission: Submission) -> _New:
        now, said = self._clock.now(), self._said(submission)
        case = Case(
            id=0,
            version_id=said.version_id,
            state=b"",
            revision=0,
            events=0,
            status="",
            closed=False,
            calendar=said.process.calendars.default.name,
            owner=None,
            customer=of,
            resolution=None,
            proposal=None,
            flags=(),
            facts=kept_facts(said.process.diagram.start_form, said.asked),
            waits=Waits(),
            next_due=None,
            repeat_of=None,
            created_at=now,
            updated_at=now,
            **said.written,
        )
        return _New(case, said.asked)

    def _open(
        self, tx: Transaction, person: Person, new: _New, files: Iterable[Attachment] = ()
    ) -> CaseView:
        change = self._transactions.begin(tx, new.case, person)
        case = routed(tx, new.case, change.process.compiled.team_table)
        change = replace(change, case=case, now=case.created_at)
        step = change.start({**new.asked, **routing(case)})
        cause = Cause("submitted", values={**case.facts, **_whose(case)})
        created = self._records.create(change, step, cause, files)
        self._telling.of_new_case(created)
        return created.view()


def _filled_in(form: forms.Schema | None, given: Mapping[str, Any]) -> dict[str, Any]:
    """The values of the form of a start event; none without one. Raises InvalidInput."""
    return forms.submit(form, given) if form or given else {}


def _checked(submission: Submission) -> dict[str, Any]:
    """What a new case says, all of it looked at together. Raises InvalidInput."""
    subject, said, priority, channel, others = checked_together(
        lambda: checked_text("subject", submission.subject, LONGEST_SUBJECT),
        lambda: checked_text("description", submission.description),
        lambda: checked_priority(submission.priority or DEFAULT_PRIORITY),
        lambda: checked_text("channel", submission.channel, LONGEST_CHANNEL),
        lambda: checked_fields(case_fields(submission)),
    )
    written = {"subject": " ".join(subject.split()), "description": said}
    return written | {"priority": priority, "channel": channel} | others


def _check_customer(person: Person, submission: Submission) -> None:
    if submission.customer_email is not None:
        checked_email(submission.customer_email, "customer.email")
    elif may(person, "submit_for_customer"):
        raise InvalidInput({"customer": [_("is needed: name the customer whom the case is for")]})


def _whose(case: Case) -> dict[str, str]:
    """To whom a new case came, for the history."""
    team = {"team": case.team.name} if case.team else {}
    return team | ({"owner": case.owner.email} if case.owner else {})
