"""A past case as turns: from one step to the next, and who took it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from runner.insight.simulation.habits import Party, Situation
from runner.model import CUSTOMER_REPLY, PastEvent, PastLife


@dataclass(frozen=True, slots=True)
class MilestoneEnd:
    """A milestone of a case that was met or missed, and when."""

    name: str
    met: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class PastCase:
    """A stored case, with the id of the team that it is with, and what became of its milestones."""

    life: PastLife
    team: int | None = None
    milestones: tuple[MilestoneEnd, ...] = ()

    @property
    def submitted_at(self) -> datetime:
        return self.life.events[0].at

    @property
    def priority(self) -> str:
        return str(self.life.facts.get("priority", ""))


@dataclass(frozen=True, slots=True)
class PastTurn:
    """From `begun` on a case stood so, until a `party` did `what`; None where a timer ended it, or
    nothing until the end of what is looked at. `person` is the id of who did it."""

    case: int
    there: Situation
    team: int | None
    begun: datetime
    ended: datetime
    party: Party | None = None
    what: str = ""
    person: int | None = None
    values: Mapping[str, Any] = field(default_factory=dict, compare=False)


def turns_of(case: PastCase, until: datetime) -> Iterator[PastTurn]:
    """The turns of a case that began before `until`, in order."""
    life = case.life
    before: tuple[datetime, Situation] | None = None
    for event in life.events:
        if not _is_step(event):
            continue
        if event.at >= until:
            break
        if before:
            party = _party(event)
            yield PastTurn(
                life.case_id, before[1], case.team, before[0], max(event.at, before[0]), party,
                _what(event) if party else "", event.actor, event.values,
            )  # fmt: skip
        last = event.action or event.element
        before = event.at, Situation(event.after or "", last, case.priority)
    else:
        if life.closed:
            return
    if before:
        yield PastTurn(life.case_id, before[1], case.team, before[0], until)


def stays_of(life: PastLife) -> Sequence[tuple[str, datetime, datetime | None]]:
    """The statuses of a case with when each began and ended; the last one has no end."""
    entered = [
        (event.after, event.at)
        for event in life.events
        if event.after and event.after != event.before
    ]
    ends = [at for _, at in entered[1:]]
    return [
        (status, at, max(at, end) if end else None)
        for (status, at), end in zip(entered, [*ends, None], strict=True)
    ]


def _is_step(event: PastEvent) -> bool:
    """What somebody did, and what brought the case to another status. A timer that only reminds
    leaves everybody where they were."""
    if event.after is None:
        return False
    return _party(event) is not None or event.after != event.before


def _party(event: PastEvent) -> Party | None:
    match event.event:
        case "action":
            return "customer" if event.side == "customer" else "support"
        case "message":
            said_for = event.values.get("on_behalf_of_customer")
            return "customer" if event.side == "customer" or said_for else "support"
        case "event":
            return "program"
    return None


def _what(event: PastEvent) -> str:
    match event.event:
        case "action":
            return event.action or ""
        case "message":
            return CUSTOMER_REPLY
    return event.element
