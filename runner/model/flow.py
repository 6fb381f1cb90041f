"""Which cases figures of the flow are made of."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

TimeKind = Literal["clock", "business"]


NONE = "–"
"""In a filter: cases that have no product, owner, team or outcome."""


@dataclass(frozen=True, slots=True)
class FlowFilter:
    """Cases submitted `since`, and before `until`; of a priority and product; of an owner and a
    customer, by address; with an outcome (the resolution) and on a way (its id); of a team, by
    name, and a channel. What is empty narrows nothing."""

    since: datetime | None = None
    until: datetime | None = None
    priority: str = ""
    product: str = ""
    owner: str = ""
    customer: str = ""
    outcome: str = ""
    way: int | None = None
    team: str = ""
    channel: str = ""

    def within(self, since: datetime | None = None, until: datetime | None = None) -> FlowFilter:
        """Narrowed to what lies in that period as well."""
        return replace(
            self,
            since=max(filter(None, (self.since, since)), default=None),
            until=min(filter(None, (self.until, until)), default=None),
        )


EVERYTHING = FlowFilter()
