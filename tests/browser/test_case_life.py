"""A case from submission to Closed and again, as agent and customer: with the mouse, with the keyboard
alone, and without JavaScript."""

import re

import pytest
from playwright.sync_api import expect

from runner.cases import CaseQuery, Submission
from tests.browser.site import status_chip

pytestmark = pytest.mark.browser


@pytest.fixture
def windows(site, browser):
    opened = []

    def window(who, **how):
        opened.append(site.window(browser, who, viewport={"width": 1280, "height": 800}, **how))
        return opened[-1].new_page()

    yield window
    for context in opened:
        context.close()


def status(page, name):
    expect(status_chip(page)).to_have_text(name)


def number_in(page):
    return re.search(r"C-\d+", page.url)[0]


# ------------------------------------------------------------------ with a mouse, and without a script


SEND = "#composer [data-send]:visible"


def send(page, text, way=None):
    """Writes in the composer and sends, as a reply or by another segment."""
    if way:
        page.locator("#composer .segment", has_text=way).click()
    page.locator("#text").fill(text)
    page.locator(SEND).click()


@pytest.mark.parametrize(
    "script",
    [
        pytest.param(True, id="with a mouse", marks=pytest.mark.soak),
        pytest.param(False, id="without JavaScript"),
    ],
)
def test_a_case_is_worked_to_its_end_and_repeated(windows, script):
    bob = windows("bob", java_script_enabled=script)
    bob.goto("/submit")
    bob.get_by_label("In a few words").fill("The oven hums")
    bob.get_by_label("What happened?").fill("All night long.")
    bob.get_by_role("button", name="Send").click()
    status(bob, "New")
    number = number_in(bob)

    alice = windows("alice", java_script_enabled=script)
    alice.goto("/inbox?view=unassigned")
    alice.get_by_role("button", name=f"Claim {number}").click()
    expect(alice.get_by_role("button", name=f"Claim {number}")).to_have_count(0)
    alice.goto(f"/cases/{number}")
    send(alice, "Thank you, Bob. I am on it.")
    status(alice, "Work in Progress")
    send(alice, "Is it the old fan?", way="Ask customer")
    status(alice, "Pending Customer")

    bob.goto(f"/my/{number}")
    bob.get_by_label("Write to us").fill("Yes, the old one.")
    bob.get_by_role("button", name="Send", exact=True).click()
    status(bob, "Customer Replied")
    alice.goto(f"/cases/{number}")
    alice.locator("#composer .aside button", has_text="Acknowledge").click()
    status(alice, "Work in Progress")
    send(alice, "Turn it by 90 degrees.", way="Propose solution")
    status(alice, "Solution Proposed")

    bob.goto(f"/my/{number}")
    bob.locator("summary", has_text="Reject Solution").click()
    bob.get_by_label("What is missing?").fill("It still hums.")
    bob.get_by_role("button", name="Reject Solution").click()
    status(bob, "Work in Progress")
    alice.goto(f"/cases/{number}")
    expect(alice.locator(".messages")).to_contain_text("It still hums.")
    expect(alice.locator(".history")).to_contain_text("Bob Brown rejected the solution.")
    send(alice, "Then replace it.", way="Propose solution")
    status(alice, "Solution Proposed")

    bob.goto(f"/my/{number}")
    bob.locator("summary", has_text="Accept Solution").click()
    expect(bob.get_by_text("This closes the case.").first).to_be_visible()
    bob.get_by_role("button", name="Accept Solution").click()
    status(bob, "Closed")
    bob.locator("summary", has_text="Repeat Case").click()
    bob.get_by_label("Has it come back?").fill("It hums again.")
    bob.get_by_role("button", name="Repeat Case").click()
    status(bob, "New")
    assert number_in(bob) != number
    bob.get_by_role("link", name=number).click()
    expect(bob.locator(".crumbs")).to_contain_text("repeated by")


# ------------------------------------------------------------------ with the keyboard alone

FOCUSED = """() => { const e = document.activeElement;
  return (e.labels?.[0]?.textContent || e.getAttribute('aria-label') || e.textContent || '').trim(); }"""


def tab_to(page, label):
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUSED).startswith(label):
            return
    raise AssertionError(f"The Tab key does not come to {label}")


def keys(page, *pressed):
    for key in pressed:
        page.keyboard.press(key)


def submit_by_keyboard(bob):
    bob.goto("/my")
    tab_to(bob, "New request")
    keys(bob, "Enter")
    bob.wait_for_url("**/submit")
    tab_to(bob, "In a few words")
    bob.keyboard.type("The mixer stops")
    tab_to(bob, "What happened?")
    bob.keyboard.type("After two minutes.")
    keys(bob, "Control+Enter")
    bob.wait_for_url("**/my/C-*")
    return number_in(bob)


def claim_by_keyboard(alice, number):
    alice.goto("/notifications")
    keys(alice, "g", "i")
    alice.wait_for_url("**/inbox")
    keys(alice, "/")
    alice.keyboard.type("mixer")
    keys(alice, "Enter")
    alice.wait_for_url("**/search?q=mixer*")
    expect(alice.get_by_role("link", name="mixer")).to_have_count(1)
    alice.goto("/inbox?view=all&q=mixer")
    keys(alice, "j", "c")
    expect(alice.get_by_role("button", name=f"Claim {number}")).to_have_count(0)
    alice.goto(f"/inbox?view=mine&q={number}")
    keys(alice, "j", "Enter")
    alice.wait_for_url("**/cases/C-*")


def test_a_case_is_worked_with_the_keyboard_alone(windows):
    bob, alice = windows("bob"), windows("alice")
    number = submit_by_keyboard(bob)
    claim_by_keyboard(alice, number)
    keys(alice, "r")
    alice.keyboard.type("I will look at it.")
    keys(alice, "Control+Enter")
    status(alice, "Work in Progress")
    keys(alice, "n")
    alice.keyboard.type("Same motor as the oven?")
    keys(alice, "Control+Enter")
    expect(alice.locator(".message.internal")).to_contain_text("Same motor")
    keys(alice, "2")
    alice.keyboard.type("Which model is it?")
    keys(alice, "Control+Enter")
    status(alice, "Pending Customer")
    keys(alice, "1")
    status(alice, "Pending Customer")  # a digit chooses
    keys(alice, "Enter")
    status(alice, "Work in Progress")
    keys(alice, "1")
    alice.keyboard.type("Replace the fuse.")
    keys(alice, "Control+Enter")
    status(alice, "Solution Proposed")
    keys(alice, "?")
    expect(alice.locator("dialog[open]")).to_contain_text("Withdraw the proposal")
    expect(alice.locator("dialog li").get_by_text("Reply", exact=True)).to_be_visible()
    keys(alice, "Escape", "Escape")
    alice.wait_for_url("**/inbox*")

    bob.reload()
    keys(bob, "2")
    bob.keyboard.type("There is no fuse.")
    keys(bob, "Control+Enter")
    status(bob, "Work in Progress")
    alice.goto(f"/cases/{number}")
    keys(alice, "1")
    alice.keyboard.type("Then the relay.")
    keys(alice, "Control+Enter")
    status(alice, "Solution Proposed")
    bob.reload()
    keys(bob, "1", "Enter")
    status(bob, "Closed")


# ------------------------------------------------------------------ how many clicks


def clicks(page, *selectors):
    """Clicks with the mouse, one after the other; what is typed goes to whatever has the focus.
    Returns how many clicks it took."""
    count = 0
    for step in selectors:
        if step.startswith("type:"):
            page.keyboard.type(step.removeprefix("type:"))
        elif step.startswith("press:"):
            page.keyboard.press(step.removeprefix("press:"))
        else:
            page.locator(step).click()
            count += 1
    return count


@pytest.fixture
def at(site):
    """Opens a case and brings it to where Alice's or Bob's next step is."""

    def at(*steps):
        alice, bob = site.person("alice"), site.person("bob")
        number = site.app.cases.open(
            bob, Submission("A drawer is stuck", "It does not open.")
        ).case.number
        for step in steps:
            site.app.cases.act(alice, number, step, {"body": "Thank you."})
        return number

    return at


ASKING = ".segment:has([value=ask_customer])"
ANSWERING = ".segment:has([value=send_first_response-propose_solution])"
PROPOSING = ".segment:has([value=propose_solution])"
WITHDRAWING = ".segment:has([value=withdraw_proposal-reply])"
RESPOND, ASK, PROPOSE = "send_first_response", "ask_customer", "propose_solution"


@pytest.mark.parametrize(
    ("done", "who", "steps", "becomes"),
    [
        ([], "alice", ["#text", "type:Hello.", SEND], "Work in Progress"),
        ([RESPOND], "alice", [ASKING, "type:Which?", SEND],
         "Pending Customer"),
        ([RESPOND], "alice", [PROPOSING, "type:Oil it.", SEND],
         "Solution Proposed"),
        ([RESPOND], "alice", ["#text", "type:Still looking.", SEND],
         "Work in Progress"),
        ([], "alice", [ANSWERING, "type:Oil it.", SEND], "Solution Proposed"),
        ([RESPOND, ASK], "alice", ["#text", "type:Any news?", SEND], "Pending Customer"),
        ([RESPOND, ASK], "bob", ["#text", "type:The blue one.", SEND], "Customer Replied"),
        ([RESPOND, PROPOSE], "bob",
         ["summary:has-text('Accept Solution')", "button:has-text('Accept Solution')"], "Closed"),
    ],
    ids=["respond", "ask", "propose", "reply while working", "answer and propose", "reply while waiting", "answer",
         "accept"],
)  # fmt: skip
def test_what_is_done_all_day_takes_two_clicks(windows, at, done, who, steps, becomes):
    page = windows(who)
    page.goto(f"/{'my' if who == 'bob' else 'cases'}/{at(*done)}")
    assert clicks(page, *steps) == 2
    for text in (step.removeprefix("type:") for step in steps if step.startswith("type:")):
        expect(page.locator(".messages")).to_contain_text(text)
    status(page, becomes)


def test_a_proposal_is_withdrawn_with_a_reply_by_keyboard(windows, at, site):
    number = at(RESPOND, PROPOSE)
    said = site.said(number)
    page = windows("alice")
    page.goto(f"/cases/{number}")
    keys(page, page.locator(f"{WITHDRAWING} input").get_attribute("data-key"))
    expect(page.locator("#text")).to_be_focused()
    page.keyboard.type("Not the fuse.")
    keys(page, "Control+Enter")
    expect(page.locator(".consequence:visible")).to_contain_text("This ends the proposal")
    expect(page.locator(SEND)).to_be_focused()
    assert site.said(number) == said  # it asks, and has sent nothing
    keys(page, "Enter")
    status(page, "Work in Progress")
    assert site.said(number) == [*said, "Not the fuse."]


def test_a_proposal_is_withdrawn_with_a_reply_without_a_script(windows, at, site):
    number = at(RESPOND, PROPOSE)
    said = site.said(number)
    page = windows("alice", java_script_enabled=False)
    page.goto(f"/cases/{number}")
    page.locator(WITHDRAWING).click()
    page.locator("#text").fill("Not the fuse.")
    expect(page.locator(SEND)).to_have_count(0)
    page.locator(".way:visible details.confirm > summary").click()
    expect(page.locator(".consequence:visible")).to_contain_text("This ends the proposal")
    page.locator(SEND).click()
    status(page, "Work in Progress")
    assert site.said(number) == [*said, "Not the fuse."]


SEARCH = "form.find [name=q]"


def test_what_is_begun_in_the_inbox_takes_three_clicks_or_fewer(windows, at, site):
    page = windows("alice")
    for way, becomes in (("#text", "Work in Progress"), (ANSWERING, "Solution Proposed")):
        number = at()
        page.goto("/inbox?view=unassigned")
        assert clicks(page, f"[data-row='{number}'] [data-open]", way, "type:Oil it.", SEND) == 3
        status(page, becomes)

    site.app.cases.comment(site.person("bob"), number, "It smells of quinces.")
    page.goto("/inbox")
    assert clicks(page, SEARCH, "type:quince", "press:Enter", ".hits [data-open]") == 2
    expect(page.locator("[data-case]")).to_have_attribute("data-case", number)

    due = CaseQuery(open=True, order="due")
    first = site.app.cases.list(site.person("alice"), due, limit=1).items[0].number
    page.goto("/inbox")
    assert clicks(page, ".views a:has-text('Breaching next')") == 1
    expect(page.locator("[data-row]").first).to_have_attribute("data-row", first)


def test_a_way_that_is_chosen_says_what_would_happen_now(windows, at):
    page = windows("alice")
    page.goto(f"/cases/{at(RESPOND)}")
    page.locator(ASKING).click()
    then = page.locator("#composer .then:visible")
    expect(then).to_contain_text("Work in Progress → Pending Customer")
    expect(page.locator("#case h1")).to_be_visible()
    page.locator(PROPOSING).click()
    expect(then).to_contain_text("Solution Proposed")


def test_a_text_can_be_typed_right_after_its_way_is_chosen(windows, at):
    page = windows("alice")
    page.goto(f"/cases/{at(RESPOND)}")
    span = page.locator(PROPOSING).locator("span")
    assert span.evaluate("it => (it.click(), document.activeElement.id)") == "text"
    expect(page.locator(PROPOSING).locator("input")).to_be_checked()


@pytest.mark.parametrize("width", [1280, 360])
def test_a_button_stays_where_it_is_when_the_outcome_comes(windows, at, width):
    page = windows("alice")
    page.set_viewport_size({"width": width, "height": 800})
    held = []
    page.route("**/outcome/**", lambda route: held.append(route))  # noqa: PLW0108 - no method of a builtin is taken
    page.goto(f"/cases/{at(RESPOND)}")
    with page.expect_request("**/outcome/**"):
        page.locator(PROPOSING).click()
        page.locator(SEND).scroll_into_view_if_needed()
    place = "it => it.getBoundingClientRect().top + scrollY"
    before = page.locator(SEND).evaluate(place)
    for request in held:
        request.continue_()
    expect(page.locator("#composer .then:visible li").nth(1)).to_be_visible()
    assert page.locator(SEND).evaluate(place) == before


def test_a_customer_on_a_phone_presses_send_where_it_stands(windows, site):
    """The field was lower once it had no focus, and the button went from under the finger."""
    number = site.app.cases.open(site.person("bob"), Submission("Cold", "Always.")).case.number
    page = windows("bob")
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"/my/{number}")
    page.get_by_label("Write to us").fill("Since Monday.")
    page.evaluate("scrollTo(0, document.body.scrollHeight - innerHeight - 100)")
    box = page.get_by_role("button", name="Send", exact=True).bounding_box()
    page.mouse.click(box["x"] + 20, box["y"] + 20)
    expect(page.locator(".messages")).to_contain_text("Since Monday.")


def test_a_case_is_handed_over_with_a_note_in_three_clicks(windows, at, site):
    page = windows("alice")
    number = at(RESPOND)
    page.goto(f"/cases/{number}")
    begun = clicks(page, ".owner > summary")
    expect(page.locator("#hand-over-note")).to_be_focused()
    heir, button = ".heirs label:has-text('Amir Aziz')", "button:has-text('Hand over')"
    assert begun + clicks(page, "type:Same motor as the oven.", heir, button) == 3
    expect(page.locator(".owner > summary")).to_contain_text("Amir Aziz")
    expect(page.locator(".message.internal")).to_contain_text("Same motor as the oven.")
    told = site.app.notifications.of(site.person("amir")).items[0]
    assert "Same motor as the oven." in told.body
