"""How often a time of cron comes: five fields as Unix writes them, or six and seven as Quartz does,
which begin with the seconds and may end with the year."""

from __future__ import annotations

import re


def cron_period(text: str) -> str | None:
    """`PT5M` for `0 0/5 * * * ?`, `P1D` for `0 9 * * *`: how far apart its times are, as ISO 8601
    says it. None where they are not always as far apart, or for what is no time of cron."""
    fields = text.split()
    fields = ["0", *fields] if len(fields) == 5 else fields
    if len(fields) not in (6, 7) or not all(map(_FIELD.fullmatch, fields)):
        return None
    seconds, minute, hour, day, month, weekday, *years = map(_any, fields)
    if not seconds.isdecimal() or years not in ([], ["*"]):
        return None
    if month != "*" or "*" not in (day, weekday):
        return None
    if (day, weekday) != ("*", "*"):
        return _on_days(minute, hour, day, weekday)
    if hour == "*":
        return "PT1H" if minute.isdecimal() else _every(minute, "M", 60)
    if not minute.isdecimal():
        return None
    return "P1D" if hour.isdecimal() else _every(hour, "H", 24)


def _any(field: str) -> str:
    return "*" if field == "?" else field


def _on_days(minute: str, hour: str, day: str, weekday: str) -> str | None:
    if not (minute.isdecimal() and hour.isdecimal()):
        return None
    if day != "*":
        return "P1M" if day.isdecimal() and int(day) <= _IN_EACH_MONTH else None
    return "P1W" if _ONE_DAY.fullmatch(weekday) else None


def _every(field: str, letter: str, whole: int) -> str | None:
    """Steps that go evenly into the whole are always as far apart."""
    step = _STEP.fullmatch(field)
    number = 1 if field == "*" else int(step[1]) if step else 0
    return f"PT{number}{letter}" if number and whole % number == 0 else None


_IN_EACH_MONTH = 28
_FIELD = re.compile(r"[0-9A-Za-z*?/,#-]{1,20}")
_STEP = re.compile(r"(?:\*|0)/([1-9][0-9]?)")
_ONE_DAY = re.compile(r"[0-7]|MON|TUE|WED|THU|FRI|SAT|SUN", re.IGNORECASE)
