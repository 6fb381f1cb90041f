"""Which files belong to the version of a diagram."""

import pytest

from runner.bpmn.files import belonging, calendars_in
from runner.errors import CalendarError
from tests.lifecycle import DATA, FILES


def test_only_scenarios_and_policies_about_the_process_belong_to_it():
    others = {
        "policies.toml": 'process = "returns"',
        "scenarios/returns.toml": 'process = "returns"',
        "elsewhere/blocked.toml": 'process = "case_lifecycle"',
        "first_response.dmn": FILES["first_response.dmn"],
    }
    assert list(belonging(others, DATA)) == ["first_response.dmn"]
    assert belonging(FILES, DATA) == FILES


def test_a_version_without_calendars_has_those_of_the_installation(calendars):
    assert calendars_in({}, calendars) is calendars
    assert calendars_in(FILES, calendars) is not calendars
    with pytest.raises(CalendarError):
        calendars_in({"calendars.toml": "["}, calendars)


def test_what_a_diagram_mentions_is_found_whatever_its_encoding():
    text = DATA.decode().replace("encoding='UTF-8'", "encoding='UTF-16'")
    assert belonging(FILES, text.encode("utf-16")) == FILES
