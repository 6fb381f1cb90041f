"""Forms of a diagram as fields of HTML, and what comes back from them."""

import pytest
from werkzeug.datastructures import MultiDict

from runner.bpmn import forms
from web.shared.fields import fields, is_text, read, text_field

PUBLIC = {"type": "string", "x-conversation": "public"}


@pytest.mark.parametrize(
    ("spec", "kind", "input"),
    [
        ({"type": "string"}, "area", "f.a"),
        ({"type": "string", "maxLength": 300}, "text", "f.a"),
        ({"type": ["null", "string"]}, "area", "f.a"),
        ({"enum": ["Bug", "Other"]}, "choice", "f.a:choice"),
        ({"type": "boolean"}, "check", "f.a:boolean"),
        ({"type": ["null", "integer"]}, "number", "f.a:integer"),
        ({"type": "string", "format": "date"}, "date", "f.a:date"),
        ({"type": "string", "format": "uri"}, "url", "f.a:uri"),
        ({"type": "string", "format": "date-time"}, "datetime-local", "f.a:date-time"),
        ({"type": "array", "items": {"type": "string"}}, "area", "f.a:array"),
    ],
)
def test_a_field_has_the_input_that_fits_its_type(spec, kind, input):
    """What is written by it is kept where it is not sent, and shown where its form is not."""
    schema = {"type": "object", "properties": {"a": spec}, "required": ["a"]}
    (field,) = fields(schema)
    assert (field.kind, field.input, field.label, field.required) == (kind, input, "A", True)
    written = kind in ("area", "text", "url")
    assert is_text(field.input) == ("a" in forms.texts(schema)) == written


def test_values_come_back_with_their_types():
    form = MultiDict(
        [("f.text", "a\r\nb"), ("f.which:choice", "Bug"), ("f.day:date", "2026-03-04"), ("f.n:integer", "3"), ("f.x:number", "2.5"), ("f.yes:boolean", "false"),
         ("f.yes:boolean", "true"), ("f.no:boolean", "false"), ("f.list:array", "a\n\n b "), ("other", "x")],
    )  # fmt: skip
    assert read(form) == {
        "text": "a\nb",
        "which": "Bug",
        "day": "2026-03-04",
        "n": 3,
        "x": 2.5,
        "yes": True,
        "no": False,
        "list": ["a", "b"],
    }


def test_what_is_no_number_is_left_for_the_form_to_refuse():
    assert read(MultiDict({"f.n:integer": "many", "f.x:number": ""})) == {"n": "many", "x": ""}


def test_a_form_of_one_public_text_is_a_message():
    assert text_field({"properties": {"body": PUBLIC}, "required": ["body"]}) == "body"
    assert text_field({"properties": {"body": PUBLIC}}) is None
    assert text_field({"properties": {"body": PUBLIC, "n": {}}, "required": ["body"]}) is None
    assert text_field(None) is None
    assert fields(None) == ()
