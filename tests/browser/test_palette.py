"""The palette, by keyboard alone."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


@pytest.fixture
def page(site, browser):
    window = site.window(browser, "alice", viewport={"width": 1280, "height": 800})
    yield window.new_page()
    window.close()


def opened(page):
    page.keyboard.press("Control+k")
    expect(page.locator("#palette-found a").first).to_be_visible()
    return page.locator("#palette [name=q]")


def test_some_letters_and_enter_lead_to_a_view(page, axe):
    page.goto("/inbox?view=all")
    field = opened(page)
    expect(field).to_be_focused()
    axe.load(page)
    assert not axe.finds(page)
    field.fill("unass")
    expect(page.locator("#palette-found a")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Unassigned")


def test_the_arrows_go_through_what_was_found_and_escape_closes_it(page):
    page.goto("/inbox?view=all")
    page.locator("[data-row] [data-open]").first.click()
    page.wait_for_url("**/cases/*")
    address = page.url
    field = opened(page)
    page.keyboard.press("ArrowDown")
    expect(page.locator("#palette-found a").first).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(field).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(page.locator("#palette")).to_be_hidden()
    opened(page).fill("inbox")
    page.keyboard.press("Escape")
    expect(page.locator("#palette")).to_be_hidden()
    expect(page).to_have_url(address)


def test_what_is_not_found_is_searched_for(page):
    page.goto("/inbox?view=all")
    opened(page).fill("zzgrommet")
    expect(page.locator("#palette-found")).to_contain_text("Nothing has all of these words")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("zzgrommet")


def test_the_map_of_keys_has_those_of_the_page_and_those_of_everywhere(page):
    page.goto("/inbox?view=all")
    page.keyboard.press("?")
    keys = page.get_by_role("dialog", name="Keys")
    for label in ("Inbox", "Search cases", "Tick", "Go to", "Back, or close"):
        expect(keys.get_by_text(label, exact=True)).to_be_visible()
