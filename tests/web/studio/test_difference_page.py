"""A draft beside the version that it began as."""

import pytest
from lxml import html

from runner.bpmn.package import Package
from tests.drawings import WASHING
from tests.lifecycle import DATA, FILES
from web.studio import difference_page
from web.studio.difference_page import Wording

PAGE = "/studio/drafts/1/differences"

LATER = DATA.replace(b"P10D</", b"P9D</", 1)
"""A timer is shorter."""


@pytest.fixture
def draft(desk):
    return desk.app.diagram_drafts.from_version(desk.owen)


def save(desk, data, files=FILES, revision=1):
    return desk.app.diagram_drafts.save(desk.owen, 1, revision, Package(data, files))


def test_a_draft_that_changes_nothing_says_so(pages, draft):
    page = pages.owen.see(PAGE).text
    assert "A case can do the same as before." in page and "Nothing." in page


def test_what_is_drawn_and_what_happens_otherwise_is_said_in_sentences(pages, desk, draft):
    renamed = LATER.replace(b'value="Blocked"', b'value="On Hold"')
    renamed = renamed.replace(b"to_accepted_or_not", b"to_solved")
    files = {**FILES, "policies.toml": FILES["policies.toml"].replace("Blocked", "On Hold")}
    save(desk, renamed, files)
    page = pages.owen.see(PAGE).text
    assert "waits 9 days of working time, no longer 10 days of working time." in page
    assert "The status Blocked is called On Hold." in page and "became possible" not in page
    assert "<b>Review the solution → Solved?</b> <code>to_solved</code>" in page
    assert "<del>P10D</del><ins>P9D</ins>" in page
    assert "policies.toml" in page and 'class="badge changed"' in page
    german = pages.owen.see(PAGE, headers={"Accept-Language": "de"}).text
    assert ">Changed<" in page and ">changed<" in page
    assert ">changed<" not in german and ">Geändert<" in german and ">geändert<" in german


def test_what_became_possible_is_shown_with_its_way(pages, desk, draft):
    less = DATA.replace(b'value="Solution Proposed"', b'value="Pending Customer"')
    save(desk, less.replace(b'name="order" value="5"', b'name="order" value="3"'))
    page = pages.owen.see(PAGE).text
    assert "The status Solution Proposed is gone." in page
    assert "In Pending Customer, “Accept Solution” became possible. It leads to Closed." in page
    assert "In Solution Proposed, “Accept Solution” is not possible any more." in page
    assert "Case submitted → Send first response → Propose solution" in page
    assert 'class="way path"' not in page
    assert 'class="way path"' in pages.owen.see(f"{PAGE}?show=3").text


def test_texts_are_compared_word_by_word_and_stay_texts():
    words = Wording()
    assert words("Please <b>wait", "Please go") == "Please <del>&lt;b&gt;wait</del><ins>go</ins>"


def test_a_page_compares_no_more_than_it_can(monkeypatch):
    monkeypatch.setattr(difference_page, "MOST_COMPARED", 20)
    words = Wording()
    assert words("Please wait", "Please go") == "Please <del>wait</del><ins>go</ins>"
    assert words("Please wait", "Please go") == "Please <del>wait</del><ins>go</ins>"
    assert words("Please wait", "Please go") == "<del>Please wait</del><ins>Please go</ins>"


def test_only_process_owners_compare_and_only_with_what_is_there(pages, draft):
    assert pages.nora.see(PAGE).status_code == 403
    assert pages.owen.see(f"{PAGE}?against=9").status_code == 404
    assert pages.owen.see(f"{PAGE}?against=x&show=99999").status_code == 200


def test_both_drawings_are_one_picture_with_what_is_gone_pale(pages, desk, draft):
    """The element is drawn under another id: the old one is gone, the new one came."""
    save(desk, DATA.replace(b'"remind_customer"', b'"remind_bob"'))
    page = html.fromstring(pages.owen.see(PAGE).text)
    [over] = page.xpath("//section[contains(@class, 'over-one-another')]//*[local-name()='svg']")
    [ghost] = over.xpath(".//*[@class='ghost']")
    assert "remind_customer" in {one.get("data-element") for one in ghost.iterdescendants()}
    marks = {
        (one.get("class"), one.get("data-element")) for one in over.xpath(".//*[@data-element]")
    }
    assert ("badge removed", "remind_customer") in marks
    assert ("badge added", "remind_bob") in marks
    assert "remind_bob" not in {one.get("data-element") for one in ghost.iterdescendants()}


def test_a_draft_is_compared_within_its_lifecycle_alone(pages, desk, draft):
    """A new one has nothing to be compared with; a later one the newest version of its own."""
    desk.app.diagram_drafts.from_package(desk.owen, Package(WASHING), "Returns")
    new = pages.owen.see("/studio/drafts/2/differences")
    assert "no version is published yet" in new.text and "possible" not in new.text
    assert pages.owen.see("/studio/drafts/2/differences?against=1").status_code == 404
    desk.app.deployment.deploy(desk.owen, Package(WASHING), accept_warnings=True, intake="beside")
    later = pages.owen.see("/studio/drafts/2/differences").text
    assert "of version 2" in later and "A case can do the same as before." in later
    page = html.fromstring(pages.owen.see(PAGE).text)
    assert not page.xpath("//select[@name='against']") and "of version 1" in page.text_content()
    other = pages.owen.see(f"{PAGE}?against=2")
    assert other.status_code == 404
    assert "Version 2 is none of this lifecycle" in other.text
    desk.app.deployment.deploy(desk.owen, Package(LATER, FILES), accept_warnings=True)
    page = html.fromstring(pages.owen.see(f"{PAGE}?against=3").text)
    assert page.xpath("//select[@name='against']/option/text()") == ["3", "1"]
    assert "waits 10 days of working time, no longer 9 days" in page.text_content()
