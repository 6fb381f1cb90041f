"""A diagram as text, and text as a diagram."""

import pytest

from runner.bpmn import read
from runner.bpmn.encodings import decoded, encoded
from tests.drawings import bpmn, chain, end, start, user

TEXT = bpmn(start(), user("a"), end(), chain("start", "a", "end")).decode()
TEXT = TEXT.replace('name="a"', 'name="Prüfen 检查"')


@pytest.mark.parametrize("name", ["UTF-8", "utf-16", "ISO-8859-1", "windows-1252", "x-unknown"])
def test_the_declared_encoding_counts_both_ways(name):
    data = encoded(f'<?xml version="1.0" encoding="{name}"?>{TEXT}')
    assert "Prüfen" in decoded(data)
    if name != "x-unknown":
        assert read(data).elements["a"].name == "Prüfen 检查"


def test_without_a_declaration_it_is_utf_8():
    assert decoded(encoded(TEXT)) == TEXT


def test_what_cannot_be_decoded_is_no_error_here():
    assert "<a>" in decoded(b"<a>\xff</a>")


@pytest.mark.parametrize(
    "name", ["hex", "rot13", "idna", "undefined", "punycode", "unicode_escape"]
)
def test_what_python_knows_and_no_xml_file_has_is_read_as_utf_8(name):
    text = f'<?xml version="1.0" encoding="{name}"?>{TEXT}'
    assert decoded(encoded(text)) == text
