"""Fields that are added to forms."""

import json

import pytest

from runner.bpmn import read
from runner.bpmn.importing.form_fields import title
from tests.bpmn.importing.imported import drawing, errors, imported, sentences
from tests.drawings import chain, end, extension, flow, start, user, xor

FORM = {"type": "object", "properties": {"note": {"type": "string"}}, "required": ["note"]}


def test_a_field_joins_the_form_that_is_there():
    several = "<bpmn:multiInstanceLoopCharacteristics/>"
    diagram = drawing(
        start(), user("a", form=FORM), user("b", several), end(), chain("start", "a", "b", "end")
    )
    form = diagram.elements["a"].forms[""]
    assert list(form["properties"]) == ["note", "number_of_b"]
    assert form["required"] == ["note", "number_of_b"]


ODD = (
    "true", "null", '"x"', '{"enum": 5}', '{"type": [{"x": 1}]}',
    '{"type": "number", "minimum": "5"}',
)  # fmt: skip


@pytest.mark.parametrize("spec", ODD)
@pytest.mark.parametrize("place", ["start", "task"])
def test_a_form_that_is_none_stops_no_import_and_is_named_by_the_gate(calendars, spec, place):
    form = {"type": "object", "properties": {"a": json.loads(spec)}}
    ways = flow("x", "end", "", "a > 3") + flow("x", "e2", "", "a <= 3")
    first = start(inner=extension(form)) if place == "start" else start()
    task = user("t", form=form) if place == "task" else user("t")
    result = imported(first, task, xor("x"), end(), end("e2"), ways, chain("start", "t", "x"))
    assert any("form" in error for error in errors(result.data, calendars))
    assert len(sentences(result, asks=True)) == (place == "task")
    assert any("'t' gets a form with 'a'" in one for one in sentences(result)) == (place == "start")


@pytest.mark.parametrize(
    "text",
    [
        '{"properties": {"a": {}, "a": {"title": "A"}}}', "{", "[]",
        '{"required": 5}', '{"required": "ab"}', '{"required": [{}]}', "true", '"x"', '{"type": 5}',
        *(f'{{"properties": {{"a": {spec}}}}}' for spec in ODD),
    ],
)  # fmt: skip
def test_a_form_that_cannot_be_read_stays_as_it_is(text):
    written = (
        "<bpmn:extensionElements><spiffworkflow:formJsonSchema>"
        f"{text}</spiffworkflow:formJsonSchema></bpmn:extensionElements>"
    )
    several = user("b", "<bpmn:multiInstanceLoopCharacteristics/>")
    ways = chain("start", "a", "b", "end")
    result = imported(start(), user("a", written), several, end(), ways)
    assert text.encode() in result.data
    asked = "The task 'a' has a form that cannot be read: give it the field 'number_of_b'."
    assert asked in sentences(result, asks=True)


@pytest.mark.parametrize(
    ("words", "chosen"),
    [({}, True), ({"maxLength": 2}, False), ({"minLength": 9}, False), ({"default": "Z"}, False)],
)
def test_choices_go_only_where_the_form_refuses_none_of_them(calendars, words, chosen):
    field = {"type": "string", **words}
    result = imported(
        start(), user("a", form={"type": "object", "properties": {"size": field}}),
        xor("x"), end("e1"), end("e2"), chain("start", "a", "x"),
        flow("x", "e1", "One", 'size == "large"'), flow("x", "e2", "Two", 'size == "small"'),
    )  # fmt: skip
    form = read(result.data).elements["a"].forms[""]
    assert form["required"] == ["size"]
    assert ("enum" in form["properties"]["size"]) == chosen
    assert not [error for error in errors(result.data, calendars) if error.startswith("form ")]


def test_a_label_is_made_of_a_name():
    assert title("loan_amount") == "Loan amount"
