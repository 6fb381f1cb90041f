"""The calendars of a draft as fields: what a form sends, and what it is filled with.
Decision 0368."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from werkzeug.datastructures import MultiDict

from runner.bpmn.calendar import WEEKDAYS
from runner.bpmn.calendar_writing import WrittenCalendar, calendars_file, written_calendars
from runner.bpmn.files import CALENDARS_FILE
from runner.errors import CalendarError

MARK = "calendars"
"""The field that says how many calendars a form has."""

MOST = 50
"""Calendars of one form."""


def shown(name: str, text: str, form: MultiDict[str, str]) -> tuple[int, list[WrittenCalendar]]:
    """The number of the default and the calendars to fill the fields with, an empty one last; as
    they were sent, where they were. None for a file that holds none, or none that can be read."""
    if name != CALENDARS_FILE:
        return 0, []
    if MARK in form:
        return _default(form), sent(form)
    try:
        default, calendars = written_calendars(text)
    except CalendarError:
        return 0, []  # the check says why
    names = [one.name for one in calendars]
    return names.index(default), [*calendars, WrittenCalendar("")]


def written(text: str, form: MultiDict[str, str]) -> str:
    """The file with the calendars that were sent; one without a name is left out. Raises
    CalendarError."""
    calendars, default = sent(form), _default(form)
    name = calendars[default].name if 0 <= default < len(calendars) else ""
    return calendars_file(text, name, (one for one in calendars if one.name))


def _default(form: MultiDict[str, str]) -> int:
    return form.get("default", default=0, type=int)


def sent(form: MultiDict[str, str]) -> list[WrittenCalendar]:
    count = form.get(MARK, type=int) or 0
    return [_calendar(form, f"{number}.") for number in range(min(count, MOST))]


def _calendar(form: MultiDict[str, str], at: str) -> WrittenCalendar:
    def said(name: str) -> str:
        return form.get(at + name, "").strip()

    return WrittenCalendar(
        said("name"), said("zone"), said("country"), said("subdivision"), bool(said("always")),
        [shifts_of(said(day)) for day in WEEKDAYS], dict(_days(said("days").splitlines())),
    )  # fmt: skip


def _days(lines: Iterable[str]) -> Iterable[tuple[str, Sequence[str]]]:
    """Of lines such as `2026-12-24 09:00-12:00`."""
    for line in lines:
        if words := line.split(maxsplit=1):
            yield words[0], shifts_of(*words[1:])


def shifts_of(text: str = "") -> list[str]:
    """Of a line such as `09:00-12:00, 13:00-17:00`."""
    return text.replace(",", " ").replace("–", "-").split()
