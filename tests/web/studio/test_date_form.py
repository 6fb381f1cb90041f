"""A date for what goes live: on the page of a draft, and on that of a version that waits."""

import pytest

from runner.bpmn.package import Package
from runner.deployment.diagram_drafts import Publication
from tests.desk import Desk
from tests.flasks import create_app
from tests.lifecycle import DATA, FILES
from tests.web.conftest import Browser

LATER = Package(DATA.replace(b"We are working on it.", b"We look into it."), FILES)
TOMORROW = {"when": "later", "at": "2026-03-03T09:00"}
"""In the zone of the desk; its clock stands at Monday, 2 March 2026."""


def drawn(desk):
    draft = desk.app.diagram_drafts.from_version(desk.owen)
    return desk.app.diagram_drafts.save(desk.owen, draft.id, 1, LATER)


def test_a_draft_gets_a_date_which_can_be_cancelled(pages, desk):
    drawn(desk)
    answer = pages.owen.send("/studio/drafts/1/publish", revision="2", note="Soon", **TOMORROW)
    assert answer.location == "/studio/drafts/1#publish-title"
    assert "goes live <b>" in pages.owen.see("/studio/drafts/1").text
    assert "Goes live at a date" in pages.owen.see("/studio").text
    refused = pages.owen.send("/studio/drafts/1/remove", revision="2")
    assert refused.status_code == 409 and "Cancel that on its page first" in refused.text
    again = pages.owen.send("/studio/drafts/1/publish", revision="2", **TOMORROW)
    assert again.status_code == 409
    assert pages.owen.send("/studio/dates/1/cancel").location == "/studio/drafts/1"
    assert "Goes live at a date" not in pages.owen.see("/studio").text
    assert pages.owen.send("/studio/dates/1/cancel").status_code == 409
    assert pages.owen.send("/studio/dates/9/cancel").status_code == 404
    desk.wait(days=2)
    assert desk.app.versions.current_id() == 1


def test_it_goes_live_and_its_owner_reads_so(pages, desk):
    drawn(desk)
    pages.owen.send("/studio/drafts/1/publish", revision="2", **TOMORROW)
    desk.wait(days=2)
    assert desk.app.versions.current_id() == 2
    assert "Version 2 went live" in pages.owen.see("/notifications").text


def test_what_was_kept_back_says_why_on_its_draft(pages, desk):
    drawn(desk)
    pages.owen.send("/studio/drafts/1/publish", revision="2", **TOMORROW)
    desk.app.deployment.deploy(
        desk.owen, Package(DATA.replace(b"We are working on it.", b"We are at it."), FILES)
    )
    desk.wait(days=2)
    page = pages.owen.see("/studio/drafts/1").text
    assert "and did not. Version 2 went live after this was checked." in page


@pytest.mark.parametrize("at", ["2026-03-01T09:00", "2028-01-01T09:00", "soon"])
def test_a_date_that_is_none_plans_nothing(pages, desk, at):
    drawn(desk)
    form = {"revision": "2", "when": "later", "at": at}
    assert pages.owen.send("/studio/drafts/1/publish", **form).status_code == 422
    assert desk.app.publication_dates.waiting(desk.owen) == []


def test_a_date_that_is_left_empty_is_asked_for(pages, desk):
    """It would else be live at once."""
    drawn(desk)
    form = {"revision": "2", "when": "later", "at": ""}
    assert pages.owen.send("/studio/drafts/1/publish", **form).status_code == 422
    assert desk.app.versions.current_id() == 1


def test_who_approves_chooses_the_date(tmp_path):
    desk = Desk(tmp_path, approval=True)
    draft = drawn(desk)
    owens = Browser(create_app(desk.app), desk, desk.owen)
    assert "Another process owner approves it" in owens.see(f"/studio/drafts/{draft.id}").text
    desk.app.diagram_drafts.publish(desk.owen, draft, Publication())
    olga = desk.app.accounts.add("olga@example.com", "Olga", ["process_owner"])
    olgas = Browser(create_app(desk.app), desk, olga)
    page, approve = "/studio/versions/2/review", "/studio/versions/2/approve"
    assert olgas.send(approve, when="later", at="").status_code == 422
    assert olgas.send(approve, **TOMORROW).location == page
    assert "Cancel the date" in olgas.see(page).text
    assert olgas.send(approve, **TOMORROW).status_code == 409
    assert olgas.send("/studio/dates/1/cancel").location == page
    olgas.send(approve, **TOMORROW)
    desk.wait(days=2)
    assert not desk.app.versions.version(2).waiting
    desk.app.close()
