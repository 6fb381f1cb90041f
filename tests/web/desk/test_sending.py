"""Undo send and drafts, as a browser without JavaScript meets them."""

import pytest
from lxml import html

from tests.desk import Desk

TEXT = "Turn it off and on again."


@pytest.fixture
def desk(tmp_path, desk_url):
    desk = Desk(tmp_path, database_url=desk_url, undo_send=10)
    yield desk
    desk.app.close()


def page_of(browser, case):
    return html.fromstring(browser.see(f"/cases/{case.number}").text)


def bar(browser, case, what):
    return page_of(browser, case).xpath(
        f"//form[contains(@action, '/held/')]/@action[contains(., '/{what}')]"
    )


def text(browser, case):
    return page_of(browser, case).xpath("string(//*[@id='text'])").strip()


def said(case):
    return [message.body for message in case.conversation()]


def test_what_is_sent_can_be_taken_back(pages, desk):
    case = desk.open()
    pages.alice.send(f"/cases/{case.number}/messages", text=TEXT)
    assert (said(case), case.status) == ([], "New")
    (undo,) = bar(pages.alice, case, "undo")
    assert "at 09:00:10" in page_of(pages.alice, case).xpath("string(//*[@data-seconds])")
    assert pages.alice.send(undo).status_code == 303
    desk.wait(minutes=1)
    assert (said(case), text(pages.alice, case)) == ([], TEXT)


@pytest.mark.parametrize(
    ("status", "path", "label"),
    [
        ("New", "actions/send_first_response", "Send first response"),
        ("Work in Progress", "messages", "Reply"),
        ("Customer Replied", "messages", "Reply"),
        ("Work in Progress", "actions/ask_customer", "Ask customer"),
    ],
)
def test_what_is_under_way_is_called_by_the_button_that_sent_it(pages, desk, status, path, label):
    case = desk.open().to(status)
    pages.alice.send(f"/cases/{case.number}/{path}", **{"as": "body"}, text=TEXT)
    assert page_of(pages.alice, case).xpath("string(//*[@class='held']//p/b)") == label


def test_what_is_sent_can_be_sent_now(pages, desk):
    case = desk.open()
    pages.alice.send(
        f"/cases/{case.number}/actions/send_first_response", **{"as": "body"}, text=TEXT
    )
    (send,) = bar(pages.alice, case, "send")
    pages.alice.send(send)
    assert (said(case), bar(pages.alice, case, "send")) == ([TEXT], [])


def test_nobody_else_sees_it(pages, desk):
    case = desk.open()
    pages.alice.send(f"/cases/{case.number}/messages", text=TEXT)
    (undo,) = bar(pages.alice, case, "undo")
    assert TEXT not in pages.amir.see(f"/cases/{case.number}").text
    assert TEXT not in pages.bob.see(f"/my/cases/{case.number}").text
    assert [each.send(undo).status_code for each in (pages.amir, pages.bob, pages.nora)] == [
        409
    ] * 3


def test_too_late_is_said(pages, desk):
    case = desk.open()
    pages.alice.send(f"/cases/{case.number}/messages", text=TEXT)
    (undo,) = bar(pages.alice, case, "undo")
    desk.wait(minutes=1)
    answer = pages.alice.send(undo)
    assert (answer.status_code, said(case)) == (409, [TEXT])


def test_a_note_is_there_at_once(pages, desk):
    case = desk.open()
    pages.alice.send(f"/cases/{case.number}/messages", text=TEXT, mode="note")
    assert said(case) == [TEXT]


def test_what_could_not_be_sent_says_why(pages, desk):
    case = desk.open().to("Work in Progress")
    pages.alice.send(f"/cases/{case.number}/messages", text=TEXT)
    case.write(desk.bob, "It works again")
    desk.wait(minutes=1)
    page = page_of(pages.alice, case)
    assert "This was not sent." in page.xpath("string(//*[contains(@class, 'returned')])")
    assert text(pages.alice, case) == TEXT
    pages.alice.send(f"/cases/{case.number}/messages", text=TEXT)
    desk.wait(minutes=1)
    assert (said(case)[-1], text(pages.alice, case)) == (TEXT, "")


# ------------------------------------------------------------------ drafts


def drafts(browser):
    """The cases that a list marks."""
    rows = html.fromstring(browser.see("/inbox?view=all").text).xpath("//tr[@data-row]")
    return [row.get("data-row") for row in rows if row.xpath(".//*[text()='Draft']")]


def test_a_draft_is_there_again_and_nowhere_else(pages, desk):
    case = desk.open()
    pages.alice.send(f"/cases/{case.number}/unsent", text=TEXT, mode="note")
    page = page_of(pages.alice, case)
    assert page.xpath("//*[@class='segments']//input[@checked]/@value") == ["note"]
    assert text(pages.alice, case) == TEXT
    assert text(pages.amir, case) == ""
    pages.alice.send(f"/cases/{case.number}/unsent", text=" ")
    assert text(pages.alice, case) == ""


@pytest.mark.parametrize("field", ["f.note", "f.note:array"])
def test_what_was_written_for_a_button_that_went_is_shown_until_it_is_discarded(pages, desk, field):
    case = desk.open().to("Work in Progress")
    kept = f"/cases/{case.number}/unsent"
    pages.alice.send(kept, form="block", **{field: TEXT, "f.kind:choice": "Other"})
    shown = "//*[contains(@class, 'returned')]"
    assert not page_of(pages.alice, case).xpath(shown)
    case.write(desk.bob, "It works again")
    page = page_of(pages.alice, case)
    told = page.xpath(f"string({shown})")
    assert TEXT in told and "Note" in told and "Other" not in told
    (form,) = page.xpath(f"{shown}//input[@name='form']/@value")
    pages.alice.send(kept, form=form)
    assert not page_of(pages.alice, case).xpath(shown)
    assert drafts(pages.alice) == []


def test_a_draft_of_anything_but_a_note_comes_back_as_a_reply(pages, desk):
    case = desk.open().to("Work in Progress")
    pages.alice.send(f"/cases/{case.number}/unsent", text=TEXT, mode="propose_closing")
    page = page_of(pages.alice, case)
    assert page.xpath("//*[@class='segments']//input[@checked]/@value") == ["reply"]


def test_a_form_of_its_own_keeps_its_texts(pages, desk):
    """Also when a conflict sends it to its case."""
    case = desk.open().to("Work in Progress")
    pages.alice.send(f"/cases/{case.number}/draft", form="block", **{"f.note": "Upstream knows."})
    page = page_of(pages.alice, case)
    kept = page.xpath("//form[@data-way='block']//textarea[@name='f.note']")
    assert [field.text.strip() for field in kept] == ["Upstream knows."]


def test_a_list_marks_what_has_a_draft(pages, desk):
    one, _other = desk.open(), desk.open()
    pages.alice.send(f"/cases/{one.number}/unsent", text=TEXT)
    assert (drafts(pages.alice), drafts(pages.amir)) == ([one.number], [])


def test_what_was_only_chosen_is_no_draft(pages, desk):
    """There would be nothing to read, and nothing to discard."""
    case = desk.open().to("Work in Progress")
    kept = f"/cases/{case.number}/unsent"
    for written in (TEXT, " "):  # chosen beside a text, and alone once that is deleted
        chosen = {"f.note": written, "f.kind:choice": "Other", "f.until:date": "2026-03-04"}
        pages.alice.send(kept, form="block", **chosen)
        assert drafts(pages.alice) == [case.number] * bool(written.strip())


def test_an_action_without_a_text_leaves_no_draft_when_it_is_taken_back(pages, desk):
    case = desk.open().to("Pending Customer")
    pages.alice.send(f"/cases/{case.number}/actions/resume_work")
    (undo,) = bar(pages.alice, case, "undo")
    pages.alice.send(undo)
    assert (drafts(pages.alice), case.status) == ([], "Pending Customer")


def test_an_action_without_a_text_that_could_not_be_sent_says_why_until_it_is_hidden(pages, desk):
    case = desk.open().to("Pending Customer")
    pages.alice.send(f"/cases/{case.number}/actions/resume_work")
    case.write(desk.bob, "The blue one")
    desk.wait(minutes=1)
    (told,) = page_of(pages.alice, case).xpath("//*[contains(@class, 'returned')]")
    assert "This was not sent." in told.text_content()
    (form,) = told.forms
    pages.alice.send(form.action, form=form.fields["form"])
    assert not page_of(pages.alice, case).xpath("//*[contains(@class, 'returned')]")


def test_bad_drafts_are_refused(pages, desk):
    case = desk.open()
    at = f"/cases/{case.number}/unsent"
    assert pages.alice.send(at, form="x" * 300, text=TEXT).status_code == 422
    assert pages.eve.send(at, text=TEXT).status_code == 404
    assert pages.nora.send(at, text=TEXT).status_code == 403
    assert pages.nobody.send(at, text=TEXT).status_code == 401
