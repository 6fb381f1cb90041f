"""A real browser: the system's Chromium, driven by Playwright."""

import os
import shutil

import pytest
from playwright.sync_api import sync_playwright

from tests.conftest import ROOT

QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update",
]  # fmt: skip
NODE_MODULES = ROOT / "web" / "frontend" / "node_modules"


def missing(what: str, how: str):
    """Skips; under CASELANE_REQUIRE=browser it fails, so that CI never passes without looking."""
    if "browser" in os.environ.get("CASELANE_REQUIRE", "").split(","):
        pytest.fail(f"{what} is missing: {how}")
    pytest.skip(f"{what} is missing: {how}")


@pytest.fixture(scope="session")
def browser():
    path = (
        shutil.which("chromium")
        or shutil.which("chromium-browser")
        or shutil.which("google-chrome")
    )
    if path is None:
        missing("Chromium", "apt-get install chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def bpmn_js():
    """The folder of bpmn-js's ready-made bundles."""
    folder = NODE_MODULES / "bpmn-js" / "dist"
    if not folder.is_dir():
        missing("bpmn-js", "make web/frontend/node_modules/installed")
    return folder
