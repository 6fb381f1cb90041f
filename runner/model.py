"""Frozen values that travel between the floors. No behaviour, no input or output."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Generic, Literal, TypeVar

# ------------------------------------------------------------------ what the engine says

EffectKind = Literal["notify", "flag", "unflag", "missed", "reached", "ended"]
CauseKind = Literal["submitted", "action", "message", "timer", "changed", "migrated"]


@dataclass(frozen=True, slots=True)
class Effect:
    """Something that the drawing wants to happen outside the engine.

    - notify: tell `details["to"]` what element `element` says;
    - flag, unflag: mark the case with `name`, or take the mark off;
    - missed, reached, ended: milestone `name` was violated; its activity was completed; its
      activity was given up.
    """

    kind: EffectKind
    name: str
    element: str
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Happening:
    """One cause and what followed from it until everybody waited again.

    `element` is the flow or event that was triggered, `path` the flows and elements that tokens
    went through, in order, `values` the variables it was decided on. `at` is the instant of the
    cause: a timer's own due instant, however late it was noticed.
    """

    cause: CauseKind
    element: str
    at: datetime
    path: tuple[str, ...] = ()
    effects: tuple[Effect, ...] = ()
    from_status: str | None = None
    to_status: str | None = None
    resolution: str | None = None
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OpenTask:
    """A waiting activity that holds a token. `id` tells this visit from earlier ones."""

    id: int
    element: str


@dataclass(frozen=True, slots=True)
class Offer:
    """An action that is possible now: at which activity, and at which visit of it."""

    action: str
    audience: str
    element: str
    task: int


@dataclass(frozen=True, slots=True)
class Due:
    """A waiting timer. That of a milestone fires after its instant, since what is done at the very
    instant of a target has reached it; every other timer fires at its instant. `calendar` names
    the one that a named due date was counted in; '' for all others."""

    element: str
    at: datetime
    milestone: bool = False
    calendar: str = ""

    @property
    def fires_at(self) -> datetime:
        return self.at + _NEXT if self.milestone else self.at


_NEXT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Step:
    """The state of a case after something happened, and what follows from where tokens wait."""

    state: bytes
    status: str
    completed: bool
    tasks: tuple[OpenTask, ...]
    offers: tuple[Offer, ...]
    messages: tuple[str, ...]
    timers: tuple[Due, ...]
    happened: tuple[Happening, ...]

    @property
    def next_due(self) -> datetime | None:
        """The first instant at which a timer fires."""
        return min((timer.fires_at for timer in self.timers), default=None)


Standing = tuple[tuple[str, ...], frozenset[str]]
"""Where the tokens of a process or sub-process wait at one time: the activities that it runs in,
from the outside in, and the places. A place is the id of an element, or see `arrived`."""


def arrived(source: str, join: str) -> str:
    """The place of a token that has come from an element to a gateway, and waits for others."""
    return f"{source} -> {join}"


# ------------------------------------------------------------------ what the gate says

CUSTOMER_REPLY = "customer_reply"
"""The message that a diagram waits for when it wants to hear of a customer's answer."""

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong with a diagram: where, which rule, in a sentence, and what to do.

    `path` is an example that shows it: the flows and elements that tokens go through, in order.
    """

    rule: str
    message: str
    suggestion: str = ""
    severity: Severity = "error"
    element: str = ""
    name: str = ""
    line: int = 0
    file: str = ""
    path: tuple[str, ...] = ()


# ------------------------------------------------------------------ people

ROLES = ("customer", "agent", "lead", "process_owner", "analyst", "admin")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with an account, or a customer who once wrote to us."""

    id: int
    email: str
    name: str
    roles: frozenset[str] = frozenset()
    active: bool = True
    away: bool = False


# ------------------------------------------------------------------ cases

Visibility = Literal["public", "internal"]
PRIORITIES = ("P1", "P2", "P3", "P4")
DEFAULT_PRIORITY = "P3"

Side = Literal["customer", "support", "observer"]
"""What somebody is to a case: its customer, somebody of support, or a reader."""

MilestoneState = Literal["running", "met", "missed", "not_reached"]


@dataclass(frozen=True, slots=True)
class Milestone:
    name: str
    state: MilestoneState
    started_at: datetime
    due_at: datetime
    reached_at: datetime | None = None
    ended_at: datetime | None = None
    """When nobody could reach it any more: its activity was given up, or is not drawn any more."""
    calendar: str = ""
    """Which calendar the target is counted in; '' when that is not known."""


@dataclass(frozen=True, slots=True)
class Waits:
    """What may happen next to a case, as its last step said."""

    offers: tuple[Offer, ...] = ()
    messages: tuple[str, ...] = ()
    timers: tuple[Due, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """A case as it is kept."""

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
    product: str | None
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
    """Of the first milestone that the case waits for, while it is open."""

    @property
    def number(self) -> str:
        return to_number(self.id)


_FIRST_NUMBER = 1000


def to_number(id: int) -> str:
    """The number by which people know a case, for its id in the database."""
    return f"C-{_FIRST_NUMBER + id}"


def to_id(number: str) -> int | None:
    """The id for a number such as `C-1042` or `1042`; None for anything else."""
    digits = number.strip().upper().removeprefix("C-")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 12):
        return None
    id = int(digits) - _FIRST_NUMBER
    return id if id > 0 else None


CaseOrder = Literal["newest", "updated", "due"]
"""How lists of cases are sorted. `due` lists only cases with a milestone that nobody has reached
yet, the one due first on top."""


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case as lists show it. `milestone` is the next one to reach, or else the last there was."""

    id: int
    version_id: int
    revision: int
    status: str
    closed: bool
    subject: str
    priority: str
    product: str | None
    owner: Person | None
    customer: Person
    resolution: str | None
    flags: tuple[str, ...]
    created_at: datetime
    updated_at: datetime
    milestone: Milestone | None = None

    @property
    def number(self) -> str:
        return to_number(self.id)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many open cases somebody owns, nobody owns, and wait for a milestone; and how many cases
    there are in each status."""

    mine: int
    unassigned: int
    due: int
    by_status: Mapping[str, int]


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
class Deed:
    """A step of a past case: what triggered it, what tokens went through, and the status that the
    case had before. `version_id` is the version on which it was taken."""

    case_id: int
    version_id: int
    element: str
    path: tuple[str, ...]
    before: str | None
    side: str | None


@dataclass(frozen=True, slots=True)
class Notification:
    """A note to a person: in the inbox of the product and, with a channel, by mail."""

    id: int
    person: Person
    case_id: int | None
    element: str
    subject: str
    body: str
    created_at: datetime
    read_at: datetime | None = None
    sent_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """A deployed diagram. One that is `waiting` goes live once a second person approves it; new
    cases start on the one that went live last. `findings` are what the gate said of it."""

    id: int
    process: str
    digest: str
    bpmn: bytes
    files: Mapping[str, str]
    deployed_at: datetime
    deployed_by: Person | None = None
    findings: tuple[Finding, ...] = ()
    waiting: bool = False
    live_at: datetime | None = None
    approved_by: Person | None = None


@dataclass(frozen=True, slots=True)
class Attainment:
    """What became of the milestones of a name that cases of a priority had."""

    milestone: str
    priority: str
    met: int = 0
    missed: int = 0
    not_reached: int = 0


@dataclass(frozen=True, slots=True)
class Job:
    """Something that a worker is to do. `key` is unique: adding it again moves it."""

    id: int
    kind: str
    key: str
    case_id: int | None
    payload: Mapping[str, Any]
    due_at: datetime
    attempts: int = 0


# ------------------------------------------------------------------ lists and reports

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """A part of a list. `next_cursor` asks for the part behind it; None at the end."""

    items: tuple[T, ...]
    next_cursor: int | str | None = None


def page(found: Sequence[T], limit: int, key: Callable[[T], int | str]) -> Page[T]:
    """A page out of the rows for it and, where there are more, the first row behind it."""
    items = tuple(found[:limit])
    return Page(items, key(items[-1]) if len(found) > limit else None)


@dataclass(frozen=True, slots=True)
class Incident:
    """Something that needs a person, about a case or about the system (None)."""

    case_id: int | None
    at: datetime
    kind: str
    message: str


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A job that was given up after `attempts`, the last of which ended with `error`."""

    kind: str
    key: str
    case_id: int | None
    attempts: int
    error: str | None


@dataclass(frozen=True, slots=True)
class Health:
    """How the installation is: jobs that are due, dead letters, incidents nobody has resolved."""

    due_jobs: int
    dead_jobs: int
    incidents: int

    @property
    def ok(self) -> bool:
        return not (self.dead_jobs or self.incidents)
