"""What a page is on paper: what is known, black on white, without what can be pressed."""

import shutil
import subprocess

import pytest
from playwright.sync_api import expect

from tests.browser.tour import REPLIED, WORKING
from tests.required import missing

pytestmark = pytest.mark.browser

PRESSED = "button, input, select, textarea, .button, nav, kbd"
DARK = {"color_scheme": "dark", "viewport": {"width": 1440, "height": 900}}


@pytest.fixture
def opened(site, browser):
    """Opens a page in dark mode."""
    windows = []

    def open(who, path):
        windows.append(site.window(browser, who, **DARK))
        page = windows[-1].new_page()
        page.goto(path)
        return page

    yield open
    for window in windows:
        window.close()


def on_paper(page):
    page.emulate_media(media="print", color_scheme="dark")
    return page


def seen(page, selector):
    return [found for found in page.locator(selector).all() if found.is_visible()]


def colour_of(page, selector, name="color"):
    return page.locator(selector).first.evaluate(f"e => getComputedStyle(e)['{name}']")


@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("carol", "/inbox?view=all"),
        ("alice", lambda site: f"/cases/{site.number(WORKING)}"),
        ("bob", lambda site: f"/my/{site.number(WORKING)}"),
    ],
)
def test_nothing_that_can_be_pressed_is_printed_and_ink_is_black(site, opened, who, path):
    page = on_paper(opened(who, path(site) if callable(path) else path))
    assert seen(page, PRESSED) == []
    assert seen(page, "h1") and seen(page, ".as-of")
    assert colour_of(page, "h1") == "rgb(0, 0, 0)"
    assert colour_of(page, "body", "background-color") == "rgb(255, 255, 255)"


def test_a_printed_note_says_that_the_customer_cannot_see_it(site, opened):
    page = on_paper(opened("alice", f"/cases/{site.number(WORKING)}"))
    note = page.locator(".message.internal").first
    expect(note.locator(".tag")).to_contain_text("the customer cannot see this")
    style = note.evaluate("e => getComputedStyle(e).borderTopStyle")
    assert style == "dashed" != colour_of(page, ".message.public", "borderTopStyle")


def test_a_printed_case_has_its_conversation_history_and_whole_diagram(site, opened, tmp_path):
    if not shutil.which("pdftotext"):
        missing("browser", "pdftotext", "apt-get install poppler-utils")
    page = opened("alice", f"/cases/{site.number(REPLIED)}")
    page.keyboard.press("d")
    page.locator(".stage.live").wait_for()
    page.pdf(path=tmp_path / "case.pdf", format="A4", prefer_css_page_size=True)
    first, second, *more = told(tmp_path / "case.pdf")
    assert more == [""]  # after the last form feed
    assert all(word in first for word in ("submitted", "consent", "Reminded"))  # from end to end
    assert "Please send the list of days for this year." in second
    assert "Fatima Farouk submitted the case. The case is New." in second
    assert "will read this" not in second and "Tags" not in second  # nothing is written on paper
    assert "3 Mar 2026 12:20" in second and "yesterday" not in second
    (wide, high), (narrow, tall) = sizes(tmp_path / "case.pdf")
    assert wide == tall > high == narrow
    expect(page.locator(".stage .picture")).to_have_count(
        0
    )  # on the screen it is the viewer's again


def told(pdf):
    """The text of each page."""
    return run("pdftotext", "-layout", pdf, "-").split("\f")


def sizes(pdf):
    """Width and height of the first pages, in points."""
    lines = run("pdfinfo", "-l", "2", pdf).splitlines()
    return [
        (round(float(words[3])), round(float(words[5])))
        for words in map(str.split, lines)
        if words[2:3] == ["size:"]
    ]


def run(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout
