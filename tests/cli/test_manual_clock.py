"""A clock that is moved by hand never meets cases that live by a real one."""

from datetime import UTC, datetime

import click
import pytest

from runner.cli.manual_clock import check_directory, leave_directory, manual_clock


def test_it_is_served_on_this_machine_only(caselane):
    said = caselane("serve", "--test-clock", "2026-03-02T09:00:00Z", "--host", "0.0.0.0", code=2)
    assert "--test-clock lets everybody move the clock" in said


@pytest.mark.parametrize(
    "text", ["noon", "1999-12-31T23:59:59Z", "2100-01-02T00:00:00Z", "9999-12-31"]
)
def test_it_starts_in_our_century(text):
    with pytest.raises(click.UsageError, match="--test-clock"):
        manual_clock(text)


def test_it_starts_in_utc_where_no_zone_is_said():
    assert manual_clock("2026-03-02T09:00").now() == datetime(2026, 3, 2, 9, tzinfo=UTC)


def test_real_cases_are_left_alone(desk):
    desk.open()
    with pytest.raises(click.ClickException, match="has real cases"):
        check_directory(desk.app)


def test_its_own_cases_are_found_again_until_a_real_clock_goes_there(desk):
    check_directory(desk.app)
    desk.open()
    check_directory(desk.app)
    leave_directory(desk.settings.data_dir)
    with pytest.raises(click.ClickException, match="has real cases"):
        check_directory(desk.app)
