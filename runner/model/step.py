"""What the engine says of a case: where its tokens wait, what happened, what may happen next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal

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
class Occurrence:
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
    happened: tuple[Occurrence, ...]

    @property
    def next_due(self) -> datetime | None:
        """The first instant at which a timer fires."""
        return min((timer.fires_at for timer in self.timers), default=None)


WaitState = tuple[tuple[str, ...], frozenset[str]]
"""Where the tokens of a process or sub-process wait at one time: the activities that it runs in,
from the outside in, and the places. A place is the id of an element, or see `arrived`."""


def arrived(source: str, join: str) -> str:
    """The place of a token that has come from an element to a gateway, and waits for others."""
    return f"{source} -> {join}"


CUSTOMER_REPLY = "customer_reply"
"""The message that a diagram waits for when it wants to hear of a customer's answer."""


@dataclass(frozen=True, slots=True)
class Waits:
    """What may happen next to a case, as its last step said."""

    offers: tuple[Offer, ...] = ()
    messages: tuple[str, ...] = ()
    timers: tuple[Due, ...] = ()
