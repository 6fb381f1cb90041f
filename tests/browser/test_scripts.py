"""What a script adds to a page that works without it: files that are dropped or pasted, a canned
response put in, the bell, who else is here, what is written in a second field, whom a note names."""

import pytest
from playwright.sync_api import expect

from runner.cases import Submission

pytestmark = pytest.mark.browser

BRINGS = """([event, name]) => {
  const data = new DataTransfer();
  data.items.add(new File(["It hums."], name, { type: "text/plain" }));
  const init = { bubbles: true, cancelable: true };
  const made = event === "paste" ? new ClipboardEvent(event, { ...init, clipboardData: data })
    : new DragEvent(event, { ...init, dataTransfer: data });
  document.querySelector("form:has(.attach) textarea").dispatchEvent(made);
}"""

COPIES_FROM_A_TABLE = """() => {
  const data = new DataTransfer();
  data.setData("text/plain", "Oven 3");
  data.setData("text/html", "<td>Oven 3</td>");
  data.items.add(new File(["its picture"], "image.png", { type: "image/png" }));
  const made = new ClipboardEvent("paste", { bubbles: true, cancelable: true, clipboardData: data });
  return document.querySelector("form:has(.attach) textarea").dispatchEvent(made);
}"""
"""True where the browser goes on and pastes the text."""

PICKED = {"name": "picked.txt", "mimeType": "text/plain", "buffer": b"All day."}


def test_what_scripts_do_on_the_page_of_a_case(site, browser, alice):
    bob, amir = site.person("bob"), site.person("amir")
    number = site.app.cases.open(
        bob, Submission("The oven hums", "All night.", product="Oven 3")
    ).case.number
    alice.clock.install()
    alice.goto(f"/cases/{number}")

    for event, name in (("paste", "pasted.txt"), ("drop", "dropped.txt")):
        alice.evaluate(BRINGS, [event, name])
        expect(alice.locator(".files.waiting")).to_contain_text(name)
    assert alice.evaluate(COPIES_FROM_A_TABLE)
    expect(alice.locator(".files.waiting input:checked")).to_have_count(2)

    alice.get_by_label("Canned response").select_option("Ask for the version")
    alice.get_by_role("button", name="Insert").click()
    expect(alice.locator("#text")).to_have_value(
        "Dear Bob,\n\nwhich version of Oven 3 do you use? You find it under *Help*."
    )
    expect(alice.locator("#text")).to_be_focused()
    expect(alice.locator(".files.waiting input:checked")).to_have_count(2)

    other = site.window(browser, "amir")
    looking = other.new_page()
    looking.goto(f"/cases/{number}")
    expect(looking.locator(".presence")).to_contain_text("Alice Arden is")
    site.app.cases.update(amir, number, {"owner": "alice@example.com", "note": "Yours."})
    before = alice.locator("#bell").get_attribute("aria-label")
    alice.clock.run_for(25_000)
    expect(alice.locator(".presence")).to_contain_text("Amir Aziz is looking at this")
    expect(alice.locator("#bell")).not_to_have_attribute("aria-label", before)
    other.close()

    alice.goto(f"/cases/{number}")
    held = []
    alice.route(f"**/cases/{number}", lambda route: held.append(route), times=1)  # noqa: PLW0108 - no method of a builtin is taken
    with alice.expect_request(f"**/cases/{number}"):
        alice.get_by_label("Priority").select_option("P1")
    component = alice.get_by_label("Environment")
    component.fill("Fan")
    held[0].continue_()
    expect(alice.locator(".history")).to_contain_text("changed the priority from P3 to P1")
    expect(component).to_have_value("Fan")
    expect(component).to_be_focused()
    component.blur()
    expect(alice.locator(".history")).to_contain_text("Fan")
    mention(alice)
    files_on_other_forms(site, browser, alice)


def files_on_other_forms(site, browser, alice):
    """Where a visitor writes, they wait in the field, and go with the form."""
    alice.goto("/new")
    alice.evaluate(BRINGS, ["drop", "called.txt"])
    expect(alice.locator(".files.waiting input:checked")).to_have_count(1)

    visitor = site.window(browser, None)
    page = visitor.new_page()
    page.goto("/submit")
    for event, name in (("paste", "pasted.txt"), ("drop", "dropped.txt")):
        page.evaluate(BRINGS, [event, name])
    expect(page.locator("#upload-help")).to_have_text("2 files are here.")
    page.locator("#upload").set_input_files([])
    expect(page.locator("#upload-help")).to_have_text("")
    page.locator("#upload").set_input_files([PICKED])
    expect(page.locator("#upload-help")).to_have_text("The file is here.")
    page.evaluate(BRINGS, ["drop", "dropped.txt"])
    expect(page.locator("#upload-help")).to_have_text("2 files are here.")
    for label, text in (("Your name", "Zoe"), ("Your mail address", "zoe@bakery.example")):
        page.get_by_label(label).fill(text)
    page.get_by_label("In a few words").fill("The kettle sings")
    page.get_by_label("What happened?").fill("All day.")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("a.file")).to_have_count(2)
    page.evaluate(BRINGS, ["drop", "more.txt"])
    page.get_by_label("Write to us").fill("And this.")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("a.file")).to_have_count(3)
    visitor.close()


def mention(alice):
    """By keyboard alone: what is typed behind an @ in a note is completed, in a reply it is text."""
    text, offered = alice.locator("#text"), alice.locator("#mentions [role=option]")
    text.press_sequentially("Dear @am")
    alice.clock.run_for(1000)
    expect(offered).to_have_count(0)
    text.clear()
    alice.locator("h1").focus()
    alice.keyboard.press("n")
    text.press_sequentially("Ask @a")
    alice.clock.run_for(1000)
    expect(offered.first).to_have_attribute("aria-selected", "true")
    text.press_sequentially("m")
    alice.clock.run_for(1000)
    expect(offered).to_have_count(1)
    expect(offered).to_have_text("Amir Aziz @amir")
    expect(text).to_have_attribute("aria-activedescendant", offered.get_attribute("id"))
    alice.keyboard.press("Enter")
    expect(text).to_have_value("Ask @amir ")
    text.press_sequentially(" or @c")
    expect(text).to_have_value("Ask @amir or @c")
    alice.clock.run_for(1000)
    expect(offered).not_to_have_count(0)
    alice.keyboard.press("Escape")
    expect(offered).to_have_count(0)
    expect(text).to_be_focused()
