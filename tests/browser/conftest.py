"""A real browser: the system's Chromium, driven by Playwright."""

import shutil

import pytest
from playwright.sync_api import sync_playwright

from tests.conftest import ROOT
from tests.required import missing

QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update",
]  # fmt: skip
NODE_MODULES = ROOT / "web" / "frontend" / "node_modules"


@pytest.fixture(scope="session")
def browser():
    path = (
        shutil.which("chromium")
        or shutil.which("chromium-browser")
        or shutil.which("google-chrome")
    )
    if path is None:
        missing("browser", "Chromium", "apt-get install chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def bpmn_js():
    """The folder of bpmn-js's ready-made bundles."""
    folder = NODE_MODULES / "bpmn-js" / "dist"
    if not folder.is_dir():
        missing("browser", "bpmn-js", "make install")
    return folder
