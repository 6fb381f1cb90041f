"""A version that waits: read and approved by a second process owner."""

from datetime import timedelta

import pytest

from runner.bpmn.package import Package
from runner.deployment.diagram_drafts import Publication
from tests.desk import Desk
from tests.drawings import WASHING
from tests.flasks import create_app
from tests.lifecycle import DATA, FILES
from tests.web.conftest import Browser

PAUSE = timedelta(minutes=1)


@pytest.fixture
def desk(tmp_path):
    desk = Desk(tmp_path, approval=True)
    draft = desk.app.diagram_drafts.from_version(desk.owen)
    later = Package(DATA.replace(b"We are working on it.", b"We look into it."), FILES)
    draft = desk.app.diagram_drafts.save(desk.owen, draft.id, 1, later)
    desk.app.diagram_drafts.publish(desk.owen, draft, Publication(note="It says what we do."))
    yield desk
    desk.app.close()


@pytest.fixture
def olga(desk):
    person = desk.app.accounts.add("olga@example.com", "Olga", ["process_owner"])
    return Browser(create_app(desk.app), desk, person)


def test_a_second_owner_reads_what_it_changes_and_approves_it(pages, desk, olga):
    assert 'href="/studio/versions/2/review">Version 2</a>, proposed' in olga.see("/studio").text
    assert "/studio/versions/2/review" in olga.see("/process").text
    page = olga.see("/studio/versions/2/review").text
    assert "Owen proposed it" in page and "It says what we do." in page
    assert "A case can do the same as before." in page and "<ins>" in page
    assert olga.send("/studio/versions/2/approve").location == "/process?version=2"
    assert desk.app.versions.current_id() == 2
    assert olga.see("/studio/versions/2/review").location == "/process?version=2"
    assert olga.send("/studio/versions/2/approve").location == "/process?version=2"


def test_who_may_approve_it_is_told_once_and_named_to_who_proposed_it(pages, desk):
    review = "/studio/versions/2/review"
    assert "There is no other yet" in pages.owen.see(review).text
    olga = desk.app.accounts.add("olga@example.com", "Olga", ["process_owner"])
    draft = desk.app.diagram_drafts.from_version(desk.owen)
    later = Package(DATA.replace(b"We are working on it.", b"We are on it."), FILES)
    draft = desk.app.diagram_drafts.save(desk.owen, draft.id, 1, later)
    page = f"/studio/drafts/{draft.id}/publish"
    assert pages.owen.send(page, revision="2", note="It is shorter.").location.endswith("/3/review")
    desk.clock.advance(PAUSE)
    desk.app.deployment.deploy(desk.owen, later, accept_warnings=True)
    (told,) = desk.app.notifications.of(olga).items
    assert (told.subject, told.body) == ("Version 3 waits for your approval", "It is shorter.")
    theirs = Browser(create_app(desk.app), desk, olga)
    assert 'href="/studio/versions/3/review"' in theirs.see("/notifications").text
    assert "Olga may do that." in pages.owen.see("/studio/versions/3/review").text
    assert not desk.app.notifications.of(desk.owen).items


def test_who_proposed_it_and_who_owns_no_process_do_not_approve_it(pages, desk):
    page = pages.owen.see("/studio/versions/2/review").text
    assert "drawn by you in part: another process owner" in page and "Approve version 2" not in page
    assert pages.owen.send("/studio/versions/2/approve").status_code == 403
    for stranger in (pages.alice, pages.carol, pages.nora):
        assert stranger.see("/studio/versions/2/review").status_code == 403
        assert stranger.send("/studio/versions/2/approve").status_code == 403
    assert desk.app.versions.current_id() == 1


def test_what_came_up_since_is_accepted_or_mended(pages, desk, olga):
    """Another version went live since it was proposed: it would be undone."""
    desk.clock.advance(PAUSE)
    other = Package(DATA.replace(b"We are working on it.", b"We are at it."), FILES)
    desk.app.deployment.deploy(desk.app.accounts.by_email("olga@example.com"), other)
    desk.app.deployment.approve(desk.owen, 3)
    desk.clock.advance(PAUSE)
    answer = olga.send("/studio/versions/2/approve")
    assert answer.status_code == 422 and "its changes would be undone" in answer.text
    assert "I accept these warnings" in answer.text
    assert desk.app.versions.current_id() == 3
    assert olga.send("/studio/versions/2/approve", accept="yes").status_code == 303
    assert desk.app.versions.current_id() == 2


def test_the_first_version_of_a_lifecycle_is_compared_with_none(desk, olga):
    first = Package(WASHING)
    desk.app.deployment.deploy(desk.owen, first, accept_warnings=True, intake="beside")
    page = " ".join(olga.see("/studio/versions/3/review").text.split())
    assert "Nothing of its lifecycle runs yet" in page and 'data-keep="alone"' in page
    assert "A case can do the same as before." not in page


def test_a_draft_that_began_as_a_file_is_compared_with_what_runs(pages, desk):
    """Not with the version that waits, which is newer."""
    file = desk.app.diagram_drafts.from_package(desk.owen, Package(DATA, FILES), "From a file")
    page = pages.owen.see(f"/studio/drafts/{file.id}/differences").text
    assert "What this draft changes of version 1." in page and "<ins>" not in page
