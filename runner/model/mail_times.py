"""When a person gets mails of what is told: quiet hours, a digest, and what never waits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

TIME_OF_DAY = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]", re.ASCII)


@dataclass(frozen=True, slots=True)
class MailTimes:
    """Times of day such as `07:30`, where the person lives; '' where there is none. From
    `quiet_from` to `quiet_until`, which may be the next day, no mail is sent; at `digest_at` all
    of a day goes at once. `urgent` are the topics that wait for neither."""

    quiet_from: str = ""
    quiet_until: str = ""
    digest_at: str = ""
    urgent: frozenset[str] = frozenset()

    def release(self, topic: str, at: datetime, zone: tzinfo) -> datetime:
        """When a mail of this topic goes that is written at an instant: `at` itself, if it waits
        for nothing. A digest that falls into the quiet hours goes when they end."""
        if topic in self.urgent:
            return at
        if self.digest_at:
            at = next(found for found in _daily(self.digest_at, at, zone) if found >= at)
        return self._end_of_quiet(at, zone)

    def _end_of_quiet(self, at: datetime, zone: tzinfo) -> datetime:
        if not self.quiet_from:
            return at
        over_night = self.quiet_until <= self.quiet_from
        for day in _days(at, zone):
            begin = _instant(day, self.quiet_from, zone)
            end = _instant(day + timedelta(days=over_night), self.quiet_until, zone)
            if begin <= at < end:
                return end
        return at


def _daily(clock: str, at: datetime, zone: tzinfo) -> Iterator[datetime]:
    return (_instant(day, clock, zone) for day in _days(at, zone))


def _days(at: datetime, zone: tzinfo) -> Iterator[date]:
    """From the day before to two days after: zones change their clocks, and some their day."""
    today = at.astimezone(zone).date()
    return (today + timedelta(days=by) for by in (-1, 0, 1, 2))


def _instant(day: date, clock: str, zone: tzinfo) -> datetime:
    """A time that a day has twice is the first one; one that it leaves out is as long after
    midnight as on other days: 02:30 is 03:30 when the clock goes from 2 to 3."""
    return datetime.combine(day, time.fromisoformat(clock), zone).astimezone(UTC)
