"""A draft in a browser without JavaScript: read, exchanged as a file, published."""

from io import BytesIO

import pytest

from runner.bpmn.package import Package, read_zip, write_zip
from runner.deployment.diagram_drafts import key_of
from tests.lifecycle import DATA, FILES, newer

LATE = newer().replace(b"P10D</", b"P9D</", 1)
"""A scenario goes another way then: a warning."""

WRONG = newer().replace(b"P10D</", b"ten days</", 1)


@pytest.fixture
def draft(desk):
    return desk.app.diagram_drafts.from_version(desk.owen)


def save(desk, data, revision=1):
    return desk.app.diagram_drafts.save(desk.owen, 1, revision, Package(data, FILES))


def words_of(answer):
    return " ".join(answer.text.split())


def upload(browser, name, data, revision=1):
    return browser.send("/studio/drafts/1", package=(BytesIO(data), name), revision=str(revision))


def test_it_shows_the_drawing_and_what_the_check_says_on_its_element(pages, desk, draft):
    assert "Nothing is wrong with it" in pages.owen.see("/studio/drafts/1").text
    save(desk, WRONG)
    page = pages.owen.see("/studio/drafts/1").text
    assert 'class="picture"' in page and "ten days" in page
    assert 'class="ring fault"' in page
    assert "It cannot be published while there is an error" in page
    wrong = FILES["policies.toml"].replace("Blocked", "Bloked", 1)
    desk.app.diagram_drafts.save(desk.owen, 1, 2, Package(WRONG, {**FILES, "policies.toml": wrong}))
    page = pages.owen.see("/studio/drafts/1").text
    assert '<a href="/studio/drafts/1/files/policies.toml">Open policies.toml</a>' in page


def test_it_goes_out_as_a_file_and_comes_back_from_another_modeler(pages, desk, draft):
    assert pages.owen.see("/studio/drafts/1.bpmn").data == DATA
    assert read_zip(pages.owen.see("/studio/drafts/1.zip").data).files == FILES
    assert upload(pages.owen, "back.bpmn", newer()).location == "/studio/drafts/1"
    kept = desk.app.diagram_drafts.get(desk.owen, 1)
    assert (kept.bpmn, kept.files, kept.revision) == (newer(), FILES, 2)
    upload(pages.owen, "back.zip", write_zip(Package(DATA), "a.bpmn"), 2)
    assert desk.app.diagram_drafts.get(desk.owen, 1).files == {}


def test_who_uploads_second_is_told_and_overwrites_nothing(pages, desk, draft):
    olga = desk.app.accounts.add("olga@example.com", "Olga", ["process_owner"])
    desk.app.diagram_drafts.save(olga, 1, 1, Package(newer(), FILES))
    answer = upload(pages.owen, "mine.bpmn", LATE)
    assert answer.status_code == 409
    assert "Olga saved this draft after you loaded it" in answer.text
    assert desk.app.diagram_drafts.get(desk.owen, 1).bpmn == newer()


def test_what_cannot_be_read_leaves_the_draft_as_it_was(pages, desk, draft):
    for name, data in (("a.bpmn", b"<a>"), ("a.zip", b"PK"), ("a.bpmn", b"")):
        assert upload(pages.owen, name, data).status_code == 422
    assert desk.app.diagram_drafts.get(desk.owen, 1).revision == 1


def test_a_draft_that_is_a_version_again_says_what_publishing_it_does(pages, desk, draft):
    assert "as it runs now: publishing it changes nothing" in words_of(
        pages.owen.see("/studio/drafts/1")
    )
    desk.use(newer(), FILES)
    assert "It was live, so it may go live again" in words_of(pages.owen.see("/studio/drafts/1"))
    save(desk, LATE)
    assert "version 1 as it" not in words_of(pages.owen.see("/studio/drafts/1"))


def test_it_is_published_and_new_cases_start_on_it(pages, desk, draft):
    save(desk, newer())
    answer = pages.owen.send("/studio/drafts/1/publish", revision="2", note="Fewer questions")
    assert (answer.status_code, answer.location) == (303, "/process?version=2")
    assert "Fewer questions" in pages.nora.see("/process").text
    assert pages.owen.see("/studio/drafts/1").status_code == 404
    second = pages.owen.send("/studio/drafts/1/publish", revision="2", note="Mine", when="now")
    assert "It was published, or put away." in second.text
    assert "Mine" in second.text and "<h2>When</h2>" not in second.text


def test_a_warning_is_accepted_by_its_own_box(pages, desk, draft):
    kept = save(desk, LATE)
    keys = [key_of(finding) for finding in desk.app.diagram_drafts.check(desk.owen, kept).findings]
    refused = pages.owen.send("/studio/drafts/1/publish", revision="2", accept=keys[1:])
    assert (refused.status_code, desk.app.versions.current_id()) == (422, 1)
    assert "warnings to accept" in refused.text
    done = pages.owen.send("/studio/drafts/1/publish", revision="2", accept=keys)
    assert done.location == "/process?version=2"


def test_what_another_saved_meanwhile_is_not_published_unread(pages, desk, draft):
    save(desk, newer())
    answer = pages.owen.send("/studio/drafts/1/publish", revision="1")
    assert (answer.status_code, desk.app.versions.current_id()) == (409, 1)
    assert "so it was not published" in answer.text


def test_a_further_lifecycle_says_how_it_takes_cases(pages, desk):
    desk.app.diagram_drafts.blank(desk.owen)
    assert "further lifecycle" in pages.owen.see("/studio/drafts/1").text
    kept = desk.app.diagram_drafts.get(desk.owen, 1)
    keys = [key_of(finding) for finding in desk.app.diagram_drafts.check(desk.owen, kept).findings]
    form = {"revision": "1", "accept": keys}
    assert pages.owen.send("/studio/drafts/1/publish", **form).status_code == 422
    done = pages.owen.send("/studio/drafts/1/publish", intake="beside", **form)
    assert done.location == "/process?version=2"
    assert len(desk.app.versions.taking_cases()) == 2


def test_what_would_become_of_running_cases_is_said_before(pages, desk, draft):
    desk.open()
    save(desk, newer())
    page = pages.owen.see("/studio/drafts/1/running").text
    assert "1 case would go on there" in page
    save(desk, WRONG, 2)
    assert pages.owen.see("/studio/drafts/1/running").status_code == 422


def test_it_is_put_away(pages, desk, draft):
    assert pages.owen.send("/studio/drafts/1/remove", revision="1").location == "/studio"
    assert desk.app.diagram_drafts.listed(desk.owen) == ()
    assert pages.owen.see("/studio/drafts/1").status_code == 404
    assert pages.owen.see("/studio/drafts/1.zip").status_code == 404


def test_a_form_of_another_site_changes_nothing(pages, desk, draft):
    for path in ("/studio/drafts", "/studio/drafts/1/publish", "/studio/drafts/1/remove"):
        assert pages.owen.forge(path, revision="1").status_code == 400
    assert len(desk.app.diagram_drafts.listed(desk.owen)) == 1
