"""The pictures of the documentation, in docs/pictures: `python -m tests.browser.pictures`.

Decision 0377.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.chromium import launch
from tests.browser.site import Site
from tests.browser.tour import STOPS
from tests.conftest import ROOT

FOLDER = ROOT / "docs" / "pictures"
SIZE = {"width": 1280, "height": 800}

SHOWN = ("inbox-to-do", "case-replied", "my-case-proposed", "process", "studio-editor")
"""Stops of the tour that pages show."""


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as data, sync_playwright() as playwright:
        site, chromium = Site(Path(data)), launch(playwright)
        for stop in STOPS:
            if stop.name in SHOWN:
                window = site.window(chromium, stop.who, viewport=SIZE)
                page = window.new_page()
                page.goto(stop.address(site))
                stop.then(page)
                page.screenshot(path=FOLDER / f"{stop.name}.png")
                window.close()
        chromium.close()
        site.close()


if __name__ == "__main__":
    main()
