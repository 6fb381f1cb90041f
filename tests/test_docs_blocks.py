"""What the pages tell people to type or to write into a file is what the program takes.

`tests/test_docs_shell.py` does what stands in blocks for a shell; here no block is left out.
"""

import json
import re
import shlex
import tomllib
from xml.etree import ElementTree

import click
import pytest
import yaml

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
from tests.documentation import BLOCKS, PAGES

ELSEWHERE = {
    "sh": "tests/test_docs_shell.py",
    "diff": "tests/test_first_hour.py, tests/test_how_to.py",
    "text": "what a command prints: tests/test_docs_shell.py",
    "python": "tests/delivery/test_webhooks.py",
    "sql": "tests/test_docs_shell.py",
    "tree": "tests/test_docs.py",
    "markdown": "the form of a decision: tests/test_decisions.py",
}
"""Languages whose blocks this module does not read, and what does."""

NOTHING = {
    "docs/migration.md": "figures of a large installation, to show the form of a plan",
    "docs/mail.md": "a line for Postfix, which no test installs; its command is read",
}
"""Pages whose blocks in the languages `example` and `conf` nothing reads, and why."""

SECRET, SIGNING = "x" * 44, "whsec_" + "eHh4" * 11


def _of(*languages):
    return [(page, text) for page, language, text in BLOCKS if language in languages]


def test_every_block_has_a_language_that_something_reads():
    read = {"conf", "crontab", "ini", "json", "toml", "xml", "yaml"}
    assert {one.language for one in BLOCKS} == read | {"example"} | ELSEWHERE.keys()
    assert {one.page for one in BLOCKS if one.language in ("example", "conf")} == NOTHING.keys()


def test_no_page_hides_commands_in_indented_lines():
    for page in PAGES:
        assert not re.search(r"^ {4}(\$ )?caselane [a-z-]+ ", _without_blocks(page), re.MULTILINE)


def _without_blocks(page):
    return re.sub(r"^ *```.*?^ *```$", "", page.read_text(), flags=re.MULTILINE | re.DOTALL)


# ------------------------------------------------------------------ commands that are not run


OF_EXAMPLES = {"away list"}
"""What CONTRIBUTING.md says how to add."""


CALLS = {
    "conf": r"/bin/caselane (.*)",
    "crontab": r"/bin/caselane (.*)",
    "sh": r"(?:/bin/|^(?:\w+=\S+ |\w+=\$\()*)caselane ([^#)|<>\n]*)",
}
"""What calls the command in blocks of these languages."""


def _named(page):
    """Each call of `caselane` in a sentence or a block."""
    text = _without_blocks(page)
    yield from re.findall(r"`(?:[A-Z_]+=\S+ )?caselane ([a-z][^`]*)`", text.replace("\n", " "))
    for block in BLOCKS:
        if ROOT / block.page == page and block.language in CALLS:
            yield from re.findall(CALLS[block.language], block.text, re.MULTILINE)


def test_every_command_that_a_page_names_is_there_with_its_options():
    found = {(call, page) for page in PAGES for call in _named(page)}
    assert len(found) > 150
    for call, page in sorted(found):
        if call not in OF_EXAMPLES:
            _look_up(shlex.split(call), page)


def _look_up(words, page=None):
    """A command by the words that call it, and its options. Arguments may be left out, as in a
    sentence."""
    command, rest = main, list(words)
    while isinstance(command, click.Group) and rest:
        found = command.get_command(click.Context(command), rest.pop(0))
        assert found, f"{page}: there is no {' '.join(words)}"
        command = found
    options = {name for one in command.params for name in one.opts}
    for word in rest:
        name = word.partition("=")[0]
        assert not name.startswith("--") or name in options, f"{page}: {command.name} has no {name}"


def test_a_command_that_is_none_is_noticed():
    for call in ("user ad x", "doctor --quik", "wark", "token ad"):
        with pytest.raises(AssertionError):
            _look_up(shlex.split(call))


def test_lines_for_cron_have_a_time_a_user_and_a_command():
    times = r"(?:[\d*/,-]+ +){5}"
    for _, text in _of("crontab"):
        for line in text.splitlines():
            assert re.match(rf"{times} *\w+  (?:\w+=\S+ )*/opt/caselane/bin/caselane \w+", line)


# ------------------------------------------------------------------ files


def _settings(name):
    """Reads a file that a setting names."""

    def read(reader):
        return lambda file: reader(read_settings({}, **{name: file}))

    return read


READERS = {
    "docs/bug-tracker.md": _settings("hooks")(read_hooks),
    "docs/insight.md": lambda file: read_rules(file, SECRET),
    "docs/languages.md": lambda file: read_texts(file.name, file.read_text()),
    "docs/mail.md": _settings("mailboxes")(read_mailboxes),
    "docs/notifications.md": read_rooms,
    "docs/privacy.md": _settings("retention")(read_retention),
    "docs/scenarios.md": lambda file: read_scenarios(file.name, file.read_text()),
    "docs/webhooks.md": read_receivers,
}
"""Of the first TOML file of a page; docs/policies.md is read by tests/gate/policies/test_policy.py."""
SECOND = {"docs/bug-tracker.md": read_receivers, "docs/webhooks.md": _settings("hooks")(read_hooks)}


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


def test_settings_of_the_pages_are_ones():
    for _, text in _of("ini"):
        lines = dict(line.split("=", 1) for line in text.splitlines())
        given = {name: "".join(shlex.split(value)) for name, value in lines.items()}
        ours = {name: value for name, value in given.items() if name.startswith("CASELANE_")}
        assert read_settings(ours) != read_settings({})
        assert all(name.startswith("OTEL_") for name in given.keys() - ours.keys())


def test_the_file_of_the_monitor_is_one():
    [(_, text)] = _of("yaml")
    [job] = yaml.safe_load(text)["scrape_configs"]
    assert job.keys() == {"job_name", "authorization", "static_configs", "scheme"}


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
