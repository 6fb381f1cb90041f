"""The one place to act on a case, as a browser without JavaScript sees it. Decision 0265."""

import pytest
from lxml import html

from tests.desk import OPEN
from tests.drawings import bpmn, chain, end, flow, start, user, xor
from web.desk.composer import MOST, compose
from web.shared.templating import texts


def page_of(browser, case):
    return html.fromstring(browser.see(f"/cases/{case.number}").text)


def segments(page):
    return [radio.get("value") for radio in page.xpath("//*[@class='segments']//input")]


def chosen(page):
    return page.xpath("//*[@class='segments']//input[@checked]/@value")


@pytest.mark.parametrize("status", OPEN)
def test_a_reply_is_the_default_in_every_status(pages, desk, status):
    case = desk.open().to(status)
    page = page_of(pages.alice, case)
    assert chosen(page) == ["reply"]
    assert segments(page)[0] == "reply"
    told = pages.alice.see(f"/cases/{case.number}", headers={"Accept-Language": "de"}).text
    for said in (page, html.fromstring(told)):
        labels = said.xpath("//*[@class='segments']//label/span/text()")
        assert len(set(labels)) == len(labels)
    assert len(segments(page)) == len(page.xpath("//*[contains(@class, 'ways')]/*")) <= MOST


def test_the_first_answer_is_a_reply_that_moves_the_case(pages, desk):
    case = desk.open()
    pages.alice.send(f"/cases/{case.number}/messages", mode="reply", text="I am on it.")
    assert case.status == "Work in Progress"


@pytest.mark.parametrize(
    ("status", "first", "second", "becomes"),
    [
        ("Customer Replied", "acknowledge", "ask_customer", "Pending Customer"),
        ("Customer Replied", "acknowledge", "reply", "Work in Progress"),
        ("New", "send_first_response", "propose_solution", "Solution Proposed"),
        ("Solution Proposed", "withdraw_proposal", "reply", "Work in Progress"),
    ],
)
def test_two_actions_are_one_step_with_one_message(pages, desk, status, first, second, becomes):
    case = desk.open().to(status)
    said = len(case.conversation())
    assert f"{first}-{second}" in segments(page_of(pages.alice, case))
    path = f"/cases/{case.number}/actions/{first}/{second}"
    answer = pages.alice.send(path, **{"as": "body", "text": "Is it the blue one?"})
    assert (answer.status_code, case.status) == (303, becomes)
    assert len(case.conversation()) == said + 1


@pytest.mark.parametrize(
    ("status", "segment", "asked"),
    [
        ("Work in Progress", "customer_closes", "This closes the case."),
        ("Work in Progress", "heard", "It counts as a reply of Bob"),
        ("Solution Proposed", "withdraw_proposal-ask_customer", "This ends the proposal"),
    ],
)
def test_what_cannot_be_taken_back_asks_once(pages, desk, status, segment, asked):
    page = page_of(pages.alice, desk.open().to(status))
    (way,) = page.xpath(f"//*[@data-way='{segment}']")
    assert not way.xpath(".//button[not(ancestor::details) and not(@disabled)]")
    assert way.tag == "div" or way.xpath("./button[@disabled][1]"), (
        "Enter would press the one behind the fold"
    )
    (fold,) = way.xpath(".//details[not(@open)]")
    assert fold.xpath("normalize-space(.//p[@class='consequence'])").startswith(asked)
    (plain,) = page.xpath("//*[@data-way='reply']")
    assert not plain.xpath(".//details")


def test_a_proposal_is_withdrawn_in_a_second_step(pages, desk):
    page = page_of(pages.alice, desk.open().to("Solution Proposed"))
    (form,) = page.xpath("//details//form[contains(@action, '/actions/withdraw_proposal')]")
    said = form.xpath("normalize-space(.//p[@class='consequence'])")
    assert said == "This ends the proposal, which Bob may be answering now."


def test_a_text_that_met_a_conflict_comes_back_as_a_reply_and_a_note_as_a_note(pages, desk):
    case = desk.open().to("Work in Progress")
    for mode, becomes in (("propose_closing", "reply"), ("note", "note")):
        answer = pages.alice.send(f"/cases/{case.number}/draft", mode=mode, text="It hums.")
        page = html.fromstring(answer.text)
        assert chosen(page) == [becomes]
        assert page.xpath("string(//textarea[@id='text'])") == "It hums."


def test_a_text_is_read_before_it_is_sent_and_nothing_happens(pages, desk):
    case = desk.open().to("Work in Progress")
    said = case.conversation()
    shown = pages.alice.send(
        f"/cases/{case.number}/draft", text="Run **all**.", mode="ask_customer", read="yes"
    )
    page = html.fromstring(shown.text)
    assert page.xpath("//*[@class='reading']//strong/text()") == ["all"]
    assert chosen(page) == ["ask_customer"]
    assert page.xpath("string(//textarea[@id='text'])") == "Run **all**."
    assert case.conversation() == said


def test_a_text_with_something_wrong_stays_with_its_action(pages, desk):
    case = desk.open().to("Customer Replied")
    path = f"/cases/{case.number}/actions/acknowledge/ask_customer"
    answer = pages.alice.send(path, **{"as": "body", "text": ""})
    assert answer.status_code == 422
    assert chosen(html.fromstring(answer.text)) == ["acknowledge-ask_customer"]
    assert "The text is needed." in answer.text


def test_saving_without_javascript_keeps_a_reply_that_is_being_written(pages, desk):
    case = desk.open(priority="P2")
    form = {"beside.priority": "P1", "beside.product": "Till", "text": "I am on", "mode": "reply"}
    answer = pages.alice.send(f"/cases/{case.number}", **form, revision="1")
    assert (case.case.priority, case.case.product) == ("P1", "Till")
    assert html.fromstring(answer.text).xpath("string(//textarea[@id='text'])") == "I am on"
    assert case.conversation() == ()


def test_taking_a_case_from_its_owner_changes_nothing_else(pages, desk):
    case = desk.open(priority="P2").claim(desk.amir)
    path = f"/cases/{case.number}/claim"
    form = {"over": str(case.case.revision), "beside.priority": "P4"}
    assert pages.alice.send(path, **form).status_code == 303
    assert (case.case.owner.name, case.case.priority) == ("Alice", "P2")


def test_a_case_is_not_taken_from_somebody_whom_the_page_did_not_name(pages, desk):
    case = desk.open().claim(desk.amir)
    seen = case.case.revision
    desk.app.cases.update(desk.amir, case.number, {"owner": "carol@example.com"})
    answer = pages.alice.send(f"/cases/{case.number}/claim", over=str(seen))
    assert (answer.status_code, case.case.owner.name) == (409, "Carol")


def test_enter_in_a_field_beside_the_text_saves(pages, desk):
    """A browser presses the first button of the form, wherever it stands."""
    page = page_of(pages.alice, desk.open().claim(desk.amir))
    first = page.xpath("//button[@type='submit'][@form='writing']")[0]
    assert first.get("formaction").endswith(
        page.xpath("string(//h1/ancestor::header//*[@class='number'])") or ""
    )
    assert (first.get("name"), first.get("hidden") is not None) == ("revision", True)


def test_a_change_beside_what_the_customer_said_keeps_it_there(pages, desk):
    case = desk.open().to("Work in Progress")
    form = {"mode": "heard", "text": "She called.", "beside.priority": "P1"}
    page = html.fromstring(pages.alice.send(f"/cases/{case.number}", **form).text)
    assert (chosen(page), case.case.priority) == (["heard"], "P1")
    assert page.xpath("string(//textarea[@id='text'])") == "She called."


def test_a_lost_claim_says_who_has_the_case_and_nothing_of_a_text(pages, desk):
    case = desk.open().claim(desk.amir)
    answer = pages.alice.send(f"/cases/{case.number}/claim", mode="reply", seen="1", text="")
    assert answer.status_code == 409
    assert "Amir took the case" in answer.text or "Amir changed the owner" in answer.text
    assert "your text" not in answer.text and "with this text" not in answer.text


def test_a_note_needs_a_new_owner_and_says_so_on_its_field(pages, desk):
    case = desk.open().claim(desk.alice)
    answer = pages.alice.send(
        f"/cases/{case.number}", owner="alice@example.com", note="Please look.", revision="2"
    )
    assert answer.status_code == 422
    page = html.fromstring(answer.text)
    assert page.xpath("//details[contains(@class, 'owner')][@open]")
    assert page.xpath("string(//textarea[@id='hand-over-note'])") == "Please look."


def test_only_what_was_written_counts_as_a_text():
    kept = [("seen", "4"), ("mode", "reply"), ("beside.priority", "P1"), ("f.how", "By phone")]
    assert texts(kept) == [("How", "By phone")]


@pytest.mark.parametrize("status", OPEN)
def test_every_segment_says_what_it_would_do_now(pages, desk, status):
    case = desk.open(priority="P1").claim(desk.alice).to(status)
    before = case.case
    page = page_of(pages.alice, case)
    asked = page.xpath("//*[@class='outcome']/@hx-get")
    assert asked
    for url in asked:
        said = html.fromstring(pages.alice.see(url).text)
        assert said.get("aria-label") == "What happens then"
        assert case.status in said.text_content()
    assert case.case == before


def test_what_happens_then_is_what_happens(pages, desk):
    case = desk.open(priority="P1").claim(desk.alice)
    said = pages.alice.see(f"/cases/{case.number}/outcome/send_first_response").text
    assert "New" in said
    assert "Work in Progress" in said
    assert "First response: met" in html.fromstring(said).text_content()
    assert "Bob (in the app)" in said


def shown(browser, case, chain):
    """What a browser sends of the outcome that it showed beside the button of a segment."""
    page = browser.see(f"/cases/{case.number}/outcome/{chain}?text=yes").text
    (field,) = html.fromstring(page).xpath("//input[@form='writing']")
    return {field.get("name"): field.get("value")}


def test_what_was_shown_is_done(pages, desk):
    case = desk.open().claim(desk.alice)
    form = shown(pages.alice, case, "send_first_response")
    pages.alice.send(
        f"/cases/{case.number}/actions/send_first_response",
        **form,
        **{"as": "body", "text": "Hello."},
    )
    assert case.status == "Work in Progress"


def test_what_would_come_out_otherwise_than_shown_is_not_done_and_says_what(pages, desk):
    case = desk.open(priority="P1").claim(desk.alice)
    form = {**shown(pages.alice, case, "send_first_response"), "as": "body", "text": "Hello."}
    desk.wait(days=30)  # the milestone is missed: nothing that anybody has said or done
    form["seen"] = str(case.case.events)
    answer = pages.alice.send(f"/cases/{case.number}/actions/send_first_response", **form)
    page = html.fromstring(answer.text)
    assert answer.status_code == 409
    assert "is not what you were shown: the timers, the milestones" in page.xpath(
        "string(//*[@class='lead'])"
    )
    assert [found.text for found in page.xpath("//*[@class='kept-text']")] == ["Hello."]
    assert case.status == "New"


def test_what_is_not_possible_any_more_says_nothing(pages, desk):
    case = desk.open().to("Work in Progress")
    answer = pages.alice.see(f"/cases/{case.number}/outcome/send_first_response")
    assert (answer.status_code, answer.data) == (204, b"")


def test_what_was_to_be_changed_is_told_when_it_met_a_conflict(pages, desk):
    case = desk.open(priority="P2").to("Work in Progress")
    seen = str(case.case.revision)
    case.act(desk.amir, "propose_solution", body="Try again.")
    form = {"revision": seen, "beside.priority": "P2", "beside.product": "Mixer 3000"}
    answer = pages.alice.send(f"/cases/{case.number}", **form)
    assert answer.status_code == 409
    told = html.fromstring(answer.text).xpath("//*[@class='kept-text']")
    assert [found.text for found in told] == ["Mixer 3000"]


def test_an_action_with_the_id_of_a_segment_is_an_action(desk):
    form = {"type": "object", "required": ["body"], "properties": {"body": {"type": "string"}}}
    drawing = bpmn(
        start(), user("work", form=form, status="Open"), xor("x"), user("more", status="More"), end(status="Closed"),
        chain("start", "work", "x"), flow("x", "more", "Note it", id="note"), flow("x", "end", "Done", id="heard"),
        chain("more", "end"),
    )  # fmt: skip
    desk.use(drawing, {})
    page = desk.app.cases.page(desk.alice, desk.open().number)
    taken = {segment.id: segment.chain for segment in compose(page).segments}
    assert (taken["note"], taken["note."], taken["heard."]) == ((), ("note",), ("heard",))
