"""Pages say a status as the drawing calls it in the language of who reads; addresses keep its name."""

import pytest
from lxml import html

from tests.desk import Desk
from tests.web.conftest import Pages


@pytest.fixture
def german(tmp_path):
    desk = Desk(tmp_path)
    for person in (desk.alice, desk.bob):
        desk.app.reading_habits.change(person, "de", "Europe/Berlin")
    yield desk
    desk.app.close()


def test_a_german_reader_reads_the_lifecycle_in_german(german):
    pages = Pages(german)
    case = german.open().to("Solution Proposed")
    page = pages.bob.see(f"/my/{case.number}").text
    for said in (
        "Lösung vorgeschlagen", "Lösung annehmen", "Wir denken, das löst es. Tut es das?",
        "Alice hat eine Lösung vorgeschlagen.",
    ):  # fmt: skip
        assert said in page, said
    assert "Solution Proposed" not in page.replace("status=Solution", "")
    inbox = pages.alice.see("/inbox?view=mine").text
    assert "Lösung vorgeschlagen" in inbox
    listed = pages.alice.see("/inbox?view=all&status=Solution+Proposed").text
    assert case.number in listed
    note = german.app.notifications.of(german.bob).items[0]
    assert "Alice hat geschrieben" in note.body or "Lösung" in note.body


def test_views_buttons_and_what_comes_by_itself_are_in_german(german):
    case = german.open().to("Pending Customer")
    alice = Pages(german).alice
    page = html.fromstring(alice.see(f"/cases/{case.number}").text)
    effects = "".join(page.xpath("//*[@class='effect']//text()"))
    assert "In Arbeit" in effects and "Work in Progress" not in effects
    coming = page.xpath("string(//ul[@class='upcoming'])")
    assert "Kunden erinnern" in coming and "Remind the customer" not in coming
    views = html.fromstring(alice.see("/inbox").text).xpath("string(//nav[@id='views'])")
    assert "Wartet auf Kunden" in views and "Pending Customer" not in views


def test_programs_read_ids_and_source_texts(german):
    case = german.open().to("Solution Proposed")
    flask = Pages(german).flask
    token = german.app.accounts.new_token("bob@example.com")
    answer = flask.test_client().get(
        f"/api/cases/{case.number}", headers={"Authorization": f"Bearer {token}"}
    )
    assert answer.json["status"] == "Solution Proposed"
    assert "Accept Solution" in {action["label"] for action in answer.json["actions"]}
