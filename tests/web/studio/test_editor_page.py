"""What the editor asks the server for: saving, what is wrong, who is here, a form as it will look."""

import json
from io import BytesIO

import pytest
from lxml import html

from runner.bpmn.package import Package
from runner.deployment.diagram_drafts import Publication
from tests.hostile import NAMES, hostile
from tests.lifecycle import DATA, DEFAULT, FILES, newer


@pytest.fixture
def draft(desk):
    return desk.app.diagram_drafts.from_version(desk.owen)


def save(browser, data, revision=1):
    file = (BytesIO(data), "draft.bpmn")
    return browser.send("/studio/drafts/1/save", bpmn=file, revision=str(revision))


def test_what_is_drawn_is_saved_on_its_revision_and_the_other_files_stay(pages, desk, draft):
    assert save(pages.owen, newer()).json == {"revision": 2}
    kept = desk.app.diagram_drafts.get(desk.owen, 1)
    assert (kept.bpmn, kept.files) == (newer(), FILES)
    late = save(pages.owen, newer(newer()))
    assert late.status_code == 409
    assert late.json["detail"].startswith("Owen saved this draft after you loaded it")
    assert desk.app.diagram_drafts.get(desk.owen, 1).bpmn == newer()


def test_who_was_second_keeps_a_draft_of_their_own_with_the_other_files(pages, desk, draft):
    save(pages.owen, newer())
    answer = pages.owen.send("/studio/drafts/1/keep", bpmn=(BytesIO(DATA), "draft.bpmn"))
    assert answer.json == {"page": "/studio/drafts/2"}
    first, kept = [desk.app.diagram_drafts.get(desk.owen, number) for number in (1, 2)]
    assert (first.bpmn, kept.bpmn) == (newer(), DATA)
    assert (kept.name, kept.base, kept.files) == (first.name, first.base, FILES)


def test_what_is_drawn_on_a_draft_that_was_published_is_kept_as_one_of_its_version(pages, desk):
    draft = desk.app.diagram_drafts.from_version(desk.owen)
    gone = desk.app.diagram_drafts.save(desk.owen, draft.id, 1, DEFAULT)
    desk.app.diagram_drafts.publish(desk.owen, gone, Publication())
    assert save(pages.owen, newer(), 2).status_code == 404
    file = (BytesIO(newer()), "draft.bpmn")
    answer = pages.owen.send("/studio/drafts/1/keep", bpmn=file, name=draft.name, base="1")
    kept = desk.app.diagram_drafts.get(desk.owen, int(answer.json["page"].rsplit("/", 1)[1]))
    assert (kept.name, kept.base, kept.files) == (draft.name, 1, draft.files)
    assert kept.bpmn == newer()


@pytest.mark.soak  # the same set goes through the upload in test_studio_page.py each time
@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_drawing_is_refused_or_shown_with_what_is_wrong(pages, desk, draft, name):
    answer = save(pages.owen, hostile(name))
    assert answer.status_code in (200, 413, 422)
    if answer.status_code == 200:
        assert pages.owen.see("/studio/drafts/1/findings").json["findings"]
    else:
        assert desk.app.diagram_drafts.get(desk.owen, 1).revision == 1


def test_findings_say_where_and_by_which_way(pages, desk, draft):
    assert pages.owen.see("/studio/drafts/1/findings").json == {"revision": 1, "findings": []}
    wrong = newer().replace(b"P10D</", b"ten days</", 1)
    save(pages.owen, wrong)
    said = pages.owen.see("/studio/drafts/1/findings").json["findings"]
    assert {"severity": "error", "element": "no_word_on_proposal_for_10_days"}.items() <= said[
        0
    ].items()


def test_a_status_is_renamed_everywhere(pages, desk, draft):
    form = {"old": "Blocked", "new": "On Hold", "revision": "1"}
    assert pages.owen.send("/studio/drafts/1/rename", **form).json == {"revision": 2}
    assert pages.owen.see("/studio/drafts/1/findings").json["findings"] == []
    wrong = pages.owen.send("/studio/drafts/1/rename", old="On Hold", new='"', revision="2")
    assert (wrong.status_code, list(wrong.json["errors"])) == (422, ["new"])


def test_owners_see_one_another(pages, desk, draft):
    desk.olga = desk.app.accounts.add("olga@example.com", "Olga", ["process_owner"])
    assert pages.owen.send("/studio/drafts/1/seen").json["others"] == []
    desk.app.diagram_drafts.save(desk.olga, 1, 1, Package(newer(), FILES))
    assert pages.owen.send("/studio/drafts/1/seen").json == {
        "others": ["Olga"], "revision": 2, "by": "Olga",
    }  # fmt: skip


def test_a_form_is_shown_as_it_will_be_filled_in(pages):
    schema = '{"type": "object", "properties": {"a": {"type": "boolean", "title": "Urgent?"}}}'
    both = pages.owen.send("/studio/form", support=schema, customer=schema).text
    assert both.count("Urgent?") == 2 and "As the customer sees it" in both
    assert "The customer is not asked this." in pages.owen.send("/studio/form", support=schema).text
    assert "Nobody is offered this." in pages.owen.send("/studio/form").text
    other = schema.replace("a", "b", 1).replace('"a"', '"b"').replace("Urgent?", "Why?")
    of_a_task_and_its_button = pages.owen.send("/studio/form", support=[schema, other]).text
    assert "Urgent?" in of_a_task_and_its_button and "Why?" in of_a_task_and_its_button
    wrong = pages.owen.send("/studio/form", support='{"type": "string"}')
    assert (wrong.status_code, "has to be of" in wrong.text) == (422, True)


def test_a_text_is_shown_as_it_would_be_told_of_a_real_case(pages, desk, draft):
    text = "<b>{customer}</b>: {number}, by {first_response_due}. {nobody}"
    assert "There is no case yet." in pages.owen.send("/studio/letter", text=text).text
    case, other = desk.open(), desk.open()
    newest = pages.owen.send("/studio/letter", text=text).text
    told = "&lt;b&gt;Bob&lt;/b&gt;: %s, by 2 March 2026, 1"
    assert told % other.number in newest and "{nobody}" in newest
    named = pages.owen.send("/studio/letter", text=text, case=f" {case.number} ").text
    assert told % case.number in named
    assert pages.owen.send("/studio/letter", text=text, case="C-9999").status_code == 404


def test_the_panel_is_given_teams_due_dates_and_tables(pages, desk, draft):
    desk.app.teams.add("Printers")
    [editor] = html.fromstring(pages.owen.see("/studio/drafts/1/edit").text).xpath(
        "//*[@id='editor']"
    )
    known = json.loads(editor.get("data-known"))
    assert known["teams"] == ["Printers"] and "first_response_due" in known["dues"]
    assert known["files"].keys() == FILES.keys()
    [(decision, page)] = known["tables"].items()
    assert decision.encode() in DATA and pages.owen.see(page).status_code == 200


def test_only_process_owners_edit(pages, desk, draft):
    for browser in (pages.alice, pages.nora, pages.bob):
        assert browser.see("/studio/drafts/1/edit").status_code == 403
        assert browser.see("/studio/drafts/1/findings").status_code == 403
        for path in ("save", "keep", "rename", "seen"):
            assert browser.send(f"/studio/drafts/1/{path}", revision="1").status_code == 403
        assert browser.send("/studio/form", support="{}").status_code == 403
        assert browser.send("/studio/letter", text="{customer}").status_code == 403
        assert save(browser, newer()).status_code == 403
    assert pages.owen.forge("/studio/drafts/1/save").status_code == 400
    assert "needs JavaScript" in pages.owen.see("/studio/drafts/1/edit").text
