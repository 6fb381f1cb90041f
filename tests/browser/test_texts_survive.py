"""What somebody wrote survives whatever happens: the end of a session, a reload, no network, a second
tab, a case closed meanwhile. And nothing is sent twice."""

import pytest
from playwright.sync_api import expect

from runner.cases import Submission
from runner.playback import demo

pytestmark = [pytest.mark.browser, pytest.mark.soak]

SEND = "#composer [data-send]:visible"
TEXT = "I have looked at the roll, and it is the wrong one."


@pytest.fixture
def case(site):
    """A case of Bob's that Alice works on."""
    case = site.app.cases.open(
        site.person("bob"), Submission("Crooked labels", "All of them.")
    ).case
    site.app.cases.claim(site.person("alice"), case.number)
    site.app.cases.act(site.person("alice"), case.number, "send_first_response", {"body": "Yes."})
    return case.number


def test_a_session_that_ended_while_writing(site, alice, case):
    alice.goto(f"/cases/{case}")
    alice.locator("#text").fill(TEXT)
    alice.context.clear_cookies()
    alice.locator(SEND).click()
    expect(alice.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()
    expect(alice.locator(".kept-text")).to_have_text(TEXT)
    alice.get_by_label("Mail address").fill("alice@example.com")
    alice.get_by_label("Password").fill(demo.PASSWORD)
    alice.get_by_role("button", name="Sign in", exact=True).click()
    expect(alice.get_by_role("heading", name="Your text is kept")).to_be_visible()
    assert TEXT not in site.said(case)
    alice.get_by_role("button", name="Send it now").click()
    expect(alice.locator(".messages")).to_contain_text(TEXT)
    assert site.said(case).count(TEXT) == 1


def test_a_session_that_ended_while_reading_leaves_what_is_being_written(alice, case):
    alice.clock.install()
    alice.goto(f"/cases/{case}")
    alice.locator("#text").fill(TEXT)
    alice.context.clear_cookies()
    alice.clock.run_for(21_000)
    expect(alice.locator(".news-place")).to_contain_text("Your session has ended")
    expect(alice.locator("#text")).to_have_value(TEXT)


def test_a_reload_keeps_a_note_a_note(alice, case):
    alice.goto(f"/cases/{case}")
    alice.locator("#composer .segment", has_text="Note").click()
    alice.locator("#text").fill(TEXT)
    alice.reload()
    expect(alice.locator("#text")).to_have_value(TEXT)
    expect(alice.locator("[name=mode][value=note]")).to_be_checked()
    expect(alice.locator(".note-warning")).to_be_visible()


def test_a_text_comes_back_as_a_reply_whatever_it_was_meant_for(alice, case):
    alice.goto(f"/cases/{case}")
    alice.locator("#composer .segment", has_text="Propose closing").click()
    alice.locator("#text").fill(TEXT)
    alice.reload()
    expect(alice.locator("#text")).to_have_value(TEXT)
    expect(alice.locator("[name=mode][value=reply]")).to_be_checked()


def test_what_is_changed_beside_a_text_leaves_it(alice, case):
    alice.goto(f"/cases/{case}")
    alice.locator("#text").fill(TEXT)
    alice.get_by_label("Priority").select_option("P1")
    expect(alice.locator(".history")).to_contain_text("changed the priority from P3 to P1")
    expect(alice.locator("#text")).to_have_value(TEXT)


def test_without_a_network_the_page_says_so(site, alice, case):
    alice.goto(f"/cases/{case}")
    alice.locator("#text").fill(TEXT)
    alice.context.set_offline(True)
    alice.locator(SEND).click()
    expect(alice.locator("#composer .unanswered")).to_contain_text("was not sent")
    expect(alice.locator("#text")).to_have_value(TEXT)
    alice.context.set_offline(False)
    expect(alice.locator(SEND)).to_be_enabled()
    alice.locator(SEND).click()
    expect(alice.locator(".messages")).to_contain_text(TEXT)
    assert site.said(case).count(TEXT) == 1


def test_a_double_click_sends_once(site, alice, case):
    alice.goto(f"/cases/{case}")
    alice.locator("#text").fill(TEXT)
    alice.locator(SEND).dblclick()
    expect(alice.locator(".messages")).to_contain_text(TEXT)
    assert site.said(case).count(TEXT) == 1


def test_two_tabs_the_second_is_told_and_goes_on_with_its_text(site, alice, case):
    alice.goto(f"/cases/{case}")
    alice.locator("#text").fill(TEXT)
    site.app.cases.act(site.person("amir"), case, "ask_customer", {"body": "Which roll?"})
    alice.locator(SEND).click()
    told = alice.locator(".conflict")
    expect(told).to_contain_text(
        "Amir Aziz asked the customer (just now), so this case is now Pending Customer."
    )
    expect(alice.locator(".top")).to_have_count(1)
    alice.get_by_role("button", name="Go to the case with this text").click()
    expect(alice.locator("#text")).to_have_value(TEXT)
    assert TEXT not in site.said(case)


def test_somebody_who_looks_on_is_told_that_the_case_moved(site, alice, case):
    alice.clock.install()
    alice.goto(f"/cases/{case}")
    site.app.cases.act(site.person("bob"), case, "customer_closes")
    alice.clock.run_for(21_000)
    expect(alice.locator(".news")).to_contain_text("Bob Brown reported it as resolved")


def test_the_back_button_after_sending_does_not_send_again(site, alice, case):
    alice.goto("/inbox")
    alice.goto(f"/cases/{case}")
    alice.locator("#text").fill(TEXT)
    alice.locator(SEND).click()
    expect(alice.locator(".messages")).to_contain_text(TEXT)
    alice.go_back()
    alice.go_forward()
    expect(alice.locator(".messages")).to_contain_text(TEXT)
    expect(alice.locator("#text")).to_have_value("")
    assert site.said(case).count(TEXT) == 1


def test_enter_on_the_choice_of_a_note_sends_nothing_to_the_customer(site, alice, case):
    alice.goto(f"/cases/{case}")
    alice.locator("#text").fill(TEXT)
    alice.locator("[name=mode][value=note]").check()
    alice.keyboard.press("Enter")
    alice.wait_for_timeout(200)
    assert TEXT not in site.said(case)
