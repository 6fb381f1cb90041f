"""Calendars are written as they were read."""

import pytest

from runner.bpmn.calendar import read_calendars
from runner.bpmn.calendar_writing import WrittenCalendar, calendars_file, written_calendars
from runner.errors import CalendarError
from tests.lifecycle import FILES


@pytest.mark.parametrize(
    "text",
    [
        FILES["calendars.toml"],
        '[calendars."my \\"own\\""]\nhours.monday = ["09:00-12:00"]\n'
        'days = { date = 2026-05-04, hours = ["10:00-11:00"] }\n',
        'default = "b"\n[calendars.a]\nhours = "always"\nzone = "Asia/Tokyo"\n[calendars.b]\n'
        'hours.sunday = ["22:00-06:00", "08:00-09:00"]\n[[calendars.b.days]]\ndate = 2026-12-31\n',
    ],
)
def test_what_is_written_again_means_the_same(text):
    again = calendars_file(text, *written_calendars(text))
    assert written_calendars(again) == written_calendars(text)
    assert read_calendars(again).default.name == read_calendars(text).default.name


def test_nothing_but_a_day_gets_into_the_file_without_quotes():
    calendar = WrittenCalendar("a", always=False, week=[["09:00-12:00"]] + [[]] * 6)
    for day in ("2026-02-30", '2026-05-04\nzone = "UTC"', ""):
        with pytest.raises(CalendarError, match="is not a day"):
            calendars_file("", "a", [WrittenCalendar("a", week=calendar.week, days={day: ()})])
