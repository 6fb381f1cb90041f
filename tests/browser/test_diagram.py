"""The diagram in the browser: where a case is, how cases flow, zoomed, moved and read."""

import gzip
import re

import pytest
from playwright.sync_api import expect

from tests.conftest import ROOT
from tests.patience import until
from tests.required import missing

pytestmark = [pytest.mark.browser, pytest.mark.soak]

BUILT = ROOT / "web" / "static" / "built"
LARGEST = 80_000
"""Bytes of the viewer, compressed as servers send it."""

WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 360, "height": 740}


@pytest.fixture(scope="module", autouse=True)
def bundle():
    if not (BUILT / "viewer.js").is_file():
        missing("browser", "the bundle of the front end", "make install")


def drawn(page):
    page.locator(".stage.live").wait_for()
    return page


def opened(page):
    """A page with its diagram opened by the key for it."""
    page.keyboard.press("d")
    page.locator(".stage").scroll_into_view_if_needed()
    return drawn(page)


def width_of(page, element):
    return page.locator(f'[data-element-id="{element}"]').first.bounding_box()["width"]


def middle(page, selector):
    box = page.locator(selector).first.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_the_viewer_is_small():
    files = [BUILT / "viewer.js", BUILT / "viewer.css"]
    assert sum(len(gzip.compress(file.read_bytes())) for file in files) < LARGEST


def test_it_opens_in_place_with_a_key_and_is_not_fetched_before(page_of, served):
    case = served.open().to("Blocked")
    page = page_of(served.alice, f"/cases/{case.number}")
    fetched = []
    page.on("request", lambda request: fetched.append(request.url))
    page.wait_for_load_state("networkidle")
    assert not page.evaluate(
        "performance.getEntriesByType('resource').some(e => e.name.includes('viewer'))"
    )
    opened(page)
    assert any("viewer.js" in url for url in fetched)
    expect(page).to_have_url(re.compile(f"{case.number}$"))


def test_the_token_the_way_and_the_ways_on_are_marked_where_they_are_drawn(page_of, served):
    case = served.open().to("Blocked")
    page = opened(page_of(served.alice, f"/cases/{case.number}"))
    expect(page.locator(".ring.token")).to_have_count(1)
    task = page.locator('.djs-shape[data-element-id="clear_the_blocker"]').first.bounding_box()
    pin = page.locator(".badge.token").bounding_box()
    assert task["x"] < pin["x"] + pin["width"] / 2 < task["x"] + task["width"]
    assert task["y"] - 30 < pin["y"] < task["y"] + 10
    expect(page.locator(".badge.token")).to_contain_text("since")
    taken = {way.get_attribute("data-element") for way in page.locator(".way.path").all()}
    assert {"send_first_response", "block"} <= taken
    expect(page.locator('.way.next[data-element="clear_blocker"]')).to_have_count(1)


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
@pytest.mark.parametrize("where", ["case", "process"])
def test_the_mark_of_bpmn_io_is_visible_and_uncovered(page_of, served, where, viewport):
    if where == "case":
        case = served.open()
        page = opened(page_of(served.alice, f"/cases/{case.number}", viewport))
    else:
        page = opened(page_of(served.nora, "/process", viewport))
        page.locator('[data-element-id="investigate"] .djs-hit').first.dispatch_event("click")
    mark = page.locator(".bjs-powered-by")
    mark.scroll_into_view_if_needed()
    expect(mark).to_be_visible()
    seen = mark.evaluate(
        """mark => {
            const box = mark.getBoundingClientRect();
            const at = (x, y) => document.elementFromPoint(box.x + box.width * x, box.y + box.height * y);
            return [[.1, .1], [.9, .1], [.5, .5], [.1, .9], [.9, .9]].map(p => mark.contains(at(...p)));
        }"""
    )
    assert seen == [True] * 5
    style = mark.evaluate(
        "mark => [getComputedStyle(mark).opacity, getComputedStyle(mark).visibility]"
    )
    assert style == ["1", "visible"]


def test_it_is_zoomed_by_buttons_and_moved_by_dragging(page_of, served):
    page = opened(page_of(served.nora, "/process"))
    whole = width_of(page, "investigate")
    page.get_by_role("button", name="Zoom in").click()
    page.get_by_role("button", name="Zoom in").click()
    until(lambda: width_of(page, "investigate") > whole * 1.5)
    page.get_by_role("button", name="Zoom out").click()
    page.get_by_role("button", name="Show the whole diagram").click()
    until(lambda: width_of(page, "investigate") == pytest.approx(whole, rel=0.02))
    x, y = middle(page, '[data-element-id="investigate"]')
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 120, y + 40, steps=4)
    page.mouse.up()
    moved = pytest.approx((x + 120, y + 40), abs=20)
    until(lambda: middle(page, '[data-element-id="investigate"]') == moved)


def test_the_wheel_scrolls_the_page_and_zooms_only_with_ctrl(page_of, served):
    page = opened(page_of(served.nora, "/process"))
    page.mouse.move(*middle(page, ".stage"))
    before = width_of(page, "investigate")
    page.mouse.wheel(0, 200)
    until(lambda: page.evaluate("scrollY") > 0)
    assert width_of(page, "investigate") == before
    page.keyboard.down("Control")
    page.mouse.wheel(0, -200)
    page.keyboard.up("Control")
    until(lambda: width_of(page, "investigate") > before * 1.05)


def test_whatever_is_drawn_opens_with_its_figures_by_a_press(page_of, served):
    page = drawn(page_of(served.nora, "/process?level=drawing"))
    with page.context.expect_page() as beside:
        page.locator('[data-element-id="next_step"]').first.click(modifiers=["ControlOrMeta"])
    beside.value.wait_for_url("**at=next_step**")
    expect(page).not_to_have_url(re.compile("at=next_step"))
    page.locator('[data-element-id="next_step"]').first.click()
    page.wait_for_url("**at=next_step**")
    expect(page.locator("#sheet")).to_contain_text("What next?")


def test_a_finger_moves_it(page_of, served):
    page = opened(page_of(served.nora, "/process", PHONE, has_touch=True))
    x, y = middle(page, '[data-element-id="confirm_receipt"]')
    touch = page.context.new_cdp_session(page)
    at = lambda x, y: [{"x": x, "y": y}]  # noqa: E731
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": at(x, y)})
    for step in (20, 40, 60):
        touch.send(
            "Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": at(x - step, y)}
        )
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    moved = pytest.approx(x - 60, abs=8)
    until(lambda: middle(page, '[data-element-id="confirm_receipt"]')[0] == moved)


def test_a_step_is_read_about_beside_the_drawing(page_of, served):
    served.open()
    page = opened(page_of(served.nora, "/process"))
    page.locator('[data-element-id="first_response"] .djs-hit').first.click()
    about = page.locator(".about")
    expect(about).to_contain_text("We have your request and will answer by")
    page.locator("#main").get_by_role("button", name="Clear the blocker").click()
    expect(about).to_contain_text("We are waiting for a fix")
    blocker = '[data-element-id="clear_the_blocker"]'
    until(lambda: middle(page, blocker) == pytest.approx(middle(page, ".stage"), abs=60))


def test_after_an_action_it_is_still_open_and_shows_where_the_case_is_now(page_of, served):
    case = served.open()
    page = opened(page_of(served.alice, f"/cases/{case.number}"))
    page.locator("#text").fill("I am looking into it.")
    page.keyboard.press("Control+Enter")
    page.locator('.badge.token[data-element="investigate"]').wait_for()
    drawn(page)


def test_a_change_by_somebody_else_moves_the_token(page_of, served):
    case = served.open()
    page = page_of(served.alice, "/inbox")
    page.clock.install()
    page.goto(f"/cases/{case.number}/diagram")
    drawn(page)
    case.to("Work in Progress")
    page.clock.fast_forward("00:21")
    page.locator('.badge.token[data-element="investigate"]').wait_for()


def test_without_javascript_the_picture_and_its_words_are_there(page_of, served):
    case = served.open().to("Work in Progress")
    page = page_of(served.alice, f"/cases/{case.number}", java_script_enabled=False)
    page.get_by_role("link", name="Drawing").click()
    expect(page.locator(".picture .badge.token")).to_be_visible()
    expect(page.locator(".words")).to_contain_text("Investigate and propose a solution")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_statuses_have_the_colours_of_the_diagram(page_of, served, scheme):
    page = opened(page_of(served.nora, "/process", color_scheme=scheme))
    fill = page.locator('[data-element-id="review_solution"] .djs-visual rect').first.evaluate(
        "rect => getComputedStyle(rect).fill"
    )
    assert (fill == "rgb(223, 243, 232)") == (scheme == "light")
