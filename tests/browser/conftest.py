"""A real browser, and the product that it visits."""

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.browser import chromium
from tests.browser.site import Site
from tests.conftest import ROOT
from tests.patience import PATIENCE
from tests.required import missing

expect.set_options(timeout=PATIENCE * 1000)

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


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    site = Site(tmp_path_factory.mktemp("site"))
    yield site
    site.close()


TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")


class Axe:
    """What axe-core finds wrong with a page for people who see, hear or move otherwise."""

    def __init__(self, source: str):
        self._source = source

    def load(self, page) -> None:
        page.evaluate(self._source)

    def finds(self, page, *rules: str) -> list[str]:
        """By all rules for A and AA and those of good practice, or by some alone."""
        only = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": TAGS}
        found = page.evaluate(
            "only => axe.run(document, { runOnly: only, resultTypes: ['violations'] })", only
        )
        return [
            f"{wrong['id']}: {node['target']} {node['html'][:120]}"
            for wrong in found["violations"]
            for node in wrong["nodes"]
        ]


@pytest.fixture(scope="session")
def axe():
    source = NODE_MODULES / "axe-core" / "axe.min.js"
    if not source.is_file():
        missing("browser", "axe-core", "make install")
    return Axe(source.read_text())
