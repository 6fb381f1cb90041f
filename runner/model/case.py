"""A case, its conversation, history and milestones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any, Literal

from runner.language import N_
from runner.model.attachment import Attachment
from runner.model.person import Membership, Participant, Person, Side
from runner.model.step import Waits
from runner.model.team import Team

Visibility = Literal["public", "internal"]
PRIORITIES = ("P1", "P2", "P3", "P4")
DEFAULT_PRIORITY = "P3"


MilestoneState = Literal["running", "met", "missed", "not_reached"]


@dataclass(frozen=True, slots=True)
class Milestone:
    name: str
    state: MilestoneState
    started_at: datetime
    due_at: datetime
    reached_at: datetime | None = None
    ended_at: datetime | None = None
    """When it could no longer be reached: its activity was ended or is not drawn any more."""
    calendar: str = ""
    """The calendar that the target is counted in; '' when it is not known."""


def _text(label: str, longest: int = 200) -> Any:
    """An optional text of at most `longest` characters."""
    return field(default=None, metadata={"label": label, "longest": longest})


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFields:
    """What customers and support tell of a case besides its subject. Declared here and nowhere
    else: tables, statements, forms, filters, API and command line are made from it. A new field
    needs a migration that adds its column, too. Decision 0162."""

    product: str | None = _text(N_("Product"))
    environment: str | None = _text(N_("Environment"))


CASE_FIELDS = fields(CaseFields)


def case_fields(source: CaseFields) -> dict[str, Any]:
    """The values by the names of the fields."""
    return {item.name: getattr(source, item.name) for item in CASE_FIELDS}


@dataclass(frozen=True, slots=True)
class Case(CaseFields):
    """A case as it is stored."""

    id: int
    version_id: int
    state: bytes
    revision: int
    events: int
    status: str
    closed: bool
    subject: str
    description: str
    priority: str
    channel: str
    calendar: str
    owner: Person | None
    customer: Person
    resolution: str | None
    proposal: str | None
    flags: tuple[str, ...]
    facts: Mapping[str, Any]
    waits: Waits
    next_due: datetime | None
    repeat_of: int | None
    created_at: datetime
    updated_at: datetime
    milestone_due: datetime | None = None
    """The earliest due instant of the milestones that the open case waits for."""
    held_until: datetime | None = None
    """When the first of what was sent, and can still be taken back, is due."""
    team: Team | None = None
    participants: tuple[Participant, ...] = ()
    """Those who get copies; and a colleague of the customer who looks at it."""
    spam: bool = False
    """Marked as spam: it goes on, and nobody is told of it. Decision 0247."""

    @property
    def number(self) -> str:
        return to_number(self.id)

    @property
    def customers(self) -> tuple[Person, ...]:
        """Those who are told what the customer is told, the customer first."""
        others = (one for one in self.participants if one.copied and not one.silent)
        return (self.customer, *(one.person for one in others))


_FIRST_NUMBER = 1000


def to_number(case_id: int) -> str:
    """The number that people see, such as C-1042, for an id in the database."""
    return f"C-{_FIRST_NUMBER + case_id}"


def to_id(number: str) -> int | None:
    """The id for a number such as `C-1042` or `1042`; None for anything else."""
    digits = number.strip().upper().removeprefix("C-")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 12):
        return None
    case_id = int(digits) - _FIRST_NUMBER
    return case_id if case_id > 0 else None


CaseOrder = Literal["newest", "updated", "untouched", "due", "follow_up"]
"""How lists of cases are sorted. `updated`: the last change first; `untouched`: last; `due`
lists only cases with a running or missed milestone not reached yet, the earliest due first;
`follow_up` only those for which the reader has a follow-up date, the earliest first."""


@dataclass(frozen=True, slots=True)
class CaseLine(CaseFields):
    """A case as lists show it. `milestone` is the next one to reach, or else the last one."""

    id: int
    version_id: int
    revision: int
    status: str
    closed: bool
    subject: str
    priority: str
    owner: Person | None
    customer: Person
    resolution: str | None
    flags: tuple[str, ...]
    created_at: datetime
    updated_at: datetime
    milestone: Milestone | None = None
    waits_since: datetime | None = None
    """When its newest task was opened; None for a case that waits at none."""
    facts: Mapping[str, Any] = field(default_factory=dict)
    """Only where they are asked for."""
    team: Team | None = None
    follow_up: datetime | None = None
    """The follow-up date of the reader."""
    participants: tuple[Participant, ...] = ()
    """Not read: a list says of whom its cases are."""

    @property
    def number(self) -> str:
        return to_number(self.id)


@dataclass(frozen=True, slots=True)
class CaseAside:
    """What support keeps beside a case: its tags, and the cases with the same problem. `company` is
    that of its customer, `others` are the newest of the customer's other cases. `bounced_at` is
    when a mail to the customer came back, None since one came from them."""

    tags: tuple[str, ...] = ()
    linked: tuple[CaseLine, ...] = ()
    company: Membership | None = None
    others: tuple[CaseLine, ...] = ()
    bounced_at: datetime | None = None
    spam: bool = False


@dataclass(frozen=True, slots=True)
class Counts:
    """Numbers of open cases: owned by the person, without an owner, waiting for a milestone; of
    cases in each status; and of those whose follow-up date of the person has come."""

    mine: int
    unassigned: int
    due: int
    by_status: Mapping[str, int]
    follow_up: int = 0


@dataclass(frozen=True, slots=True)
class Message:
    """A message of the conversation. `late` came after the case was closed."""

    id: int
    at: datetime
    author: Person
    side: Side
    visibility: Visibility
    body: str
    on_behalf: bool = False
    late: bool = False
    files: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class Satisfaction:
    """What the customer of a closed case said of it."""

    case_id: int
    good: bool
    words: str
    answered_at: datetime


@dataclass(frozen=True, slots=True)
class Event:
    """A line of the history of a case."""

    sequence: int
    at: datetime
    actor: Person | None
    audience: str | None
    event: str
    action: str | None
    element: str | None
    from_status: str | None
    to_status: str | None
    version_id: int
    details: Mapping[str, Any]
    path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PastStep:
    """A step of a past case: the element that triggered it, the path of the tokens, and the status
    before it. `version_id` is the version that the case was on, `line` the number of its line in
    the history, 0 for one that is not written yet."""

    case_id: int
    version_id: int
    element: str
    path: tuple[str, ...]
    before: str | None
    side: str | None
    line: int = 0


@dataclass(frozen=True, slots=True)
class Attainment:
    """How many milestones of a name were met, missed and not reached by cases of a priority."""

    milestone: str
    priority: str
    met: int = 0
    missed: int = 0
    not_reached: int = 0
