"""What is sent can be taken back for a while, and what is written is in every tab. The clock stands still: what
is held goes out when a test lets the time pass."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from runner.cases import Submission
from tests.browser.site import Site

pytestmark = pytest.mark.browser

SEND = "#composer [data-send]:visible"
TEXT = "I have looked at the roll, and it is the wrong one."


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    site = Site(tmp_path_factory.mktemp("holding"), undo_send=600)
    yield site
    site.close()


@pytest.fixture
def case(site):
    """A case of Bob's that Alice works on."""
    case = site.app.cases.open(
        site.person("bob"), Submission("Crooked labels", "All of them.")
    ).case
    site.app.cases.act(site.person("alice"), case.number, "send_first_response", {"body": "Yes."})
    return case.number


def test_the_bar_stands_where_send_was_and_z_takes_it_back(site, alice, case, axe):
    alice.goto(f"/cases/{case}")
    alice.locator("#text").fill(TEXT)
    alice.locator(SEND).click()
    bar = alice.locator("#composer .held")
    expect(bar).to_contain_text(TEXT)
    expect(bar).to_contain_text("Nothing has happened yet.")
    axe.load(alice)
    assert axe.finds(alice) == []
    expect(alice.locator("#main h1")).to_be_focused()
    alice.keyboard.press("z")
    expect(alice.locator("#text")).to_have_value(TEXT)
    expect(alice.locator("#text")).to_be_focused()
    assert TEXT not in site.said(case)


def test_send_now_sends_it(site, alice, case):
    alice.goto(f"/cases/{case}")
    alice.locator("#text").fill(TEXT)
    alice.locator(SEND).click()
    alice.get_by_role("button", name="Send now").click()
    expect(alice.locator(".messages")).to_contain_text(TEXT)
    expect(alice.locator("#text")).to_have_value("")
    assert site.said(case).count(TEXT) == 1


def test_the_page_waits_while_something_else_is_written(site, alice, case):
    alice.goto(f"/cases/{case}")
    alice.locator("#text").fill(TEXT)
    alice.locator(SEND).click()
    expect(alice.locator("#composer .held")).to_be_visible()
    alice.locator("details.owner > summary").click()
    note = alice.locator("details.owner textarea")
    note.fill("You know this printer.")
    site.clock.advance(timedelta(seconds=601))
    alice.locator("[data-renews]").dispatch_event("again")
    alice.wait_for_timeout(500)
    expect(note).to_have_value("You know this printer.")
    expect(alice.locator("#composer .held")).to_be_visible()


def test_what_is_under_way_is_not_kept_anew(alice, case):
    """The timer of what was written last ends while the answer is slow."""
    alice.clock.install()
    alice.goto(f"/cases/{case}")
    kept, answers = [], []
    alice.on("request", lambda asked: asked.url.endswith("/unsent") and kept.append(asked))

    def wait(route):
        answers.append(route)

    alice.route("**/messages", wait)
    alice.locator("#text").fill(TEXT)
    alice.locator(SEND).click()
    expect(alice.locator("#text")).not_to_be_editable()
    alice.clock.run_for(2_000)
    assert kept == []
    with alice.expect_request("**/unsent"):
        answers[0].abort()
        expect(alice.locator("#text")).to_be_editable()
        alice.clock.run_for(1_000)
    expect(alice.locator("#text")).to_have_value(TEXT)


def test_a_draft_is_in_every_tab(alice, case):
    alice.goto(f"/cases/{case}")
    with alice.expect_response(lambda answer: answer.url.endswith("/unsent")) as kept:
        alice.locator("#text").fill(TEXT)
    assert kept.value.status == 204
    other = alice.context.new_page()
    other.goto(f"/cases/{case}")
    expect(other.locator("#text")).to_have_value(TEXT)
