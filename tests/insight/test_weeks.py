"""Days as weeks."""

from datetime import date

from runner.insight.weeks import last_day, weeks


def test_a_week_in_which_nothing_happened_is_there_and_older_ones_count():
    found = weeks([("2026-03-02", 3), ("2026-03-17", 1)], [("2026-03-08", 2)], date(2026, 3, 25), 3)
    assert [(str(one.monday), one.came, one.went, one.left) for one in found] == [
        ("2026-03-09", 0, 0, 1), ("2026-03-16", 1, 0, 2), ("2026-03-23", 0, 0, 2),
    ]  # fmt: skip
    assert found[0].span == "2026-03-09/2026-03-16"
    assert weeks([], [], date(2026, 3, 25), 3) == ()


def test_weeks_end_today_or_with_a_log_of_the_past():
    today = date(2026, 3, 10)
    assert last_day(["2026-01-01", "2025-12-01"], today) == last_day([], today) == today
    assert last_day(["2013-06-05", "2013-05-01"], today) == date(2013, 6, 5)
