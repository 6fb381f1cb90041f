"""The list of drafts, and how one begins, in a browser without JavaScript."""

from io import BytesIO

import pytest

from runner.bpmn.package import Package, write_zip
from tests.hostile import NAMES, hostile
from tests.lifecycle import DATA, FILES


def send(browser, name, data, **form):
    return browser.send("/studio/drafts", package=(BytesIO(data), name), **{"from": "file"}, **form)


def test_an_owner_begins_with_what_runs_now_with_a_file_or_blank(pages, desk):
    assert "There is none" in pages.owen.see("/studio").text
    first = pages.owen.send("/studio/drafts", **{"from": "version", "version": "1"})
    assert (first.status_code, first.location) == (303, "/studio/drafts/1")
    assert pages.owen.send("/studio/drafts", **{"from": "blank"}).location == "/studio/drafts/2"
    assert send(pages.owen, "mine.bpmn", DATA).location == "/studio/drafts/3"
    assert send(pages.owen, "all.zip", write_zip(Package(DATA, FILES), "a.bpmn")).location
    kept = [desk.app.diagram_drafts.get(desk.owen, number) for number in (1, 2, 3, 4)]
    assert [len(draft.files) for draft in kept] == [len(FILES), 0, 0, len(FILES)]
    page = pages.owen.see("/studio").text
    assert "Support case" in page and "mine.bpmn" in page and "New lifecycle" in page


def test_a_form_that_is_sent_twice_begins_one_draft(pages, desk):
    form = {"from": "blank", "once": "a"}
    assert [pages.owen.send("/studio/drafts", **form).location for _ in "12"] == [
        "/studio/drafts/1"
    ] * 2
    assert len(desk.app.diagram_drafts.listed(desk.owen)) == 1


@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_file_is_refused_with_a_sentence_or_is_a_draft_that_never_goes_live(
    pages, desk, name
):
    answer = send(pages.owen, name, hostile(name))
    assert answer.status_code in (303, 413, 422)
    if answer.status_code == 303:
        assert pages.owen.see(answer.location).status_code == 200
        form = {"revision": "1", "note": ""}
        assert pages.owen.send(f"{answer.location}/publish", **form).status_code == 422
    assert desk.app.versions.current_id() == 1


def test_only_process_owners_have_a_studio(pages, desk):
    desk.app.diagram_drafts.blank(desk.owen)
    for browser in (pages.alice, pages.carol, pages.nora, pages.bob):
        assert browser.see("/studio").status_code == 403
        assert browser.see("/studio/drafts/1").status_code == 403
        assert browser.send("/studio/drafts", **{"from": "blank"}).status_code == 403
        assert send(browser, "x.bpmn", DATA).status_code == 403
    assert "Studio" not in pages.nora.see("/process").text
    assert "Edit as a draft" not in pages.nora.see("/process").text
    assert pages.nobody.see("/studio").status_code == 302


def test_a_version_becomes_a_draft_on_the_process_page(pages):
    page = pages.owen.see("/process").text
    assert "Edit as a draft" in page and 'href="/studio"' in page


def test_a_lifecycle_begins_as_a_template(pages, desk):
    assert "Return and repair" in pages.owen.see("/studio").text
    begun = pages.owen.send("/studio/drafts", **{"from": "template", "template": "rma"})
    assert begun.status_code == 303
    assert "<h1>Return and repair</h1>" in pages.owen.see(begun.location).text
    assert (
        pages.owen.send("/studio/drafts", **{"from": "template", "template": "x"}).status_code
        == 404
    )
    assert (
        pages.alice.send("/studio/drafts", **{"from": "template", "template": "rma"}).status_code
        == 403
    )
