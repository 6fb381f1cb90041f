"""The status map on pages: for the customer, on the strip of a case, and for the process."""

import pytest
from lxml import html

from tests.drawings import bpmn, chain, cleaning, end, start, user
from tests.web.conftest import pages

__all__ = ["pages"]


def look(answer):
    assert answer.status_code == 200
    return html.fromstring(answer.text)


def strip(page):
    """The statuses on the strip of a case by what they are to it."""
    found = {}
    for item in page.find_class("strip")[0]:
        chip = item.find_class("chip")
        found.setdefault(item.get("class"), []).append(chip[0].text if chip else item.text)
    return found


def test_the_customer_sees_where_the_case_is_and_whose_turn_it_is(pages, desk):
    case = desk.open().to("Pending Customer")
    figure = look(pages.bob.see(f"/my/{case.number}")).find_class("map")[0]
    across, down = figure.find_class("status-map")
    for picture in (across, down):
        (here,) = picture.find_class("current")
        assert "Pending" in here.text_content() and "your turn" in here.text_content()
    words = [line.text for line in figure.find_class("map-words")[0].iter("li")]
    assert words[0] == "The case is Pending Customer."
    assert (
        "From Pending Customer to Closed: Agree to close, Record agreement, This is resolved."
        in words
    )


def test_the_strip_of_a_case_says_where_it_was_and_where_it_can_go(pages, desk):
    case = desk.open().to("Blocked")
    assert strip(look(pages.alice.see(f"/cases/{case.number}"))) == {
        "was": ["New"], "here": ["Blocked"],
        "next": ["Work in Progress", "Customer Replied", "Closed"],
        "apart": ["Pending Customer", "Solution Proposed"],
    }  # fmt: skip


def test_the_strip_of_a_closed_case_leads_nowhere(pages, desk):
    case = desk.open().to("Closed")
    assert "next" not in strip(look(pages.alice.see(f"/cases/{case.number}")))


def test_a_case_of_an_older_version_has_the_map_of_that_version(pages, desk):
    case = desk.open()
    desk.use(cleaning("washing"), {})
    assert "Work in Progress" in strip(look(pages.alice.see(f"/cases/{case.number}")))["next"]
    assert strip(look(pages.alice.see(f"/cases/{desk.open().number}"))) == {
        "here": ["Fresh"], "next": ["Being cleaned", "Clean"],
    }  # fmt: skip


def test_of_twelve_statuses_a_case_shows_those_that_it_knows(pages, desk):
    ids = [f"t{n}" for n in range(11)]
    tasks = (user(id, status=id.upper()) for id in ids)
    desk.use(bpmn(start(), *tasks, end(status="Done"), chain("start", *ids, "end")), {})
    found = strip(look(pages.alice.see(f"/cases/{desk.open().number}")))
    assert found == {"here": ["T0"], "apart": ["Done"], "quiet": ["and 10 more"]}


@pytest.mark.parametrize("version", ["", "?version=1"])
def test_the_process_begins_with_its_map_and_has_the_drawing_behind_a_key(pages, desk, version):
    desk.open()
    desk.app.facts.catch_up()
    page = look(pages.nora.see(f"/process{version}"))
    boxes = page.find_class("across")[0].find_class("status-box")
    assert boxes[0].find_class("status-more")[0].text_content() == "Support1 now"
    (fold,) = page.xpath("//details[@id='diagram']")
    assert fold.get("open") is None
    assert fold.xpath("summary/@data-key") == ["d"]
    assert fold.find_class("stage")


def test_names_of_statuses_are_text_on_every_page(pages, desk):
    evil = '"><img src=x onerror=alert(1)>'
    desk.use(
        bpmn(start(), user("a", status=evil), end(status="Done"), chain("start", "a", "end")),
        {},
    )
    case = desk.open()
    for person, path in ((pages.alice, f"/cases/{case.number}"), (pages.bob, f"/my/{case.number}"),
                         (pages.nora, "/process")):  # fmt: skip
        assert "<img src=x" not in person.see(path).text
