"""Forms: what is written, what is refused, and in which words."""

import json
from time import process_time

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from runner.bpmn import forms
from runner.errors import DiagramError, InvalidInput

BLOCK = {
    "type": "object",
    "properties": {
        "kind": {"type": "string", "enum": ["Bug", "Other"]},
        "hours": {"type": "integer", "minimum": 1},
        "note": {"type": "string", "x-conversation": "internal", "maxLength": 20},
        "blocker_stands": {"const": True},
    },
    "required": ["kind"],
}


def errors_of(given, schema=BLOCK):
    with pytest.raises(InvalidInput) as caught:
        forms.submit(schema, given)
    return caught.value.errors


def test_every_field_is_written_on_submit():
    assert forms.submit(BLOCK, {"kind": "Bug"}) == {
        "kind": "Bug",
        "hours": None,
        "note": None,
        "blocker_stands": True,
    }


def test_blank_counts_as_left_out():
    assert forms.submit(BLOCK, {"kind": "Bug", "note": "  \n"})["note"] is None
    assert errors_of({"kind": " "}) == {"kind": ["is needed"]}
    assert errors_of({"kind": "\u200b \ufeff"}) == {"kind": ["is needed"]}  # nothing to see


def test_wrong_values_are_explained_field_by_field():
    assert errors_of({"kind": "Cat", "hours": 0, "note": "x" * 21, "colour": 1}) == {
        "kind": ["has to be one of: Bug, Other"],
        "hours": ["has to be 1 or more"],
        "note": ["has 21 characters; 20 are allowed"],
        "colour": ["is not a field here"],
    }
    assert errors_of({"kind": "Bug", "hours": "many"}) == {"hours": ["has to be a whole number"]}
    assert errors_of({"kind": "Bug", "hours": True}) == {"hours": ["has to be a whole number"]}


@pytest.mark.parametrize("value", ["Bug", "no", 1, True, ["Bug"]], ids=str)
@pytest.mark.parametrize(
    "spec",
    [
        {}, {"type": "string"}, {"type": ["string", "null"]}, {"type": "integer"},
        {"type": "string", "enum": ["Bug"]}, {"type": "string", "format": "email"},
        {"type": "string", "minLength": 3}, {"type": "string", "maxLength": 2},
        {"type": "array", "items": {"type": "string"}},
    ],
    ids=str,
)  # fmt: skip
def test_what_is_let_in_is_what_json_schema_lets_in(spec, value):
    right = Draft202012Validator(spec, format_checker=FormatChecker()).is_valid(value)
    form = {"type": "object", "properties": {"field": spec}}
    if right:
        assert forms.submit(form, {"field": value}) == {"field": value}
    else:
        assert set(errors_of({"field": value}, form)) == {"field"}


MONSTERS = {
    "mixed": [1, "1", [1], {"a": 1}, None, True] * 300,
    "many": list(range(100_000)),
    "deep": [[[[[[[[["deep"]]]]]]]]],
}
TAGS = {"type": "object", "properties": {"tags": {"type": "array", "uniqueItems": True}}}


@pytest.mark.parametrize("name", MONSTERS)
@pytest.mark.parametrize("field", ["tags", "unknown"])
def test_a_monster_is_refused_in_no_time(name, field):
    started = process_time()
    assert len(errors_of({field: MONSTERS[name]}, TAGS)) == 1
    assert process_time() - started < 1


def test_a_long_list_without_doubles_is_checked_in_no_time():
    """30 kB of objects took 22 s."""
    started, objects = process_time(), [{"a": number} for number in range(900)]
    assert forms.submit(TAGS, {"tags": objects}) == {"tags": objects}
    assert process_time() - started < 1


def test_more_fields_than_any_form_has_are_refused_at_once():
    assert errors_of({f"f{n}": 1 for n in range(100_000)}) == {
        "fields": ["are 100,000; 200 are allowed"]
    }


def test_texts_are_kept_in_one_form_however_they_were_typed():
    values = forms.submit(BLOCK, {"kind": "Bug", "note": "cafe\u0301"})
    assert values["note"] == "caf\u00e9"


def test_nobody_sets_a_field_that_sets_itself():
    assert errors_of({"kind": "Bug", "blocker_stands": False}) == {
        "blocker_stands": ["is not a field here"]
    }
    assert "blocker_stands" not in forms.shown(BLOCK)["properties"]


@pytest.mark.parametrize("text", ["a\0b", "a\ud800b"])
def test_text_that_no_database_takes_is_refused(text):
    assert list(errors_of({"kind": "Bug", "note": text})) == ["note"]


def test_text_has_a_limit_even_where_a_form_sets_none():
    schema = {"type": "object", "properties": {"body": {"type": "string"}}}
    assert errors_of({"body": "x" * 100_001}, schema) == {
        "body": ["has 100,001 characters; 100,000 are allowed"]
    }


@pytest.mark.parametrize("text", ["{{7*7}}", "<b onload=x()>", "${x}", "\u202eabc", "😀"])
def test_any_other_text_is_kept_as_it_is(text):
    assert forms.submit(BLOCK, {"kind": "Bug", "note": text})["note"] == text


@pytest.mark.parametrize(
    "schema",
    [
        "not json",
        '{"type": "array"}',
        '{"type": "object", "properties": {"a": {"type": "colour"}}}',
        '{"type": "object", "properties": {"a": {"$ref": "http://169.254.169.254/"}}}',
        '{"type": "object", "properties": {"a": {"pattern": "(a+)+$"}}}',
        '{"type": "object", "properties": {"a": true}}',
        '{"type": "object", "patternProperties": {"a": {}}}',
        '{"type": "object", "$defs": {}}',
        '{"type": "object", "properties": {"a": {"items": {"$ref": "#"}}}}',
    ],
)
def test_a_form_that_could_reach_out_or_hang_is_refused(schema):
    with pytest.raises(DiagramError, match="form of Block"):
        forms.read_schema(schema, "Block")


def test_conversation_fields_are_known():
    assert forms.conversation(forms.read_schema(json.dumps(BLOCK), "Block")) == {"note": "internal"}


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 2**63, [float("-inf")]])
def test_a_number_that_no_case_can_keep_is_refused(value):
    """A browser's field takes any of them as a number, and JSON Schema lets them pass."""
    schema = {"type": "object", "properties": {"hours": {"type": ["number", "array"]}}}
    assert set(errors_of({"hours": value}, schema)) == {"hours"}


@pytest.mark.parametrize(
    ("field", "value", "at"),
    [
        ({"type": "array", "items": {"type": "string", "maxLength": 2}}, ["ab", "abc"], "tag.1"),
        ({"type": "string", "maxLength": 2.0}, "abc", "tag"),
    ],
)
def test_a_text_in_a_list_has_its_limit_too_however_it_is_written(field, value, at):
    schema = {"type": "object", "properties": {"tag": field}}
    assert errors_of({"tag": value}, schema) == {at: ["has 3 characters; 2 are allowed"]}


@pytest.mark.parametrize(
    "field",
    [
        {"type": "string"},
        {"type": "string", "minLength": 40},
        {"type": "string", "maxLength": 2.0},
        {"type": "string", "minLength": 3.0, "maxLength": 3},
        {"type": "string", "format": "email", "minLength": 2},
        {"type": "string", "enum": ["Bug"]},
        {"type": "integer", "exclusiveMinimum": 7},
        {"type": "integer", "minimum": 7, "exclusiveMinimum": 7},
        {"type": "number", "exclusiveMinimum": 0, "maximum": 0.5},
        {"type": "integer", "maximum": -3},
        {"type": "integer", "exclusiveMaximum": 0},
        {"type": "number", "exclusiveMinimum": 2, "exclusiveMaximum": 2.5},
        {"type": "integer", "multipleOf": 5},
        {"type": "integer", "multipleOf": 5, "minimum": 11},
        {"type": "integer", "multipleOf": 5, "exclusiveMinimum": 10},
        {"type": "integer", "multipleOf": 5, "exclusiveMaximum": 5},
        {"type": "number", "multipleOf": 0.1, "minimum": 0.75},
        {"type": "array", "items": {"type": "string"}, "minItems": 1},
        {"type": "array", "items": {"type": "string"}, "minItems": 3, "uniqueItems": True},
        {"type": "array", "items": {"enum": ["a", "b", "c"]}, "minItems": 2, "uniqueItems": True},
        {"type": "array", "items": {"type": "integer", "minimum": 4}, "minItems": 2},
        {"type": "boolean"},
    ],
)
def test_a_sample_can_be_handed_in(field):
    schema = {"type": "object", "properties": {"it": field}, "required": ["it"]}
    filled = forms.sample(schema, {})
    assert forms.submit(schema, filled) == filled


@pytest.mark.parametrize(
    "field",
    [
        {"type": "array", "minItems": 10**12}, {"type": "number", "minimum": 1e300},
        {"type": "number", "multipleOf": 1e-300, "minimum": 3}, {"type": "integer", "minimum": 10**40},
        {"type": "number", "exclusiveMinimum": -1e300, "multipleOf": 7},
    ],
)  # fmt: skip
def test_limits_of_strangers_cost_no_more_than_others(field):
    assert forms.sample({"properties": {"it": field}, "required": ["it"]}, {}).keys() == {"it"}


def test_a_sample_is_never_longer_than_people_may_write():
    field = {"type": "string", "minLength": 10**12, "maxLength": 10**13}
    schema = {"type": "object", "properties": {"it": field}, "required": ["it"]}
    assert len(forms.sample(schema, {})["it"]) == forms.LONGEST_TEXT
