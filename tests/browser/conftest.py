"""A real browser, and the product that it visits."""

import threading
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect, sync_playwright
from werkzeug.serving import make_server

from tests.browser import chromium
from tests.browser.site import Site, session_of
from tests.conftest import ROOT
from tests.desk import Desk
from tests.flasks import create_app
from tests.patience import PATIENCE
from tests.required import missing

expect.set_options(timeout=PATIENCE * 1000)

NODE_MODULES = ROOT / "web" / "frontend" / "node_modules"
BUILT = ROOT / "web" / "static" / "built"
WIDE = {"width": 1440, "height": 900}


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


@pytest.fixture
def alice(site, browser):
    window = site.window(browser, "alice", viewport={"width": 1280, "height": 800})
    yield window.new_page()
    window.close()


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """A desk behind a web server."""
    if not all((BUILT / name).is_file() for name in ("viewer.js", "editor.js")):
        missing("browser", "the bundle of the front end", "make install")
    with serving(Desk(tmp_path_factory.mktemp("desk"))) as desk:
        yield desk


@contextmanager
def serving(desk):
    """The desk with its `flask` and `url`, as long as a web server is in front of it."""
    desk.flask = create_app(desk.app)
    server = make_server("127.0.0.1", 0, desk.flask, threaded=True)
    desk.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield desk
    server.shutdown()
    thread.join()
    desk.app.close()


@pytest.fixture
def expected_errors():
    """Parts of what a page may log as an error."""
    return ()


@pytest.fixture
def page_of(browser, served, expected_errors):
    """Opens pages for people who have signed in. None may log an error that is not expected."""
    contexts, errors = [], []

    def open(person, path, viewport=WIDE, **how):
        context = browser.new_context(base_url=served.url, viewport=viewport, **how)
        context.set_default_timeout(PATIENCE * 1000)
        contexts.append(context)
        context.add_cookies([session_of(person, served)])
        page = context.new_page()
        page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(path)
        return page

    yield open
    for context in contexts:
        context.close()
    assert [text for text in errors if not any(part in text for part in expected_errors)] == []


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
