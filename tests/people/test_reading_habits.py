"""The language and time zone that a person chose."""

from dataclasses import replace

import pytest

from runner.errors import ConfigError, InvalidInput
from runner.language import zone_of
from tests.desk import Desk, build


def test_a_choice_is_kept_and_taken_back(desk):
    habits, accounts = desk.app.reading_habits, desk.app.accounts
    habits.change(desk.bob, "de", "America/New_York")
    found = accounts.by_email("bob@example.com")
    assert (found.language, found.zone) == ("de", "America/New_York")
    habits.change(found, "", None)
    found = accounts.by_email("bob@example.com")
    assert (found.language, found.zone) == ("", "America/New_York")


@pytest.mark.parametrize(
    "zone", ["Mars/Base", "../../etc/passwd", "/etc/passwd", "Europe", "\x00", "x" * 5000, "☃"]
)
def test_what_is_not_there_is_refused_and_nothing_is_changed(desk, zone):
    with pytest.raises(InvalidInput) as refused:
        desk.app.reading_habits.change(desk.bob, "tlh", zone)
    assert set(refused.value.errors) == {"language", "zone"}
    assert desk.app.accounts.by_email("bob@example.com").zone == ""


def test_a_zone_that_is_gone_is_none():
    assert zone_of("Mars/Base") is None
    assert zone_of("") is None


def test_a_setting_without_a_catalog_is_an_error_that_says_which_there_are(tmp_path):
    desk = Desk(tmp_path)
    with pytest.raises(ConfigError, match="There are: en, de"):
        build(replace(desk.settings, language="tlh"))
    desk.app.close()
