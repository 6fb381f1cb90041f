"""Durations of drawings, in words."""

from __future__ import annotations

from runner.bpmn.calendar import Duration
from runner.language import ngettext, spoken


def duration_words(duration: Duration) -> str:
    """`2 days 12 hours`: every unit that it has, months and smaller."""
    minutes, seconds = divmod(duration.seconds, 60)
    hours, minutes = divmod(int(minutes), 60)
    months, days = duration.months, duration.days
    parts = (
        (months, ngettext("%(n)s month", "%(n)s months", months, n=months)),
        (days, ngettext("%(n)s day", "%(n)s days", days, n=days)),
        (hours, ngettext("%(n)s hour", "%(n)s hours", hours, n=hours)),
        (minutes, ngettext("%(n)s minute", "%(n)s minutes", minutes, n=minutes)),
        (seconds, ngettext("%(n)s second", "%(n)s seconds", _counted(seconds), n=_number(seconds))),
    )
    return " ".join(words for number, words in parts if number)


def _counted(number: float) -> int:
    """What a number counts as: a fraction is several, 1.5 seconds."""
    return int(number) if number == int(number) else 2


def _number(number: float) -> str:
    return f"{number:g}".replace(".", spoken().words.point)
