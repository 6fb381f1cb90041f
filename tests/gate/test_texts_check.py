"""Texts of a drawing in another language are about what it draws, and whole."""

import re
from dataclasses import replace

import pytest

from runner.bpmn import read
from runner.bpmn.drawn_texts import drawn, read_texts
from runner.bpmn.package import read_package
from runner.gate.texts_check import texts_findings
from runner.language import Language, Languages, speaking
from tests.lifecycle import LIFECYCLE

NAME = "texts.de.toml"


@pytest.fixture(scope="module")
def lifecycle():
    """The default one with all that belongs to it."""
    package = read_package(LIFECYCLE)
    return read(package.data, package.files)


def found(diagram, text):
    return [
        (one.severity, f"{one.message} {one.suggestion}")
        for one in texts_findings(replace(diagram, files={NAME: text}))
    ]


def test_the_texts_that_ship_have_no_finding(lifecycle):
    assert texts_findings(lifecycle) == []


def test_the_texts_that_ship_have_all_that_is_documented(lifecycle):
    texts = read_texts(NAME, lifecycle.files[NAME])["texts"]
    items = (*lifecycle.elements.values(), *lifecycle.flows.values())
    assert [item.id for item in items if item.documentation and item.id not in texts] == []


def test_a_step_without_a_text_is_named(lifecycle):
    text = lifecycle.files[NAME].replace("tell_owner_of_silence = ", "# ", 1)
    [(severity, said)] = found(lifecycle, text)
    assert severity == "warning"
    assert "no text for names.tell_owner_of_silence." in said


def test_what_is_not_drawn_is_named_with_a_guess(lifecycle):
    text = lifecycle.files[NAME].replace("ask_customer = ", "ask_custumer = ", 1)
    assert found(lifecycle, text) == [
        ("warning", f"{NAME} has a text for 'ask_custumer' in [names], which is not drawn. Correct it, or "
         "remove the line. Did you mean 'ask_customer' or 'wait_for_customer'?"),
        ("warning", f"{NAME} has no text for names.ask_customer. Add them: until then they are read as the "
         "drawing has them."),
    ]  # fmt: skip


def test_a_place_that_its_source_does_not_have_would_stay_in_the_mail(lifecycle):
    text = lifecycle.files[NAME].replace("„{subject}“ als Fall", "„{betreff}“ als Fall")
    severity, said = found(lifecycle, text)[0]
    assert severity == "error"
    assert "names {betreff}, its source does not" in said


def test_a_text_that_nobody_reads_is_not_compared(lifecycle):
    """Without its status an element tells nobody anything: the places of its text are right."""
    package = read_package(LIFECYCLE)
    drawn_wrong = package.data.replace(b'name="status"', b'name="staus"', 1)
    found = texts_findings(read(drawn_wrong, package.files))
    assert [one.message for one in found if one.severity == "error"] == []
    assert [one.severity for one in found] == ["warning"]


def test_a_file_that_cannot_be_read_is_an_error(lifecycle):
    assert found(lifecycle, "[names")[0][0] == "error"


def test_what_is_missing_is_counted(lifecycle):
    [(severity, said)] = found(lifecycle, 'process = "case_lifecycle"')
    assert severity == "warning"
    assert re.search(r", … \(\d+\)\.", said)


def test_a_control_character_would_stop_whoever_is_told(lifecycle):
    """PostgreSQL takes no text with a NUL: the action that tells of it would be refused."""
    text = lifecycle.files[NAME].replace('ask_customer = "', 'ask_customer = "\\u0000', 1)
    assert text != lifecycle.files[NAME]
    wrong = "'ask_customer' in [names] has the control character U+0000. Remove it. "
    assert found(lifecycle, text) == [("error", f"{NAME}: {wrong}")]
    spoken = replace(lifecycle, files={NAME: text})
    with speaking(Language("de", Languages().get("de").texts)):
        assert drawn(spoken) is spoken
