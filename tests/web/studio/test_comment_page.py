"""Comments on a draft and on a version that waits, without JavaScript."""

import pytest

from runner.bpmn.package import Package
from runner.deployment.diagram_drafts import Publication
from runner.model import Reviewed
from tests.lifecycle import DATA, FILES

PAGE = "/studio/drafts/1/comments"
EVIL = "<script>alert(1)</script>"


@pytest.fixture
def draft(desk):
    return desk.app.diagram_drafts.from_version(desk.owen)


def write(browser, text, element="investigate", page=PAGE):
    return browser.send(page, element=element, comment=text)


def test_a_comment_is_pinned_to_an_element_answered_and_resolved(pages, desk, draft):
    olga = desk.app.accounts.add("olga@example.com", "Olga", ["process_owner"])
    desk.app.reviews.comment(olga, Reviewed(draft.id), "investigate", "Why so long?")
    page = pages.owen.see(PAGE).text
    assert "1 open, 1 in all" in page and "Why so long?" in page
    assert 'href="#thread-1"' in page and "1 open on " in page
    answer = pages.owen.send("/studio/comments/1", comment="It takes a while.")
    assert answer.location == f"{PAGE}#thread-1"
    assert "It takes a while." in pages.owen.see(PAGE).text
    assert "A comment of Olga is not resolved" in pages.owen.see("/studio/drafts/1").text
    pages.owen.send("/studio/comments/1", resolved="yes")
    page = pages.owen.see(PAGE).text
    assert "None open, 1 in all" in page and "Resolved by Owen" in page
    assert "is not resolved" not in pages.owen.see("/studio/drafts/1").text
    pages.owen.send("/studio/comments/1", resolved="no")
    assert "1 open" in pages.owen.see(PAGE).text


def test_a_list_offers_what_is_drawn_and_a_link_chooses(pages, draft):
    page = pages.owen.see(f"{PAGE}?on=investigate").text
    assert '<option value="investigate" selected>' in page
    assert "way from " in page


def test_the_editor_reads_them(pages, draft):
    write(pages.owen, "Why?")
    [thread] = pages.owen.see(f"{PAGE}.json").json["threads"]
    assert thread == {
        "id": 1, "element": "investigate", "open": True, "address": "/studio/comments/1",
        "comments": [{"by": "Owen", "text": "Why?"}],
    }  # fmt: skip


def test_what_is_wrong_is_said_and_what_was_written_is_kept(pages, draft):
    answer = write(pages.owen, "x" * 2001)
    assert answer.status_code == 422 and "x" * 2001 in answer.text
    write(pages.owen, "Fine")
    answer = pages.owen.send("/studio/comments/1", comment="y" * 2001)
    assert answer.status_code == 422 and "y" * 2001 in answer.text
    assert pages.owen.send("/studio/comments/9", comment="z").status_code == 404
    assert write(pages.owen, "z", page="/studio/drafts/9/comments").status_code == 404


def test_markup_is_text_and_what_is_not_drawn_is_said(pages, draft):
    write(pages.owen, EVIL, element=f"gone{EVIL}")
    page = pages.owen.see(PAGE).text
    assert EVIL not in page and "&lt;script&gt;" in page and "not drawn any more" in page


def test_a_draft_that_cannot_be_read_has_comments_too(pages, desk, draft):
    broken = Package(DATA.replace(b"<bpmn:process", b"<bpmn:other", 1).replace(
        b"</bpmn:process>", b"</bpmn:other>"), FILES)  # fmt: skip
    desk.app.diagram_drafts.save(desk.owen, 1, 1, broken)
    write(pages.owen, "What is this?", element="")
    page = pages.owen.see(PAGE)
    assert page.status_code == 200 and "What is this?" in page.text


def test_a_version_has_comments_of_its_own(pages, desk, draft):
    later = Package(DATA.replace(b"We are working on it.", b"We look into it."), FILES)
    draft = desk.app.diagram_drafts.save(desk.owen, 1, 1, later)
    desk.app.diagram_drafts.publish(desk.owen, draft, Publication())
    page = "/studio/versions/2/comments"
    assert write(pages.owen, "Good", page=page).location == f"{page}#thread-1"
    assert "Good" in pages.owen.see(page).text
    assert pages.owen.see("/studio/versions/9/comments").status_code == 404


def test_only_process_owners_see_and_write_them(pages, desk, draft):
    write(pages.owen, "Ours")
    for stranger in (pages.alice, pages.carol, pages.nora, pages.bob):
        assert stranger.see(PAGE).status_code == 403
        assert stranger.see(f"{PAGE}.json").status_code == 403
        assert write(stranger, "Mine").status_code == 403
        assert stranger.send("/studio/comments/1", resolved="yes").status_code == 403
    assert pages.owen.forge(PAGE, comment="Theirs").status_code == 400
    assert len(desk.app.reviews.of(desk.owen, Reviewed(1))) == 1
