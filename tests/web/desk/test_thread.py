"""The conversation of a case as support reads it: marks, moves, days, folds."""

import re

import pytest
from lxml import html

from web.desk.thread import _without_quote


def page_of(browser, case):
    return html.fromstring(browser.see(f"/cases/{case.number}").text)


def told(page, path):
    return [re.sub(r"\s+", " ", found.text_content()).strip() for found in page.xpath(path)]


def marks(page):
    return told(page, "//*[@class='mark']")


def proposed(desk):
    return desk.open().claim(desk.alice).to("Solution Proposed")


def test_messages_say_what_they_were(pages, desk):
    case = desk.open().act(desk.alice, "send_first_response", body="I am on it.")
    desk.wait(minutes=1)
    case.act(desk.alice, "ask_customer", body="Which one?")
    case.write(desk.amir, "A plain note.", visibility="internal")
    assert marks(page_of(pages.alice, case)) == ["First response", "Question to the customer"]


@pytest.mark.parametrize(
    ("happens", "state"),
    [
        (lambda desk, case: case, "current"),
        (lambda desk, case: case.act(desk.bob, "accept_solution"), "accepted"),
        (
            lambda desk, case: case.act(desk.bob, "reject_solution", reason="No."),
            "answered: Reject Solution",
        ),
        (lambda desk, case: case.act(desk.alice, "withdraw_proposal"), "withdrawn"),
        (lambda desk, case: case.write(desk.bob, "Hm."), "answered by a message"),
    ],
    ids=["open", "accepted", "rejected", "withdrawn", "answered"],
)
def test_a_proposal_says_what_became_of_it(pages, desk, happens, state):
    case = proposed(desk)
    desk.wait(minutes=5)
    happens(desk, case)
    assert f"The solution ({state})" in marks(page_of(pages.alice, case))


def test_a_change_of_status_is_a_thin_line_below_its_message(pages, desk):
    case = desk.open().act(desk.alice, "send_first_response", body="I am on it.")
    desk.wait(hours=24)
    case.act(desk.alice, "ask_customer", body="Which one?")
    page = page_of(pages.alice, case)
    kinds = [found.get("class").split()[0] for found in page.xpath("//*[@class='messages']/li")]
    assert kinds == ["message", "message", "moved", "day", "message", "moved"]
    assert told(page, "//li[@class='day']") == ["Today"]


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_thin_line_names_its_status_once(pages, desk, language):
    case = desk.open().act(desk.alice, "send_first_response", body="I am on it.")
    answer = pages.alice.see(f"/cases/{case.number}", headers={"Accept-Language": language})
    page = html.fromstring(answer.text)
    (moved,) = page.xpath("//li[starts-with(@class, 'moved')]")
    assert moved.text_content().count(moved.findtext(".//b")) == 1


def test_long_texts_and_quoted_mail_are_folded_and_nothing_is_lost(pages, desk):
    case = desk.open()
    log = "\n".join(f"line {number}" for number in range(240))
    case.write(desk.bob, log)
    case.write(desk.bob, "The blue one.\n\nOn Monday Alice wrote:\n> Which one?\n> Tell me.")
    page = page_of(pages.alice, case)
    assert told(page, "//*[@class='more']/summary") == ["The rest of this text", "Quoted mail"]
    (long, short) = page.xpath("//li[contains(@class, 'message customer')][@id]")
    assert long.text_content().count("line ") == 240
    assert "> Which one?" in short.xpath("string(.//details)")
    assert short.xpath("string(div[@class='text'])").strip() == "The blue one."


def test_one_reads_you_for_oneself_and_each_text_in_its_own_direction(pages, desk):
    case = desk.open().write(desk.alice, "שלום https://example.com/a", visibility="internal")
    page = page_of(pages.alice, case)
    (note,) = page.xpath("//li[contains(@class, 'internal')]")
    assert note.xpath("string(.//b)") == "You"
    assert note.xpath(".//div[@class='text']/@dir") == ["auto"]
    assert note.xpath(".//a/@href") == ["https://example.com/a"]
    assert (
        page_of(pages.amir, case).xpath("string(//li[contains(@class, 'internal')]//b)") == "Alice"
    )


def test_what_came_since_one_looked_is_marked_once(pages, desk):
    case = desk.open().claim(desk.alice).to("Work in Progress")
    assert not page_of(pages.alice, case).xpath("//li[@class='day unread']")
    desk.wait(minutes=5)
    case.write(desk.bob, "It smokes, too.")
    (mark,) = page_of(pages.alice, case).xpath("//li[@class='day unread']")
    assert "It smokes, too." in mark.getnext().text_content()
    assert not page_of(pages.alice, case).xpath("//li[@class='day unread']")


@pytest.mark.parametrize(
    ("body", "text", "quoted"),
    [
        (
            "Yes.\n\nBob wrote:\n> Is it on?\n>\n> Bob\n",
            "Yes.",
            "Bob wrote:\n> Is it on?\n>\n> Bob",
        ),
        ("Yes.\n> Is it on?", "Yes.", "> Is it on?"),
        ("> Is it on?\nYes.", "> Is it on?\nYes.", ""),
        ("> Is it on?", "> Is it on?", ""),
        ("Bob wrote:\n> Is it on?", "Bob wrote:", "> Is it on?"),
        ("Yes.\n\n", "Yes.\n\n", ""),
    ],
)
def test_the_mail_that_is_answered_folds(body, text, quoted):
    assert _without_quote(body) == (text, quoted)


def test_a_long_quote_with_an_answer_below_costs_one_look():
    """A hundred thousand characters: by an expression that tries each line anew it took minutes."""
    body = "\n>" * 49_000 + "\nx"
    assert _without_quote(body) == (body, "")


def test_a_german_page_has_no_english_word_of_what_became_of_a_proposal(pages, desk):
    case = desk.open().to("Solution Proposed")
    german = {"Accept-Language": "de"}
    page = pages.alice.see(f"/cases/{case.number}", headers=german).text
    assert "(aktuell)" in page
    assert "Zuständige benachrichtigen" in page
    assert "Tell the owner" not in page
    case.act(desk.alice, "withdraw_proposal")
    assert "(zurückgezogen)" in pages.alice.see(f"/cases/{case.number}", headers=german).text
