"""How long an owner waits for the editor: until it can be used, and for what the check says of a
change. Chromium and the server share the processors of this machine."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.gate import LIFECYCLE, sound
from benchmarks.measure import percentile
from benchmarks.tables import Table
from runner.bpmn.package import Package, read_package
from tests.browser import chromium
from tests.browser.conftest import WIDE, serving
from tests.browser.site import session_of
from tests.desk import Desk
from tests.gate.lint.layout import laid_out

BLOCKS = (24, 124)
"""That is 98 and 498 elements."""


def edited(times: int) -> list[Table]:
    """Seconds of the clock on the wall, medians and the longest of so many. Each opening is that of
    a browser that has fetched nothing before."""
    packages = {"default diagram, with policies and scenarios": read_package(LIFECYCLE)}
    for blocks in BLOCKS:
        packages[f"{4 * blocks + 2} elements"] = Package(laid_out(sound(blocks)), {})
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(Desk(Path(folder))) as desk,
        sync_playwright() as playwright,
    ):
        browser = chromium.launch(playwright)
        rows = [_row(browser, desk, name, package, times) for name, package in packages.items()]
        browser.close()
    heads = (
        "draft",
        "usable after s",
        "longest",
        "what the check says of a change, after s",
        "longest",
    )
    return [Table("The editor in Chromium, on localhost", heads, rows)]


def _row(browser: Browser, desk: Desk, name: str, package: Package, times: int) -> tuple[str, ...]:
    draft = desk.app.diagram_drafts.from_package(desk.owen, package, name)
    address = f"{desk.url}/studio/drafts/{draft.id}/edit"
    opened, said = [], []
    for number in range(times + 1):
        context = browser.new_context(viewport=WIDE)
        context.add_cookies([session_of(desk.owen, desk)])
        page = context.new_page()
        start = time.perf_counter()
        page.goto(address, wait_until="commit")
        page.locator(".editor.ready").wait_for()
        opened.append(time.perf_counter() - start)
        page.locator("#check-title [role=status]", has_not_text="checking").wait_for()
        said.append(_changed(page, f"Lifecycle {number}"))
        context.close()
    del opened[0], said[0]  # the server makes its templates ready
    middles = (f"{percentile(found, at):.2f}" for found in (opened, said) for at in (0.5, 1))
    return name, *middles


def _changed(page: Page, text: str) -> float:
    """From leaving a field until the answer of the check is there."""
    field = page.locator(".editor-panel [name=name]")
    field.fill(text)
    start = time.perf_counter()
    with page.expect_response("**/findings"):
        field.press("Tab")
    return time.perf_counter() - start
