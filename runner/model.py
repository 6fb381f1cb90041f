"""Frozen values that travel between the floors. No behaviour, no input or output."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

# ------------------------------------------------------------------ what the engine says

EffectKind = Literal["notify", "flag", "unflag", "missed", "reached", "ended"]
CauseKind = Literal["submitted", "action", "message", "timer", "changed"]


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
    went through, in order. `at` is the instant of the cause: a timer's own due instant, however
    late it was noticed.
    """

    cause: CauseKind
    element: str
    at: datetime
    path: tuple[str, ...] = ()
    effects: tuple[Effect, ...] = ()
    from_status: str | None = None
    to_status: str | None = None
    resolution: str | None = None


@dataclass(frozen=True, slots=True)
class OpenTask:
    """A waiting activity that holds a token. `id` tells this visit from earlier ones."""

    id: int
    element: str


@dataclass(frozen=True, slots=True)
class Offer:
    """An action that is possible now, and the visit of the activity that it belongs to."""

    action: str
    audience: str
    task: int


@dataclass(frozen=True, slots=True)
class Due:
    """A waiting timer."""

    element: str
    at: datetime


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
        return min((timer.at for timer in self.timers), default=None)


# ------------------------------------------------------------------ what the gate says

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong with a diagram: where, which rule, in a sentence, and what to do."""

    rule: str
    message: str
    suggestion: str = ""
    severity: Severity = "error"
    element: str = ""
    name: str = ""
    line: int = 0
    file: str = ""
