"""Pictures of every page, narrow and wide, light and dark: `make screens`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.chromium import launch
from tests.browser.site import Site
from tests.browser.tour import STOPS

WIDTHS = {360: 740, 1440: 900}
SCHEMES = ("light", "dark")


def main(folder: Path, wanted: list[str]) -> int:
    """Returns how many pictures were taken. `wanted` are the beginnings of names; none for all."""
    folder.mkdir(parents=True, exist_ok=True)
    stops = [s for s in STOPS if not wanted or s.name.startswith(tuple(wanted))]
    with tempfile.TemporaryDirectory() as data, sync_playwright() as playwright:
        site, chromium = Site(Path(data)), launch(playwright)
        for stop in stops:
            for width, height in WIDTHS.items():
                size = {"width": width, "height": height}
                phone = {"is_mobile": True, "has_touch": True} if width < 640 else {}
                window = site.window(chromium, stop.who, viewport=size, **phone)
                page = window.new_page()
                page.goto(stop.address(site))
                stop.then(page)
                for scheme in SCHEMES:
                    page.emulate_media(color_scheme=scheme)
                    name = f"{stop.name}-{width}-{scheme}.png"
                    page.screenshot(path=folder / name, full_page=True)
                window.close()
        chromium.close()
        site.close()
    return len(stops) * len(WIDTHS) * len(SCHEMES)


if __name__ == "__main__":
    count = main(Path(sys.argv[1]), sys.argv[2:])
    print(f"{count} pictures are in {sys.argv[1]}")
