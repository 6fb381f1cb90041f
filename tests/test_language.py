"""Catalogs: whole, current, and harmless where they are not."""

import ast
import json
import re
import shutil
import tomllib
import warnings
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from runner.clock import stopwatch
from runner.language import (
    SHIPPED,
    Languages,
    _,
    compile_catalog,
    later,
    made,
    ngettext,
    read_catalog,
    retold,
    speak,
    speaking,
    spoken,
    told_ago,
    told_time,
)
from tests import catalogs
from tests.conftest import ROOT
from tests.patience import PATIENCE
from web.shared.script_texts import LISTED, script_texts

SHIPPED_CODES = sorted(
    path.parent.parent.name for path in SHIPPED.glob("*/LC_MESSAGES/caselane.po")
)
PLACEHOLDER = re.compile(r"%\((\w+)\)")
SOURCES = sorted(path for top in ("runner", "web") for path in (ROOT / top).rglob("*.py"))

TEMPLATES = sorted((ROOT / "web/templates").rglob("*.html"))

PO = """
msgid ""
msgstr "Language: nl\\n"
"Plural-Forms: nplurals=2; plural=n != 1;\\n"
"Content-Type: text/plain; charset=utf-8\\n"

msgid "Save"
msgstr "Opslaan"
"""


@pytest.fixture(autouse=True)
def _english():
    """A test that speaks leaves no language behind for the next one of its thread."""
    before = spoken()
    yield
    speak(before)


def add_catalog(folder, code, text=PO):
    path = folder / code / "LC_MESSAGES" / "caselane.po"
    path.parent.mkdir(parents=True)
    path.write_text(text)
    return path


def _forms(message):
    ids = message.id if isinstance(message.id, tuple) else (message.id,)
    strings = message.string if isinstance(message.string, tuple) else (message.string,)
    return ids, strings


# ------------------------------------------------------------------ the catalogs that ship


@pytest.mark.parametrize("code", SHIPPED_CODES)
def test_a_catalog_has_the_texts_of_today_and_no_others(code):
    """`make texts` brings it up to date."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # an f-string in _() cannot be translated
        assert catalogs.kept(code).read_text() == catalogs.written(catalogs.update(code))


@pytest.mark.parametrize("code", SHIPPED_CODES)
def test_a_catalog_that_ships_is_whole(code):
    assert catalogs.left(catalogs.update(code)) == []


@pytest.mark.parametrize("code", SHIPPED_CODES)
def test_a_translation_has_the_places_of_its_text(code):
    """One place too many would be an error on a page, one too few a fact that is not told."""
    for message in catalogs.read(catalogs.kept(code), code):
        ids, strings = _forms(message)
        wanted = {name for text in ids for name in PLACEHOLDER.findall(text)}
        for text in strings:
            there = set(PLACEHOLDER.findall(text))
            assert there == wanted or (len(ids) > 1 and there <= wanted), message.id
            assert text % dict.fromkeys(wanted, 1) if wanted else text, message.id


@pytest.mark.parametrize("code", SHIPPED_CODES)
def test_a_translation_keeps_the_space_and_the_end_of_its_text(code):
    for message in catalogs.read(catalogs.kept(code), code):
        ids, strings = _forms(message)
        if message.id:
            for text in strings:
                assert text.startswith(" ") == ids[0].startswith(" "), message.id
                assert text.endswith((".", "?", "!")) == ids[-1].endswith((".", "?", "!")), (
                    message.id
                )


def _is_translation(node):
    """Of a text that stands there."""
    called = isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    named = called and node.func.id in catalogs.KEYWORDS
    return named and isinstance(node.args[0], ast.Constant)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_function_uses_the_name_of_the_translation_for_something_else(path):
    """`for _, x in ...` would make `_("Text")` beside it an error that only the page shows. A text
    in an f-string is not found by the Python of each version."""
    tree = ast.parse(path.read_text())
    for text in ast.walk(tree):
        if isinstance(text, ast.JoinedStr):
            assert not any(map(_is_translation, ast.walk(text))), f"line {text.lineno}"
    for function in ast.walk(tree):
        if isinstance(function, (ast.FunctionDef, ast.Lambda)):
            names = [
                node for node in ast.walk(function) if isinstance(node, ast.Name) and node.id == "_"
            ]
            stored = any(isinstance(node.ctx, ast.Store) for node in names)
            called = any(isinstance(node.ctx, ast.Load) for node in names)
            assert not (stored and called), f"line {function.lineno}"


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_template_uses_it_for_something_else(path):
    named = re.findall(r"{%-? (?:for|set|macro|with) [^%]*?\b_\b(?!\()[^%]*%}", path.read_text())
    assert not [text for text in named if re.search(r"\b_ *(,|in\b|=)", text)]


def test_german_has_one_word_for_one_thing():
    """Those of docs/glossary.md."""
    glossary = (ROOT / "docs/glossary.md").read_text().split("## In German")[1]
    rows = re.findall(r"^\| [^|]+ \| [^|]+ \| ([^|;]*)", glossary, re.MULTILINE)
    others = {word.strip() for row in rows[2:] for word in row.split(",")} - {""}
    assert len(others) > 12
    texts = [text for m in catalogs.read(catalogs.kept("de"), "de") for text in _forms(m)[1]]
    drawn = tomllib.loads((ROOT / "workflows/texts.de.toml").read_text())
    texts += [
        said for table in drawn.values() if isinstance(table, dict) for said in table.values()
    ]
    for word in others:
        found = [text for text in texts if re.search(rf"\b{word}", text, re.IGNORECASE)]
        assert not found, word


# ------------------------------------------------------------------ scripts

SCRIPTS = sorted((ROOT / "web" / catalogs.SCRIPTS).rglob("*.js"))
TOKEN = re.compile(
    r"""(?x) //.*$ | /\*[\s\S]*?\*/ | (?P<regex>(?:(?<=[(,=:?&|!][ ])|(?<=\())/(?![/*])(?:\\.|[^/\\\n])+/)
    | (?P<text>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`(?:\\.|[^`\\])*`) | (?P<open>[(\[{]) | (?P<close>[)\]}])
    | (?P<other>[\w$.?]+|:)
    """,
    re.MULTILINE,
)
SENTENCE = re.compile(r"^[A-Z][a-z]+\b(?!:)|[A-Za-z]{2,} [a-z]{2,}")
OTHERWISE = {"_", "N_", "pgettext", "querySelector", "querySelectorAll", "closest", "matches"}
"""Functions whose texts are translated, or no texts of people."""
NO_TEXTS = re.compile(
    r"Enter|Tab|Escape|Ctrl\+k?|Files|Retry-After|Support|Customer|Lead|Customer, Support|<div .*|[.#][a-z].*"
    r"|One|Two|New field"
)
"""Keys, kinds of what is dragged, headers, what drawings call people, elements and selectors, and what
a new field of a form says in a drawing."""
DRAWN = {"ready_parts.js", "part_drawing.js"}
"""These write texts into drawings, which are English. Decision 0326."""


def bare(script):
    """Texts of a script that look as people read them and are not given to the catalogs."""
    within, before = [], ["", ""]
    for found in TOKEN.finditer(script):
        kind, token = found.lastgroup, found[0]
        if kind == "open":
            within.append(before[1].strip("?.").rsplit(".", maxsplit=1)[-1] if token == "(" else "")
        elif kind == "close":
            within.pop()
        elif kind == "text" and before != ["className", ":"] and not OTHERWISE & set(within):
            text = re.sub(r"\$\{[^}]*\}", "x", token[1:-1])
            if SENTENCE.search(text) and not NO_TEXTS.fullmatch(text):
                yield text
        before = [before[1], token]


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_script_says_nothing_that_cannot_be_translated(path):
    assert path.name in DRAWN or list(bare(path.read_text())) == []


def test_what_a_script_says_beside_the_catalogs_is_found():
    wrong = """make("p", {}, "Not saved"); f(`${n} files are here`); x["aria-label"] = 'Keys';"""
    assert list(bare(wrong)) == ["Not saved", "x files are here", "Keys"]
    right = """_("Not saved"); one.matches("ul li a"); f({ className: "row wide" }); // Not said"""
    assert list(bare(right)) == []


def test_pages_hand_over_the_texts_of_scripts_as_they_are_today():
    """`make texts` writes which these are."""
    assert LISTED.read_text() == catalogs.script_texts()
    assert script_texts("desk") == "{}"
    with speaking(Languages().get("de")):
        said = json.loads(script_texts("desk", "studio"))
    assert (said["Not saved"], said["event\x04End"]) == ("Nicht gespeichert", "Ende")


# ------------------------------------------------------------------ languages


def test_a_text_is_said_in_the_language_that_is_spoken():
    german = Languages().get("de")
    with speaking(german):
        assert (_("Saved."), spoken().code) == ("Gespeichert.", "de")
        assert ngettext("%(n)s day", "%(n)s days", 2, n=2) == "2 Tage"
        assert _("A text that nobody wrote") == "A text that nobody wrote"
    assert (_("Saved."), spoken().code) == ("Saved.", "en")
    assert (german.name, german.words.short_weekdays[0], german.words.months[2]) == (
        "Deutsch",
        "Mo.",
        "März",
    )


def test_a_notice_is_said_in_the_language_of_each_reader():
    german, berlin = Languages().get("de"), ZoneInfo("Europe/Berlin")
    notice = later("%(who)s wrote", who="Alice")
    body = made(lambda: f"{notice}: {told_time(datetime(2026, 3, 4, 9, tzinfo=UTC), UTC)}")
    assert body == "Alice wrote: 4 March 2026, 09:00 UTC"
    with speaking(german, berlin):
        assert body == "Alice hat geschrieben: 4. März 2026, 10:00 CET"


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(-1, "just now"), (0, "just now"), (59, "59 seconds ago"), (60, "1 minute ago"),
     (7_199, "1 hour ago"), (7_200, "2 hours ago"), (172_800, "2 days ago")],
)  # fmt: skip
def test_how_long_ago_it_was_is_said_in_whole_units(seconds, said):
    assert told_ago(timedelta(seconds=seconds)) == said


def test_how_long_ago_is_said_in_german():
    with speaking(Languages().get("de")):
        said = [told_ago(timedelta(seconds=seconds)) for seconds in (0, 1, 7_200, 86_400)]
    assert said == ["gerade eben", "vor 1 Sekunde", "vor 2 Stunden", "vor 1 Tag"]


def test_incidents_are_told_in_german_whatever_they_are():
    """Their kinds stand in the calls that report them, or in constants of the module."""
    texts = catalogs.read(catalogs.kept("de"), "de")
    kinds = set()
    for path in SOURCES:
        tree = ast.parse(path.read_text())
        named = {
            target.id: value.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Assign)
            for target, value in _assigned(node)
        }
        for call in ast.walk(tree):
            if isinstance(call, ast.Call) and ast.unparse(call.func).endswith(".report"):
                kind = call.args[1] if len(call.args) > 2 else None
                if isinstance(kind, ast.Constant):
                    kinds.add(kind.value)
                elif isinstance(kind, ast.Name) and kind.id in named:
                    kinds.add(named[kind.id])
    assert len(kinds) > 8 and "Files are missing" in kinds
    assert [kind for kind in kinds if texts.get(kind) is None] == []


def _assigned(node):
    """Names with the texts that they are given, one or several at once."""
    (target,) = node.targets if len(node.targets) == 1 else (None,)
    pairs = [(target, node.value)]
    if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
        pairs = list(zip(target.elts, node.value.elts, strict=False))
    return [
        (name, value)
        for name, value in pairs
        if isinstance(name, ast.Name) and isinstance(value, ast.Constant)
    ]


def test_what_is_kept_in_english_is_told_again_in_the_language_of_who_reads_it():
    """By its pattern; names stay, and what stands in its places is told again, too."""
    kept = "its sender may be forged: DMARC failed"
    assert retold(kept) == kept
    with speaking(Languages().get("de")):
        assert retold(kept) == "ihr Absender kann gefälscht sein: DMARC ist fehlgeschlagen"
        assert retold("None is late. None is open.") == "Keiner ist verspätet. Keine ist offen."
        said = "A case that waits at 'Call' would have no status. Give the element the property 'status'."
        assert retold(said) == (
            "Ein Fall, der bei 'Call' wartet, hätte keinen Status. Geben Sie dem Element die Eigenschaft 'status'."
        )
        assert retold("'Wait' is not drawn any more.") == "'Wait' ist nicht mehr gezeichnet."
        assert retold(
            "'Sort' cannot decide: the flows to 'Done', 'Save' have neither conditions nor is one "
            "of them the default."
        ) == (
            "'Sort' kann nicht entscheiden: Die Wege zu 'Done', 'Save' haben weder Bedingungen, "
            "noch ist einer davon der Standard."
        )  # names in quotes are nobody's words but the drawing's
        for text in ("", "What nobody wrote: 5 (five)", "%(who)s (%s) wrote", "x" * 10_000):
            assert retold(text) == text
        told = retold("Version 7 of the diagram is not in the database.")
        assert "7" in told and told != "Version 7 of the diagram is not in the database."


def test_a_scenario_that_goes_otherwise_is_told_again_to_its_last_clause():
    kept = (
        "“Closed” goes another way now. After the submission: the status is 'Blocked' instead of "
        "'Closed'; the resolution is empty instead of 'ok'; the flags are empty instead of 'a', 'b'; "
        "the timer 'soon' is due not at all instead of 2026-03-02 09:30 UTC; the milestone "
        "'first_response' is not reached instead of met; 'sing' is not offered; 'tell' notified 'lead' instead of 'owner'. After step 2 ('action sing'): 'sing' is not possible where the case now stands. Not played after it: 3."
    )
    with speaking(Languages().get("de")):
        assert retold(kept) == (
            "Das Szenario „Closed“ verläuft jetzt anders. Nach dem Eröffnen: der Status ist 'Blocked' "
            "statt 'Closed'; das Ergebnis ist leer statt 'ok'; die Markierungen sind leer statt 'a', "
            "'b'; der Timer 'soon' ist fällig: gar nicht statt 2026-03-02 09:30 UTC; der Meilenstein "
            "'first_response' steht auf „nicht erreicht“ statt auf „erreicht“; 'sing' wird nicht "
            "angeboten; 'tell' hat 'lead' statt 'owner' "
            "benachrichtigt. Nach Schritt 2 ('action sing'): 'sing' ist nicht möglich, wo der "
            "Fall jetzt steht. Schritte danach, die nicht gespielt wurden: 3."
        )


def test_words_of_drawings_and_people_are_not_told_again():
    policies = tomllib.loads((ROOT / "workflows/policies.toml").read_text())["policy"]
    with speaking(Languages().get("de")):
        assert retold("Closed") != "Closed"
        for policy in policies:
            said = retold(
                f"This breaks the policy “{policy['promise']}” ('closed'): Closed: then "
                "'status Closed' or 'end' is not possible any more."
            )
            assert said.startswith(
                f"Das verletzt die Richtlinie „{policy['promise']}“ ('closed'): "
            )
            assert said.endswith("dann ist nicht mehr möglich: 'status Closed' oder 'end'.")
        for text in ("Bob; Saved", "Saved. Closed", "'Bob', Saved"):
            assert retold(text) == text


def test_a_text_that_looks_like_a_kept_one_nearly_is_given_up_soon():
    """Other people's words stand in them, whose parts may be repeated without end."""
    german = Languages().get("de")
    spent = stopwatch()
    with speaking(german):
        for pattern in sorted(german._patterns, key=lambda one: -len(one.places))[:40]:
            first, *others = pattern.literals
            text = first + "".join((one or "x") * 100 for one in others) + "no"
            assert retold(text[-3_900:]) and retold(text * 30)
    assert spent() < PATIENCE and max(map(len, german._known)) < 5_000


def test_the_first_wanted_language_that_there_is_is_spoken():
    languages = Languages("de")
    assert languages.codes == ["en", "de"]
    for wanted, code in (
        (["de-AT", "en"], "de"), (["fr", "en-GB"], "en"), (["fr"], "de"), ([], "de"), (["*"], "de"), (["../x"], "de"),
    ):  # fmt: skip
        assert languages.best(wanted).code == code, wanted
    assert Languages().get("tlh").code == "en"


def test_a_language_is_added_by_a_file(tmp_path):
    add_catalog(tmp_path, "nl")
    languages = Languages(folders=[tmp_path])
    assert languages.codes == ["en", "de", "nl"]
    with speaking(languages.get("nl")):
        assert (_("Save"), _("Saved.")) == ("Opslaan", "Saved.")
    assert languages.get("nl").name == "Nederlands"


def test_a_language_that_nobody_knows_counts_in_english(tmp_path):
    add_catalog(tmp_path, "qps")
    words = Languages(folders=[tmp_path]).get("qps").words
    assert (words.short_months[0], words.point) == ("Jan", ".")


def test_the_compiled_catalog_is_taken_while_it_is_as_new(tmp_path):
    source = add_catalog(tmp_path, "nl")
    compiled = source.with_suffix(".mo")
    compiled.write_bytes(compile_catalog(source))
    source.unlink()
    assert read_catalog(source).gettext("Save") == "Opslaan"
    source.write_text(PO.replace("Opslaan", "Bewaren"))
    assert read_catalog(source).gettext("Save") == "Bewaren"


@pytest.mark.parametrize(
    "content", [b"", b"\x00\xff\xfe", b"This is no catalog.\n", b"\xde\x12\x04\x95" + b"\xff" * 40]
)
@pytest.mark.parametrize("ending", [".po", ".mo"])
def test_a_broken_catalog_is_none_and_the_log_says_so(tmp_path, caplog, content, ending):
    path = add_catalog(tmp_path, "nl").with_suffix(ending)
    path.with_suffix(".po").unlink()
    path.write_bytes(content)
    texts = Languages(folders=[tmp_path]).get("nl").texts
    assert texts.gettext("Save") == "Save"
    assert (content == b"" and ending == ".po") or "cannot be used" in caplog.text


def test_a_folder_without_catalogs_is_no_error(tmp_path):
    shutil.rmtree(tmp_path)
    assert Languages(folders=[tmp_path]).codes == ["en", "de"]
