"""A real browser, and the product that it visits."""

import pytest
from playwright.sync_api import sync_playwright

from tests.browser import chromium
from tests.browser.site import Site
from tests.conftest import ROOT
from tests.required import missing

NODE_MODULES = ROOT / "web" / "frontend" / "node_modules"


@pytest.fixture(scope="session")
def browser():
    if chromium.find() is None:
        missing("browser", "Chromium", "apt-get install chromium")
    with sync_playwright() as playwright:
        browser = chromium.launch(playwright)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def bpmn_js():
    """The folder of bpmn-js's ready-made bundles."""
    folder = NODE_MODULES / "bpmn-js" / "dist"
    if not folder.is_dir():
        missing("browser", "bpmn-js", "make install")
    return folder


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    site = Site(tmp_path_factory.mktemp("site"))
    yield site
    site.close()
