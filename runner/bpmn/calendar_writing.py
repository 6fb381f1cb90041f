"""Calendars as TOML, in the form that `read_calendars` reads."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from runner.bpmn.calendar import WEEKDAYS, read_calendars
from runner.bpmn.toml_text import toml_key, toml_value
from runner.errors import CalendarError
from runner.language import _


@dataclass(frozen=True, slots=True)
class WrittenCalendar:
    """A calendar as people write it: shifts such as `09:00-17:00` by weekday, seven lists, and by
    day (`2026-12-24`; none for a day that is closed)."""

    name: str
    zone: str = ""
    country: str = ""
    subdivision: str = ""
    always: bool = False
    week: Sequence[Sequence[str]] = ((),) * 7
    days: Mapping[str, Sequence[str]] = field(default_factory=dict)


def written_calendars(text: str) -> tuple[str, list[WrittenCalendar]]:
    """The name of the default, and all. Raises CalendarError."""
    default = read_calendars(text).default.name
    tables = tomllib.loads(text)["calendars"]
    return default, [_calendar(name, table) for name, table in tables.items()]


def _calendar(name: str, table: Mapping) -> WrittenCalendar:
    hours, days = table["hours"], table.get("days", [])
    always = hours == "always"
    return WrittenCalendar(
        name,
        table.get("zone", ""),
        table.get("country", ""),
        table.get("subdivision") or "",
        always,
        ((),) * 7 if always else [hours.get(day, []) for day in WEEKDAYS],
        {
            day["date"].isoformat(): day.get("hours", [])
            for day in (days if isinstance(days, list) else [days])
        },
    )


def calendars_file(before: str, default: str, calendars: Iterable[WrittenCalendar]) -> str:
    """A whole file, below the remarks with which another one begins. Raises CalendarError for what
    could not be read."""
    remarks, calendars = _REMARKS.match(before), list(calendars)
    _check_names([one.name for one in calendars])
    lines = [f"default = {toml_value(default)}"]
    for one in calendars:
        lines += ["", f"[calendars.{toml_key(one.name)}]", *_settings(one)]
    text = "\n".join(lines) + "\n"
    read_calendars(text)
    return f"{remarks[0] if remarks else ''}{text}"


def _check_names(names: Sequence[str]) -> None:
    for name in names:
        if names.count(name) > 1:
            raise CalendarError(_("Two calendars are called '%(name)s'.", name=name))


_REMARKS = re.compile(r"(#.*\n|\s*\n)+")


def _settings(one: WrittenCalendar) -> Iterator[str]:
    for name in ("zone", "country", "subdivision"):
        if value := getattr(one, name):
            yield f"{name} = {toml_value(value)}"
    if one.always:
        yield 'hours = "always"'
        return
    for weekday, shifts in zip(WEEKDAYS, one.week, strict=True):
        if shifts:
            yield f"hours.{weekday} = {toml_value(shifts)}"
    for day, shifts in one.days.items():
        yield from ("", f"[[calendars.{toml_key(one.name)}.days]]", f"date = {_day(day)}")
        if shifts:
            yield f"hours = {toml_value(shifts)}"


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise CalendarError(
            _("'%(day)s' is not a day such as 2026-12-24.", day=text[:20])
        ) from None
