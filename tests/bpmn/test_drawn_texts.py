"""What a drawing says, in the language of who reads it; programs read the source."""

import pytest

from runner.bpmn import read
from runner.bpmn.drawn_texts import (
    drawn,
    label_of_action,
    read_texts,
    spoken_drawing,
    texts_to_translate,
)
from runner.bpmn.package import read_package
from runner.errors import ConfigError
from runner.language import Languages, speaking
from tests.lifecycle import LIFECYCLE

GERMAN = Languages().get("de")


@pytest.fixture(scope="module")
def lifecycle():
    """The default one with all that belongs to it."""
    package = read_package(LIFECYCLE)
    return read(package.data, package.files)


def test_a_drawing_speaks_the_language_of_its_reader_where_it_has_texts(lifecycle):
    assert drawn(lifecycle) is lifecycle
    with speaking(GERMAN):
        spoken = drawn(lifecycle)
        assert spoken.elements["investigate"].documentation == "Wir arbeiten daran."
        assert label_of_action(lifecycle, "accept_solution") == "Lösung annehmen"
        assert spoken is drawn(lifecycle)  # made once
        # statuses go by their names, whoever reads
        assert spoken.elements["investigate"].properties["status"] == "Work in Progress"
        assert spoken_drawing(lifecycle).status("Work in Progress") == "In Arbeit"
        for drawing in (lifecycle, spoken):
            assert [one.id for one in drawing.actions] == [one.id for one in lifecycle.actions]


def test_texts_change_nothing_that_people_can_do(lifecycle):
    """What is a choice is read from the names of flows: neither is one emptied nor another named."""
    flows = [flow for flow in lifecycle.flows.values() if not flow.name]
    named = {flow.id: "Weiter" for flow in flows} | {"propose_solution": ""}
    lines = "".join(f'{key} = "{text}"\n' for key, text in named.items())
    said = read(lifecycle.data, {**lifecycle.files, "texts.de.toml": f"[names]\n{lines}"})
    with speaking(GERMAN):
        spoken = drawn(said)
    labels = {one.id: one.label for one in spoken.actions}
    assert list(labels) == list(dict.fromkeys(one.id for one in said.actions))
    assert labels["propose_solution"] == "Propose solution"
    assert labels["clear_blocker"] == "Weiter"
    assert {spoken.flows[flow.id].name for flow in flows if flow.id not in labels} == {""}


def test_a_form_and_words_are_in_the_language(lifecycle):
    block = next(action for action in lifecycle.actions if action.id == "block")
    with speaking(GERMAN):
        form = spoken_drawing(lifecycle).form("block", block.form)
    with speaking(GERMAN):
        words = spoken_drawing(lifecycle).word
        assert [words(name) for name in ("Customer", "first_response", "solved", "no such")] == [
            "Kunde", "Erste Antwort", "Gelöst", "no such",
        ]  # fmt: skip
    titles = {name: spec.get("title") for name, spec in form["properties"].items()}
    assert titles["reference"] == "Referenz"
    assert form["required"] == block.form["required"]
    assert block.form["properties"]["reference"]["title"] == "Reference"


def test_the_default_lifecycle_is_whole_in_german(lifecycle):
    texts = read_texts("texts.de.toml", lifecycle.files["texts.de.toml"])
    left = [(t, k) for t, k, _source in texts_to_translate(lifecycle) if k not in texts[t]]
    assert left == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[names", "cannot be read"),
        ("[labels]\na = 'b'", "'labels' is no table. There are: names"),
        ("names = 3", "'names' is no table"),
        ("[names]\na = 3", "'a' in [names] is no text"),
        ("[names]\na = {b = 'c'}", "'a' in [names] is no text"),
        ("[names]\na = " + "[" * 2000, "cannot be read"),
    ],
)
def test_a_file_that_is_none_says_what_is_wrong(text, said):
    with pytest.raises(ConfigError) as error:
        read_texts("texts.de.toml", text)
    assert said in str(error.value)
