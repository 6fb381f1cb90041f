"""Business time. The numbers in brackets are those of the defects elsewhere that each test keeps out."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runner.bpmn.calendar import Calendar, Duration, Shift, parse_duration, read_calendars
from runner.errors import CalendarError

LONDON, BERLIN, NEW_YORK = (
    ZoneInfo("Europe/London"),
    ZoneInfo("Europe/Berlin"),
    ZoneInfo("America/New_York"),
)
HOUR = timedelta(hours=1)


def calendar(hours=("08:00-17:00",), zone="UTC", weekdays=5, extra=""):
    days = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    listed = ", ".join(f'"{h}"' for h in hours)
    week = "\n".join(f"{day} = [{listed}]" for day in days[:weekdays])
    text = f'[calendars.c]\nzone = "{zone}"\n{extra}\n[calendars.c.hours]\n{week}\n'
    return read_calendars(text)["c"]


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)


def hours(n):
    return Duration(seconds=n * 3600)


# ------------------------------------------------------------------ due instants


def test_a_case_of_friday_night_is_due_on_monday():  # 1
    assert calendar().due(utc(2026, 3, 6, 21), hours(8)) == utc(2026, 3, 9, 16)


def test_from_after_hours_to_after_hours_is_one_working_day():  # 2
    start, end = utc(2026, 3, 6, 18), utc(2026, 3, 9, 18)
    assert calendar().between(start, end) == timedelta(hours=9)


def test_one_minute_after_closing_is_not_zero():  # 3
    due = utc(2026, 3, 4, 9)
    assert calendar().between(utc(2026, 3, 3, 17), due) == HOUR
    assert calendar().between(utc(2026, 3, 3, 17, 1), due) == HOUR


def test_time_stands_still_between_two_shifts_of_a_day():  # 4
    split = calendar(["08:00-12:00", "13:30-18:00"])
    assert split.due(utc(2026, 3, 3, 12, 30), hours(1)) == utc(2026, 3, 3, 14, 30)
    assert split.between(utc(2026, 3, 3, 11), utc(2026, 3, 3, 14)) == timedelta(hours=1.5)


def test_the_hour_that_spring_leaves_out_is_not_counted():  # 5
    night = calendar(["00:00-06:00"], zone="Europe/Berlin", weekdays=7)
    start = datetime(2026, 3, 29, 1, tzinfo=BERLIN)
    assert night.due(start, hours(2)) == datetime(2026, 3, 29, 4, tzinfo=BERLIN)
    assert night.between(start, start.replace(hour=6)) == 4 * HOUR


def test_the_hour_that_autumn_repeats_is_counted_twice():  # 5
    night = calendar(["00:00-06:00"], zone="Europe/Berlin", weekdays=7)
    start = datetime(2026, 10, 25, 1, tzinfo=BERLIN)
    assert night.between(start, start.replace(hour=6)) == 6 * HOUR
    assert night.due(start, hours(1)) > start.astimezone(UTC)


def test_a_clock_change_between_start_and_due_keeps_local_hours():  # 6
    office = calendar(["09:00-17:00"], zone="America/New_York")
    start = datetime(2026, 3, 6, 16, tzinfo=NEW_YORK)  # the clocks change on 8 March
    assert office.due(start, hours(2)) == datetime(2026, 3, 9, 10, tzinfo=NEW_YORK)


@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),
    st.integers(1, 400_000),
)
def test_round_the_clock_business_time_is_time(start, seconds):  # 7
    always = Calendar("always", BERLIN, always=True)
    due = always.after(start, seconds)
    assert due - start == timedelta(seconds=seconds) == always.between(start, due)


def test_several_weeks_are_counted_once():  # 8
    assert calendar().between(utc(2026, 3, 2), utc(2026, 3, 30)) == 4 * 5 * 9 * HOUR


def test_holidays_on_the_first_and_on_the_last_day():  # 9
    england = calendar(
        ["09:00-17:00"], zone="Europe/London", extra='country="GB"\nsubdivision="ENG"'
    )
    christmas = datetime(2026, 12, 25, 10, tzinfo=LONDON)  # Friday; Monday 28 is a bank holiday
    assert england.due(christmas, hours(1)) == datetime(2026, 12, 29, 10, tzinfo=LONDON)
    eve = datetime(2026, 12, 24, 16, 30, tzinfo=LONDON)
    assert england.due(eve, hours(1)) == datetime(2026, 12, 29, 9, 30, tzinfo=LONDON)


def test_an_own_day_may_be_open_for_some_hours():  # 9
    extra = '[[calendars.c.days]]\ndate = 2026-12-24\nhours = ["09:00-12:00"]'
    c = calendar(["09:00-17:00"], extra=extra)
    assert c.due(utc(2026, 12, 24, 11), hours(2)) == utc(2026, 12, 25, 10)


def test_a_day_may_last_until_midnight_or_through_it():  # 12
    late = calendar(["18:00-24:00"])
    assert late.due(utc(2026, 3, 3, 23), hours(2)) == utc(2026, 3, 4, 19)
    night = calendar(["22:00-06:00"])
    assert night.due(utc(2026, 3, 7, 5), hours(2)) == utc(
        2026, 3, 9, 23
    )  # Friday's shift ends on Saturday


def test_a_calendar_without_hours_ends_in_an_error():  # 13
    with pytest.raises(CalendarError, match="no working hours"):
        read_calendars("[calendars.c]\nhours = {}\n")
    never = Calendar("never", LONDON)
    with pytest.raises(CalendarError, match="no working time"):
        never.after(utc(2026, 1, 1), 1)
    with pytest.raises(CalendarError, match="no working days"):
        never.due(utc(2026, 1, 1), Duration(days=1))


def test_a_working_day_is_the_same_local_time_on_the_following_working_day():  # 14
    c = calendar(["09:00-17:00"], zone="Europe/Berlin")
    friday = datetime(2026, 3, 27, 17, 20, tzinfo=BERLIN)  # the clocks change on Sunday
    assert c.due(friday, Duration(days=3)) == datetime(2026, 4, 1, 17, 20, tzinfo=BERLIN)
    assert c.due(friday, parse_duration("P1DT1H")) == datetime(2026, 3, 31, 10, tzinfo=BERLIN)


def test_days_may_start_on_a_day_off():
    saturday = utc(2026, 3, 7, 12)
    assert calendar().due(saturday, Duration(days=1)) == utc(2026, 3, 9, 12)


def test_months_have_no_business_meaning():
    with pytest.raises(CalendarError, match="months"):
        calendar().due(utc(2026, 1, 1), Duration(months=1))


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)),
    st.integers(1, 200_000),
    st.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Kathmandu", "UTC"]),
)
def test_due_and_between_agree(start, seconds, zone):
    c = calendar(["08:00-12:00", "13:30-18:00", "22:00-02:00"], zone=zone)
    due = c.after(start, seconds)
    assert c.between(start, due) == timedelta(seconds=seconds)
    assert c.between(due, start) == -timedelta(seconds=seconds)


@given(st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)))
def test_working_time_can_be_asked_for(instant):
    c = calendar(["09:00-17:00"], zone="Europe/London")
    local = instant.astimezone(LONDON)
    assert c.is_on(instant) == (local.weekday() < 5 and 9 <= local.hour < 17)


def test_overlapping_stretches_are_counted_once():
    night_and_day = Calendar("c", BERLIN, week=((Shift(1320, 1920),),) * 7)  # 22:00 to 08:00
    both = Calendar("c", BERLIN, week=((Shift(360, 600), Shift(1320, 1920)),) * 7)  # and 06 to 10
    start, end = utc(2026, 3, 3), utc(2026, 3, 4)
    assert night_and_day.between(start, end) == 10 * HOUR
    assert both.between(start, end) == 12 * HOUR


# ------------------------------------------------------------------ durations


@pytest.mark.parametrize(
    ("text", "duration"),
    [
        ("P3D", Duration(days=3)),
        ("PT8H", Duration(seconds=28800)),
        ("P1Y2M3DT4H5M6.5S", Duration(14, 3, 14706.5)),
        ("PT0,5S", Duration(seconds=0.5)),
        ("P2W", Duration(days=14)),
        ("PT1.5H", Duration(seconds=5400)),
        ("PT1H0,5M", Duration(seconds=3630)),
        ("PT1.1M", Duration(seconds=66)),
    ],
)
def test_durations_are_read(text, duration):
    assert parse_duration(text) == duration


@pytest.mark.parametrize(
    "text",
    [
        "",
        "P",
        "PT",
        "PT0S",
        "-PT1H",
        "PT-1H",
        "pt1h",
        "P1W2D",
        "P99999999Y",
        "two days",
        "P1.5D",
        "PT1.5H30M",
        "PT1.H",
        "PT1H ",
        "P1D\n",
        "P" + "9" * 60 + "D",
        "P1DT",
        "1 * * * *",
        "٣",
    ],
)
def test_what_is_not_a_sensible_duration_is_refused(text):
    with pytest.raises(CalendarError):
        parse_duration(text)


def test_months_end_on_the_last_day_of_a_shorter_month():
    assert Duration(months=1).elapsed_from(utc(2026, 1, 31)) == utc(2026, 2, 28)
    assert Duration(months=12).elapsed_from(utc(2024, 2, 29)) == utc(2025, 2, 28)


# ------------------------------------------------------------------ the file


@pytest.mark.parametrize(
    "text",
    [
        "nonsense",
        "",
        '[calendars.c]\nhours = "sometimes"',
        '[calendars.c]\nzone = "Mars/Olympus"\nhours = "always"',
        '[calendars.c]\nhours = {monday = ["25:00-26:00"]}',
        '[calendars.c]\nhours = {monday = ["09:00-09:00"]}',
        '[calendars.c]\nhours = {monday = ["09:00-12:00", "11:00-13:00"]}',
        '[calendars.c]\nhours = {funday = ["09:00-12:00"]}',
        '[calendars.c]\nhours = {monday = "09:00-12:00"}',
        '[calendars.c]\ncountry = "XX"\nhours = {monday = ["09:00-12:00"]}',
        '[calendars.c]\ndays = [{date = "soon"}]\nhours = {monday = ["09:00-12:00"]}',
        '[calendars.c]\ncolour = "red"\nhours = "always"',
        'default = "d"\n[calendars.c]\nhours = "always"',
        'default = ["c"]\n[calendars.c]\nhours = "always"',
        "[calendars]\nc = 5",
        '[calendars.c]\ncountry = ["GB"]\nhours = {monday = ["09:00-12:00"]}',
        '[calendars.c]\ncountry = "GB"\nsubdivision = ["ENG"]\nhours = {monday = ["09:00-12:00"]}',
        '[calendars.c]\ndays = 5\nhours = {monday = ["09:00-12:00"]}',
    ],
)
def test_a_wrong_calendar_is_refused_with_a_sentence(text):
    with pytest.raises(CalendarError, match=r"[Cc]alendar"):
        read_calendars(text)


def test_the_default_calendars_are_readable(calendars):
    assert calendars.default.name == "office"
    assert calendars["always"].is_working_day(date(2026, 12, 25))
    assert not calendars["office"].is_working_day(date(2026, 12, 25))
