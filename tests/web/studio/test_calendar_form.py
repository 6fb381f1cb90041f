"""The calendars of a draft, set in fields."""

import pytest
from lxml import html

from runner.bpmn.calendar_writing import written_calendars
from runner.deployment.diagram_drafts import package_of

PATH = "/studio/drafts/1/files/calendars.toml"


@pytest.fixture
def draft(desk):
    return desk.app.diagram_drafts.from_version(desk.owen)


def text_of(desk):
    return package_of(desk.app.diagram_drafts.get(desk.owen, 1)).files["calendars.toml"]


def fields_of(page):
    [form] = [one for one in html.fromstring(page).forms if one.action.endswith("/calendars")]
    return dict(form.form_values())


def saved(owen, fields):
    return owen.send(f"{PATH}/calendars", **fields)


def test_what_is_saved_unchanged_means_the_same(pages, desk, draft):
    before = text_of(desk)
    assert saved(pages.owen, fields_of(pages.owen.see(PATH).text)).status_code == 303
    after = text_of(desk)
    assert written_calendars(after) == written_calendars(before)
    assert after.startswith("# When support works.")
    assert "The check has nothing to say of it." in pages.owen.see(PATH).text


def test_hours_holidays_and_days_are_set_in_fields(pages, desk, draft):
    """In German as well as in English; what has no name is left out, and the second one counts."""
    page = pages.owen.see(PATH, headers={"Accept-Language": "de"}).text
    assert "Montag" in page
    fields = fields_of(page)
    assert fields["1.name"] == "office" and fields["2.name"] == ""
    fields |= {
        "0.name": "", "1.zone": "Europe/Berlin", "1.country": "DE", "1.subdivision": "BY",
        "1.monday": "08:00–12:00, 13:00-17:00", "1.friday": "",
        "1.days": "2026-12-24 09:00-12:00\n\n2026-12-31", "2.name": "night shift",
        "2.sunday": "22:00-06:00", "default": "2",
    }  # fmt: skip
    assert saved(pages.owen, fields).status_code == 303
    default, (office, night) = written_calendars(text_of(desk))
    assert default == night.name == "night shift"
    assert (office.zone, office.country, office.subdivision) == ("Europe/Berlin", "DE", "BY")
    assert office.week[0] == ["08:00-12:00", "13:00-17:00"] and office.week[4] == []
    assert office.days == {"2026-12-24": ["09:00-12:00"], "2026-12-31": []}
    assert night.week[6] == ["22:00-06:00"] and not night.always


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("1.monday", "9-17", "is not a shift"),
        ("1.days", "soon 09:00-12:00", "is not a day"),
        ("1.days", "2026-02-30", "is not a day"),
        ("1.zone", "Europe/Lundon", "is not a time zone"),
        ("1.country", "ZZ", "ZZ"),
        ("default", "2", "There is no calendar"),
        ("default", "99", "There is no calendar"),
        ("1.name", "always", "Two calendars are called"),
    ],
)
def test_what_cannot_be_is_said_and_stays_in_its_field(pages, desk, draft, field, value, says):
    before, fields = text_of(desk), fields_of(pages.owen.see(PATH).text)
    answer = saved(pages.owen, fields | {field: value})
    assert answer.status_code == 422
    assert says in html.fromstring(answer.text).find(".//div[@role='alert']").text_content()
    if field != "default":
        assert fields_of(answer.text)[field].strip() == value
    assert text_of(desk) == before


def test_a_file_that_cannot_be_read_is_mended_as_text(pages, desk, draft):
    pages.owen.send(PATH, revision=1, text="calendars = 1")
    assert "When support works" not in pages.owen.see(PATH).text
