"""What the engine says about a case: where its tokens wait, what happened, what may happen next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal

EffectKind = Literal[
    "notify", "sent", "flag", "unflag", "moved", "missed", "reached", "ended", "instance"
]


CauseKind = Literal["submitted", "action", "message", "timer", "changed", "migrated", "modified"]

EventKind = Literal[CauseKind, "event"]
"""What a line of the history is of; "event": a program sent one. docs/webhooks.md lists them."""


@dataclass(frozen=True, slots=True)
class Effect:
    """Something that the diagram wants done outside the engine.

    - notify: tell `details["to"]` what element `element` says;
    - sent: the message `name` left the case at `element`: nothing in the case waits for it;
    - flag, unflag: set the flag `name` on the case, or remove it;
    - moved: the milestone `name` has another target, `details["due"]`, in `details["calendar"]`;
    - missed, reached, ended: the milestone `name` was missed; its activity was completed; its
      activity was interrupted;
    - instance: `element`, which is done several times, was done `details["done"]` of
      `details["of"]` times.
    """

    kind: EffectKind
    name: str
    element: str
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One cause and everything that followed from it, until all tokens waited again.

    `element` is the flow or event that was triggered, `path` the flows and elements that tokens
    went through, in order, `values` the variables of the token that moved last. `at` is the instant
    of the cause: for a timer its due instant, however late it fired.
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
    visit: int


@dataclass(frozen=True, slots=True)
class Instances:
    """An activity that is done several times, while it is: `done` of `of` times. `by` are the ids
    of the people who did it, where it asks for different ones."""

    element: str
    done: int
    of: int
    by: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Due:
    """A waiting timer. A milestone's timer fires one microsecond after its instant, because an
    answer at the very instant of the target meets it. `calendar` is the name of the calendar that
    a named due date was counted in; '' for every other timer."""

    element: str
    at: datetime
    milestone: bool = False
    calendar: str = ""

    @property
    def fires_at(self) -> datetime:
        """When the timer fires: a milestone may still be met at its due instant. Decision 0006."""
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
    happened: tuple[Occurrence, ...]
    instances: tuple[Instances, ...] = ()

    @property
    def next_due(self) -> datetime | None:
        """The first instant at which a timer fires."""
        return min((timer.fires_at for timer in self.timers), default=None)


WaitState = tuple[tuple[str, ...], frozenset[str]]
"""Where the tokens of a process or sub-process wait at the same time: the ids of the activities
around it, outermost first, and the places. A place is the id of an element, or see `arrived`."""


def arrived(source: str, join: str) -> str:
    """The place of a token that came from `source` to the gateway `join` and waits for others."""
    return f"{source} -> {join}"


CUSTOMER_REPLY = "customer_reply"
"""The name of the message that is delivered when a customer answers."""


@dataclass(frozen=True, slots=True)
class Waits:
    """What may happen next to a case, according to its last step."""

    offers: tuple[Offer, ...] = ()
    messages: tuple[str, ...] = ()
    timers: tuple[Due, ...] = ()
    instances: tuple[Instances, ...] = ()
