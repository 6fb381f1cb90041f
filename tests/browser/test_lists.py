"""From a list to its cases, along them and back, by keyboard."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from runner.cases import Submission

pytestmark = pytest.mark.browser


@pytest.fixture
def window(site, browser):
    window = site.window(browser, "alice", viewport={"width": 1280, "height": 800})
    yield window
    window.close()


@pytest.fixture
def cases(site):
    """Three of Bob's, the newest first."""
    bob = site.person("bob")
    given = [site.app.cases.open(bob, Submission(f"Crumbs {i}", "Everywhere.")) for i in range(3)]
    return [view.case.number for view in given][::-1]


def shows(page, number):
    """Waits for the page of a case, and until its keys are heard."""
    expect(page.locator(".number").first).to_have_text(number)
    page.wait_for_load_state("domcontentloaded")


def test_the_way_from_case_to_case_and_back_to_the_same_place(window, cases):
    first, second, third = cases
    page = window.new_page()
    page.goto("/inbox?view=all&q=Crumbs")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    shows(page, first)
    expect(page.get_by_role("link", name="Previous")).to_have_count(0)
    page.keyboard.press("Shift+J")
    shows(page, second)
    page.keyboard.press("Shift+J")
    shows(page, third)
    page.keyboard.press("Shift+K")
    shows(page, second)
    page.keyboard.press("Escape")
    expect(page.locator("[data-row].at .number")).to_have_text(second)
    expect(page).to_have_url(re.compile(r"/inbox\?view=all&q=Crumbs$"))


def test_a_case_that_came_from_no_list_leads_to_the_inbox(window, cases):
    page = window.new_page()
    page.goto(f"/cases/{cases[0]}")
    expect(page.locator("[data-back]")).to_have_attribute("href", "/inbox")
    expect(page.locator(".neighbours")).to_have_count(0)


def test_a_case_that_was_opened_in_a_report_leads_back_to_it(site, browser, cases):
    window = site.window(browser, "nora", viewport={"width": 1280, "height": 800})
    page = window.new_page()
    page.goto("/inbox?view=all&q=Crumbs")
    report = "/process/cases?at=New&what=now&page=statuses"
    page.goto(report)
    page.locator("main a[href^='/cases/']").first.click()
    expect(page.locator("[data-back]")).to_have_attribute("href", report)
    expect(page.locator("[data-back]")).to_contain_text("Cases behind a figure")
    page.goto(f"{urlsplit(page.url).path}/diagram")  # it leads to the case, not the case to it
    page.locator("main a[href^='/cases/']").first.click()
    expect(page.locator("[data-back]")).not_to_have_attribute("href", re.compile("/diagram"))
    window.close()


def test_cases_are_ticked_by_keyboard_and_changed_together(site, window, cases):
    page = window.new_page()
    page.goto("/inbox?view=all&q=Crumbs")
    for _ in range(2):
        page.keyboard.press("j")
        page.keyboard.press("x")
    expect(page.locator("[data-ticked]")).to_have_text("Ticked: 2")
    page.keyboard.press("b")
    page.get_by_role("button", name="Assign 2 cases").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    site.app.worker.run_due()
    expect(page.get_by_role("heading", name="2 of 2 changed")).to_be_visible()
    alice = site.person("alice")
    owners = [site.app.cases.get(alice, number).case.owner for number in cases]
    assert [owner and owner.name for owner in owners] == ["Alice Arden", "Alice Arden", None]
