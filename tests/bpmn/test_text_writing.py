"""Texts that are added to a file of texts by a form."""

import tomllib

import pytest

from runner.bpmn.text_writing import with_texts
from runner.errors import ConfigError

NAME = "texts.de.toml"


@pytest.mark.parametrize(
    "head",
    ["[names]", "  [ names ] # what is drawn", "['names']", '["names"]\t', "# nothing", ""],
)
def test_a_text_is_added_however_the_table_begins(head):
    text = f"{head}\n"
    added = with_texts(NAME, text, {("names", "block"): 'Mit "Grund"'})
    assert tomllib.loads(added) == {"names": {"block": 'Mit "Grund"'}}
    assert added.startswith(text.rstrip("\n"))


@pytest.mark.parametrize(
    "text",
    [
        'names = {stop = "Halt"}',
        'names.stop = "Halt"',
        "[texts]\nstop = '''\n[names]\n'''\n[names]\n",
    ],
    ids=["in one line", "with dots", "a head inside a text"],
)
def test_what_no_line_can_be_added_to_is_left_to_its_owner(text):
    with pytest.raises(ConfigError, match="Add it by hand below"):
        with_texts(NAME, text, {("names", "block"): "Anhalten"})


@pytest.mark.parametrize(
    ("of", "said", "says"),
    [
        (("names", "stop"), "Halt", "There is a text for 'stop' in .names.. Change it there"),
        (("names", "block"), "\x01", "control character"),
        (("(a+)+", "block"), "Anhalten", "no table|cannot be read"),
        (("names]\na = 1\n[texts", "block"), "Anhalten", "is no text"),
    ],
)
def test_a_text_that_cannot_be_added_is_refused_in_words(of, said, says):
    with pytest.raises(ConfigError, match=says):
        with_texts(NAME, '[names]\nstop = "Stopp"\n', {of: said})
