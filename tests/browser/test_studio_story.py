"""The whole way of a change, as an owner goes it who knows only bpmn.io: drawn, mended, played, compared,
tried, published by two, and running cases moved onto it and back. Nothing here reads a manual."""

import re
from functools import partial

import pytest
from playwright.sync_api import expect

from runner import bpmn as diagrams
from runner.deployment.diagram_drafts import package_of
from tests.browser.conftest import serving
from tests.browser.ways_through import ways_through
from tests.desk import Desk

pytestmark = pytest.mark.browser

PAST = 4


@pytest.fixture(params=[20, pytest.param(1000, marks=pytest.mark.soak)])
def served(request, tmp_path):
    """A desk where a second owner, Olga, approves versions, with cases in work and some that ended."""
    desk = Desk(tmp_path, approval=True)
    desk.olga = desk.app.accounts.add("olga@example.com", "Olga", ["process_owner"])
    desk.running = [
        desk.open(subject=f"Printer {number}").to("Work in Progress")
        for number in range(request.param)
    ]
    for _ in range(PAST):
        desk.open().to("Closed")
    with serving(desk):
        yield desk


@pytest.fixture
def page_of(page_of):
    return partial(page_of, reduced_motion="reduce")


def test_a_change_goes_all_the_way_to_running_cases_and_back(page_of, served):
    owner = page_of(served.owen, "/studio")
    draws_a_button_with_a_form_and_a_reminder(owner)
    nothing_is_led_through_an_element(served)
    plays_and_records_it(owner)
    compares_and_tries_it(owner)
    publishes_it(owner)
    a_second_person_approves_it(page_of(served.olga, "/studio"))
    moves_a_part_and_then_the_rest(owner, served)
    an_agent_presses_the_button(page_of, served)
    takes_it_back(owner, served)


def draws_a_button_with_a_form_and_a_reminder(page):
    page.get_by_role("button", name="Edit what runs now").click()
    page.get_by_role("link", name="Draw").click()
    page.locator(".editor.ready").wait_for()
    expect(said(page)).to_have_text("Nothing is wrong with it.")

    drag(page, "create.wait", to=(350, 560))
    name(page, "Wait for engineering")
    choose(page, "next_step")
    page.get_by_label("One more way, to").select_option("Wait for engineering")
    choose(page, "wait_for_engineering")
    pad(page, "attach.timer")
    page.get_by_label("After", exact=True).fill("3")
    page.keyboard.press("Tab")
    pad(page, "append.tell")
    name(page, "Remind the owner")
    text = page.get_by_label("{number}, {subject} and other facts are filled in")
    text.fill("Ask engineering about {number}.")
    page.keyboard.press("Tab")
    page.get_by_text("With a real case").click()
    page.get_by_role("button", name="Show it").click()
    expect(page.locator(".letter-text")).to_have_text(re.compile(r"Ask engineering about C-\d+\."))
    expect(page.get_by_label("The owner of the case")).to_be_checked()
    page.get_by_role("button", name="End it here").click()
    lead = page.get_by_role("button", name="Lead it back to “Investigate and propose a solution”")
    lead.click()
    page.keyboard.type("Engineering answered")
    page.keyboard.press("Tab")

    page.get_by_role("button", name="Name the button that leads to").click()
    page.keyboard.type("Escalate to engineering")
    page.keyboard.press("Tab")
    page.locator('[data-element-id="escalate_to_engineering"]').first.wait_for()
    said_of_nobody = page.locator("[name=audience] option:checked")
    expect(said_of_nobody).to_have_text("as its task says: Support")
    page.get_by_role("button", name="Add a field").click()
    page.get_by_label("Label").fill("What shall they look at?")
    page.keyboard.press("Tab")
    page.get_by_label("What is written is").select_option("an internal note")
    page.get_by_label("Needed").check()

    page.get_by_role("button", name="Give it the status “Wait for engineering”").click()
    page.get_by_role("button", name="Hear the customer here").click()
    expect(said(page)).to_have_text("Errors: 0. Warnings: 1.")
    expect(page.locator(".editor-findings")).to_contain_text("texts.de.toml has no text for")
    expect(page.locator("#saved")).to_have_text("Saved")


def nothing_is_led_through_an_element(served):
    (draft,) = served.app.diagram_drafts.listed(served.owen)
    kept = package_of(served.app.diagram_drafts.get(served.owen, draft.id))
    assert ways_through(diagrams.read(kept.data, kept.files)) == set()


def plays_and_records_it(page):
    page.get_by_role("link", name="Play", exact=True).click()
    plays(page, "Send first response")
    plays(page, "Escalate to engineering")
    expect(page.locator(".play-standing")).to_contain_text("Wait for engineering")
    page.get_by_role("button", name="Jump to “3 days”").click()
    expect(page.locator(".play-log")).to_contain_text("Time came: “3 days”.")
    expect(page.locator(".play-log")).to_contain_text("To the owner")
    page.get_by_label("A sentence that says").fill("Engineering is asked, and the owner reminded")
    page.get_by_role("button", name="Record as a scenario").click()
    expect(page.locator("main")).to_contain_text("Engineering is asked, and the owner reminded")


def compares_and_tries_it(page):
    page.locator(".off-paper a").first.click()
    page.get_by_role("link", name="Differences").click()
    expect(page.get_by_text("There is a new status, Wait for engineering.")).to_be_visible()
    expect(page.get_by_text("“Escalate to engineering” became possible").first).to_be_visible()
    page.locator(".off-paper a").first.click()
    page.get_by_role("link", name="Try on past cases").click()
    page.get_by_role("button", name="Try on past cases").click()
    expect(page.locator("#trial")).to_contain_text("would have gone the same way")


def publishes_it(page):
    page.locator(".off-paper a").first.click()
    page.get_by_label("What changed, and why").fill("Engineering is asked from the case.")
    page.get_by_role("button", name="Publish", exact=True).click()
    page.wait_for_url("**/studio/versions/2/review")
    expect(page.get_by_role("heading", name="Version 2 waits for approval")).to_be_visible()
    expect(page.get_by_text("Olga may do that.")).to_be_visible()


def a_second_person_approves_it(page):
    page.goto("/notifications")
    page.get_by_role("link", name="Version 2 waits for your approval").click()
    expect(page.get_by_text("Engineering is asked from the case.")).to_be_visible()
    expect(page.get_by_text("There is a new status, Wait for engineering.")).to_be_visible()
    page.get_by_role("button", name="Approve version 2").click()
    page.wait_for_url("**/process?version=2")


def moves_a_part_and_then_the_rest(page, served):
    page.reload()  # where it waited, the process is shown now
    page.get_by_role("link", name="Move cases here").first.click()
    expect(page.locator("main")).to_contain_text("Button Escalate to engineering (Support)")
    page.get_by_text("All of them").click()
    expect(page.get_by_label("The part", exact=True)).to_be_hidden()
    page.get_by_text("A part of them").click()
    page.get_by_label("The part", exact=True).select_option("25")
    page.get_by_label("I have read").check()
    page.get_by_role("button", name="Begin to move").click()
    page.wait_for_url("**/process/migrations/*")
    served.work()
    expect(page.get_by_role("heading", name="The first cases have moved")).to_be_visible()
    page.get_by_role("button", name="Move the other").click()
    served.work()
    expect(page.get_by_role("heading", name="It is done")).to_be_visible()
    moved = f"{len(served.running):,} of {len(served.running):,} cases moved"
    expect(page.locator("#migration")).to_contain_text(moved)


def an_agent_presses_the_button(page_of, served):
    case = served.running[0]
    page = page_of(served.alice, f"/cases/{case.number}")
    page.locator(".segment", has_text="Escalate to engineering").click()
    expect(page.locator("#composer :focus")).to_be_visible()
    page.keyboard.type("The printer dims the light.")
    page.locator("#composer [data-send]:visible").click()
    expect(page.locator(".chip").first).to_have_text("Wait for engineering")
    assert case.status == "Wait for engineering"


def takes_it_back(page, served):
    """All but the case on which somebody has worked since."""
    page.get_by_role("button", name="back").click()
    served.work()
    expect(page.get_by_role("heading", name="It was taken back")).to_be_visible()
    back = f"{len(served.running) - 1:,} cases came back"
    expect(page.locator("#migration")).to_contain_text(back)
    assert served.running[0].status == "Wait for engineering"


# ------------------------------------------------------------------ hands


def said(page):
    return page.locator("#check-title [role=status]")


def choose(page, element):
    """Waits until the panel is that of the element. The editor may take the first click after a
    drag for the end of that."""
    hit = page.locator(f'[data-element-id="{element}"] .djs-hit').first
    shown = expect(page.locator(".editor-panel [name=id]"))
    hit.dispatch_event("click")
    try:
        shown.to_have_value(element, timeout=3_000)
    except AssertionError:
        hit.dispatch_event("click")
        shown.to_have_value(element)


def drag(page, entry, to):
    """From the palette to a place in the window."""
    box = page.locator(f'.djs-palette [data-action="{entry}"]').bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(to[0] - 40, to[1] - 40, steps=3)
    page.mouse.move(*to, steps=3)
    page.mouse.up()


def pad(page, entry):
    page.locator(f'.djs-context-pad [data-action="{entry}"]').click()


def name(page, text):
    """Names what was just drawn, and waits until it is what the panel shows."""
    page.locator(".djs-direct-editing-content").fill(text)
    page.keyboard.press("Enter")
    expect(page.get_by_label("Name", exact=True)).to_have_value(text)


def plays(page, label):
    step = page.locator("details.action", has_text=label).first
    step.locator("summary").click()
    step.locator("button").click()
    expect(page.locator(".play-log")).to_contain_text(f"chose “{label}”")
