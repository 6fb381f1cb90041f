"""Nobody reads bare English: every page in a language whose texts all bear marks.

A text on a page that has no mark and is no data (of a person, a case, or the drawing) was not
given to the catalog. What a page shows on purpose in every language is named in `EVERYWHERE`.
"""

import html
import re
from html.parser import HTMLParser

import pytest

from runner.bpmn.package import read_package
from tests import catalogs
from tests.browser.site import Site, session_of
from tests.browser.tour import STOPS
from tests.conftest import WORKFLOWS

BEGIN, END = "⟦", "⟧"
TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'"
JOINTS = re.compile(r"[·|,;:()“”\"→−]|[.!?](?= |$)|\bC-\d+\b|\b\d+\b")
ROW = re.compile(r"\s+")
LETTERS = re.compile(r"[A-Za-z]{3,}")
SPOKEN = ("title", "aria-label", "placeholder", "alt")
SILENT = frozenset({"script", "style", "template", "svg", "code", "pre", "textarea", "kbd"})
BLOCKS = frozenset(
    {"li", "tr", "td", "th", "h1", "h2", "h3", "form", "section", "main", "nav", "header", "footer"}
)
EMPTY = frozenset(
    {"input", "br", "img", "meta", "link", "hr", "source", "wbr", "path", "circle", "use"}
)

EVERYWHERE = re.compile(
    r"""(?x)
    Caselane | Deutsch | English | Qps | CEST|CET|UTC | BPMN | P[1-4]
    | \b(Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*\b | \b(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\b
    | \w+\.(toml|bpmn|dmn|json|svg|html) | CASELANE_\w+ | --[\w-]+ | https?://\S+ | [\w.+-]+@[\w.-]+
    | Clear\ the\ blocker | First\ response\ warning\ due | The\ solution\ \(current\)   # names of the drawing, in words
    | github | gitlab | (?<=\(reference\ )[^)]+ | Firefox | Linux | Chromium | SQLite | PostgreSQL | OCEL | XES | submarine | qps
    | (Alice|Amir|Carol|Nora|Owen)\ [A-Z][a-z]+    # before a deed of the drawing
    | [A-Z][\w-]+/[\w /-]+   # zones
    """
)


def pseudo(folder):
    """A catalog in which each text bears marks."""
    catalog = catalogs.update("de")
    for message in catalog:
        if isinstance(message.id, tuple):
            message.string = tuple(f"{BEGIN}{text}{END}" for text in message.id)
        elif message.id:
            message.string = f"{BEGIN}{message.id}{END}"
    path = folder / "qps" / "LC_MESSAGES" / "caselane.po"
    path.parent.mkdir(parents=True)
    path.write_text(catalogs.written(catalog).replace('"Language: de', '"Language: qps'))


class Bare(HTMLParser):
    """Collects what stands outside of marks."""

    def __init__(self):
        super().__init__()
        self.found, self._depth, self._within = [], 0, []

    def handle_starttag(self, tag, attrs):
        named = dict(attrs)
        spoken = SPOKEN + (("value",) if named.get("type") in ("submit", "button") else ())
        if not SILENT & set(self._within):
            for name in spoken:
                self._outside(named.get(name) or "", 0)
        if tag in BLOCKS:
            self._depth = 0
        if tag not in EMPTY:
            self._within.append(tag)

    def handle_endtag(self, tag):
        while self._within and self._within.pop() != tag:
            pass

    def handle_data(self, data):
        if not SILENT & set(self._within):
            self._depth = self._outside(data, self._depth)

    def _outside(self, text, depth):
        plain = []
        for part in re.split(f"([{BEGIN}{END}])", text):
            if part == BEGIN:
                depth += 1
            elif part == END:
                depth = max(depth - 1, 0)
            elif depth == 0:
                plain.append(part)
        self.found += [ROW.sub(" ", part).strip() for part in plain]
        return depth


def data_of(site):
    """All that people, cases and drawings say, in one text; ids also as the words of a title."""
    said = []
    with site.app.db.read() as tx:
        tables = [row[0] for row in tx.run(TABLES)]
        for table in tables:
            for row in tx.run(f'SELECT * FROM "{table}"'):
                said += [text for text in row if isinstance(text, str) and len(text) < 20_000]
    for path in WORKFLOWS.glob("*.bpmn"):
        package = read_package(path)
        said += [package.data.decode(), *package.files.values()]
    text = ROW.sub(" ", html.unescape(html.unescape("\n".join(said)))).lower()
    return f"{text}\n{text.replace('_', ' ')}"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pseudo")
    pseudo(folder)
    site = Site(folder, locales=folder, language="qps")
    yield site
    site.close()


def bare(text, data):
    """What is neither marked nor said by data, in pieces as the page joins them."""
    parser = Bare()
    parser.feed(text)
    for part in parser.found:
        rest = EVERYWHERE.sub("·", part)
        for piece in JOINTS.split(rest):
            words = piece.strip(" …?!-–#*/").lower()
            if LETTERS.search(words) and words not in data:
                yield part


def test_every_page_speaks_the_language_of_its_reader(site):
    found = {}
    addresses = [(stop, stop.address(site)) for stop in STOPS]
    data = data_of(site)
    for stop, address in addresses:
        client = site.flask.test_client()
        if stop.who:
            client.set_cookie("caselane", session_of(site.person(stop.who), site)["value"])
        answer = client.get(address, follow_redirects=True)
        if left := sorted(set(bare(answer.text, data))):
            found[stop.name] = left
    assert not found, "\n".join(f"{name}: {texts}" for name, texts in found.items())
