"""What the pages tell people to type or to write into a file is what the program takes.

`tests/test_docs.py`, `test_first_hour.py` and `tests/packaging` run whole pages; here no block is left out.
"""

import json
import re
import shlex
import tomllib
from xml.etree import ElementTree

import click
import pytest

from runner.bpmn.drawn_texts import read_texts
from runner.cli.group import main
from runner.config import read_settings
from runner.delivery.channels.chat import read_rooms
from runner.delivery.channels.receivers import read_receivers
from runner.delivery.incoming.hook_rules import read_hooks
from runner.delivery.incoming.mailboxes import read_mailboxes
from runner.gate.scenarios.scenario import read_scenarios
from runner.insight.event_log.pseudonyms import read_rules
from runner.people.retention_rules import read_retention
from tests.conftest import ROOT

BLOCK = re.compile(r"^( *)```(\w*)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("**/*.md"))]
BLOCKS = [
    (str(page.relative_to(ROOT)), found[2], found[3])
    for page in PAGES
    for found in BLOCK.finditer(page.read_text())
]
"""Page, language and text of each."""

ELSEWHERE = {
    "sql": "tests/insight/test_sql_views.py",
    "diff": "tests/test_first_hour.py",
    "python": "tests/delivery/test_webhooks.py",
    "console": "what lint prints: tests/cli/test_lint.py",
    "yaml": "the file of another program",
    "text": "what a command prints: tests/test_first_hour.py",
}
"""Languages whose blocks this module does not read, and what does, or why nothing can."""

SECRET, SIGNING = "x" * 44, "whsec_" + "eHh4" * 11


def _of(*languages):
    return [(page, text) for page, language, text in BLOCKS if language in languages]


def test_every_block_has_a_language_that_something_reads():
    known = {"", "sh", "toml", "json", "xml", *ELSEWHERE}
    assert {language for _, language, _ in BLOCKS} <= known
    assert len(BLOCKS) > 100


# ------------------------------------------------------------------ commands


def _commands():
    """Each call of `caselane` in a block: its page and its words."""
    for page, text in _of("", "sh"):
        for whole in text.replace("\\\n", " ").splitlines():
            line = whole.rpartition("argv=/usr/local/bin/")[2]  # of a mail server's table
            for call in re.findall(
                r"(?:^|[(;|&]\s*|\bcaselane  ?|=\S+ +)caselane +([^#|)<>]*)", line
            ):
                yield page, call.strip()


COMMANDS = sorted({(page, call) for page, call in _commands()})


def test_the_commands_of_the_pages_are_found():
    assert len(COMMANDS) > 90


@pytest.mark.parametrize("page", sorted({page for page, _ in COMMANDS}))
def test_every_command_of_a_page_is_one_that_the_program_takes(page):
    for _, call in (one for one in COMMANDS if one[0] == page):
        try:
            _parse(main, shlex.split(call))
        except (click.UsageError, AssertionError) as error:
            pytest.fail(f"{page}: caselane {call}: {error}")


def _parse(command, words):
    """As click would, but nothing is asked for, opened or done."""
    context = click.Context(command, info_name="caselane")
    if isinstance(command, click.Group):
        assert words, "a command is missing"
        found = command.get_command(context, words[0])
        assert found, f"there is no command {words[0]}"
        return _parse(found, words[1:])
    given, rest, _ = command.make_parser(context).parse_args(list(words))
    arguments = [one for one in command.params if isinstance(one, click.Argument)]
    several = any(one.nargs == -1 for one in arguments)
    assert several or not rest, f"{rest} is too much"
    for one in command.params:
        value = given.get(one.name)
        if one.required and not isinstance(value, (str, tuple, list)):
            raise click.MissingParameter(ctx=context, param=one)
        for each in value if isinstance(value, (list, tuple)) else [value]:
            if isinstance(each, str) and isinstance(one.type, click.Choice | click.IntRange):
                one.type.convert(each, one, context)
    return None


def test_a_command_that_is_none_is_noticed():
    for call in (
        "user ad x",
        "doctor --quik",
        "user add a@b.example",
        "token add a@b --scope nothing",
        "work now",
    ):
        with pytest.raises((click.UsageError, AssertionError)):
            _parse(main, shlex.split(call))


# ------------------------------------------------------------------ files


def _settings(name):
    """Reads a file that a setting names."""

    def read(reader):
        return lambda file: reader(read_settings({}, **{name: file}))

    return read


READERS = {
    "docs/insight.md": lambda file: read_rules(file, SECRET),
    "docs/languages.md": lambda file: read_texts(file.name, file.read_text()),
    "docs/mail.md": _settings("mailboxes")(read_mailboxes),
    "docs/notifications.md": read_rooms,
    "docs/privacy.md": _settings("retention")(read_retention),
    "docs/scenarios.md": lambda file: read_scenarios(file.name, file.read_text()),
    "docs/webhooks.md": read_receivers,
}
"""Of the first TOML file of a page; docs/policies.md is read by tests/gate/policies/test_policy.py."""
SECOND = {"docs/webhooks.md": _settings("hooks")(read_hooks)}


def test_every_file_of_a_page_is_one_that_the_program_takes(tmp_path):
    number = dict.fromkeys(READERS, 0)
    for page, shown in _of("toml"):
        text = shown.replace('"whsec_..."', f'"{SIGNING}"').replace('"..."', f'"{SECRET}"')
        tomllib.loads(text)
        if page == "docs/policies.md":
            continue
        number[page] += 1
        file = tmp_path / f"{page.partition('/')[2]}-{number[page]}.toml"
        file.write_text(text)
        read = SECOND.get(page, READERS[page]) if number[page] > 1 else READERS[page]
        assert read(file), page


def test_json_and_diagrams_of_the_pages_are_whole():
    for _, text in _of("json"):
        json.loads(text)
    names = " ".join(f'xmlns:{one}="urn:{one}"' for one in sorted(_prefixes()))
    for page, text in _of("xml"):
        if page.startswith("docs/lint/"):  # made of what tests/gate/lint checks, wrong ones, too
            continue
        try:
            ElementTree.fromstring(f"<page {names}>{text.partition('?>')[2] or text}</page>")
        except ElementTree.ParseError as error:
            pytest.fail(f"{page}: {error}\n{text}")


def _prefixes():
    found = (re.findall(r"[<\s/](\w+):\w+", text) for _, text in _of("xml"))
    return {name for names in found for name in names} - {"xmlns", "xml"}


def test_every_setting_that_a_page_names_is_there():
    known = set(re.findall(r"`?CASELANE_([A-Z_]+)", (ROOT / "docs/settings.md").read_text()))
    known |= {"CONFIG", "REQUIRE"}
    for page in PAGES:
        for name in re.findall(r"\bCASELANE_([A-Z]+(?:_[A-Z]+)*)\b", page.read_text()):
            assert name in known, f"{page.name}: CASELANE_{name}"
