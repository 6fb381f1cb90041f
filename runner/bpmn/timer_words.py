"""How long the timers of a drawing wait, in words."""

from __future__ import annotations

from runner.bpmn.calendar import Duration
from runner.bpmn.elements import Element
from runner.errors import DiagramError
from runner.language import later, made, ngettext, told_number


def timer_words(element: Element) -> str:
    """How long a timer waits, such as `10 days of working time`; where that is no duration, what it
    waits for. Said in the language of whoever reads it."""
    try:
        timer = element.timer()
    except DiagramError:
        return element.timer_text or later("for no time")
    if timer.duration is None:
        return later("for %(time)s", time=element.timer_text)
    duration = timer.duration
    words = made(lambda: duration_words(duration))
    if timer.business:
        words = later("%(time)s of working time", time=words)
    if timer.cycles == 1:
        return words
    return later("%(time)s, %(number)s times", time=words, number=timer.cycles)


def duration_words(duration: Duration) -> str:
    """`2 days 12 hours`: every unit that it has, months and smaller."""
    minutes, seconds = divmod(duration.seconds, 60)
    hours, minutes = divmod(int(minutes), 60)
    months, days, shown = duration.months, duration.days, told_number(f"{seconds:g}")
    parts = (
        (months, ngettext("%(n)s month", "%(n)s months", months, n=months)),
        (days, ngettext("%(n)s day", "%(n)s days", days, n=days)),
        (hours, ngettext("%(n)s hour", "%(n)s hours", hours, n=hours)),
        (minutes, ngettext("%(n)s minute", "%(n)s minutes", minutes, n=minutes)),
        (seconds, ngettext("%(n)s second", "%(n)s seconds", _counted(seconds), n=shown)),
    )
    return " ".join(words for number, words in parts if number)


def _counted(number: float) -> int:
    """What a number counts as: a fraction is several, 1.5 seconds."""
    return int(number) if number == int(number) else 2
