"""Every page, looked at by a machine: axe finds nothing, nothing scrolls sideways on a phone, nothing
breaks the content policy, what fingers press is large enough, and one button at most is filled."""

import pytest

from tests.browser.tour import STOPS

pytestmark = pytest.mark.browser

WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 360, "height": 740}

SMALL = """() => [...document.querySelectorAll(
    'button, .button, select, textarea, summary, nav a, input:not([type=hidden], [type=radio], [type=checkbox])'
  )].filter(e => {
    const box = e.getBoundingClientRect();
    return box.width && box.height && e.checkVisibility() && box.height < 43.5;
  }).map(e => e.outerHTML.slice(0, 90))"""


FILLED = """() => [...document.querySelectorAll('.primary')]
  .filter(e => e.getBoundingClientRect().width && e.checkVisibility())
  .map(e => e.textContent.trim())"""

CUT_OFF = """() => [...document.querySelectorAll('details[open] > .menu-box')]
  .map(e => e.getBoundingClientRect())
  .filter(box => box.left < 0 || box.right > innerWidth)"""


@pytest.fixture(scope="module")
def visit(site, browser):
    """Gives a page to somebody; one browser window for each person is enough."""
    opened = {}

    def page_for(who):
        if who not in opened:
            opened[who] = site.window(browser, who, viewport=WIDE)
        page = opened[who].new_page()
        page.faults = []
        page.on(
            "console", lambda said: page.faults.append(said.text) if said.type == "error" else 0
        )
        page.on("pageerror", lambda error: page.faults.append(str(error)))
        return page

    yield page_for
    for window in opened.values():
        window.close()


SEEN = [  # CI has fifteen minutes: it looks at every twelfth page, and soak at all
    pytest.param(stop, marks=pytest.mark.soak if number % 12 else (), id=stop.name)
    for number, stop in enumerate(STOPS)
]


@pytest.mark.parametrize("stop", SEEN)
def test_a_page(site, visit, axe, stop):
    page = visit(stop.who)
    page.goto(stop.address(site))
    stop.then(page)
    axe.load(page)
    assert axe.finds(page) == []
    assert len(page.evaluate(FILLED)) <= 1
    page.emulate_media(color_scheme="dark")
    assert axe.finds(page, "color-contrast") == []
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert page.evaluate(SMALL) == []
    assert page.evaluate(CUT_OFF) == []
    expected = ("status of 4",)  # a refused form is told to the console as well
    assert [fault for fault in page.faults if not any(e in fault for e in expected)] == []
    page.close()
