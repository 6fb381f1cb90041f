"""A form says nothing that would not be done."""

import pytest

from runner.gate.lint.form_rules import faults
from tests.drawings import bpmn, chain, end, extension, flow, node, start, user
from tests.gate.lint.pages import findings


def said(**spec):
    return [text for text, _ in faults({"type": "object", "properties": {"a": spec}})]


@pytest.mark.parametrize(
    ("spec", "named"),
    [
        ({"type": "string", "format": "dat"}, "the format 'dat', which nothing checks. Did you mean 'date'"),
        ({"type": "string", "format": "regex"}, "the format 'regex'"),
        ({"type": "integer", "minLength": 2}, "`minLength`, which says nothing about its type"),
        ({"type": "string", "minimum": 2}, "`minimum`"),
        ({"type": "string", "uniqueItems": True}, "`uniqueItems`"),
        ({"type": "string", "x-conversation": "publik"}, "Did you mean 'public'?"),
        ({"type": "number", "x-conversation": "public"}, "`x-conversation`, which says nothing"),
        ({"type": "string", "readOnly": True}, "`readOnly`"),
        ({"enum": [], "default": 5}, "nothing to choose from"),
        ({"enum": []}, "nothing to choose from"),
        ({"type": "integer", "enum": [1, "two"]}, 'offers "two", which it refuses itself'),
        ({"enum": ["Bug", "Other", "Bug"]}, 'offers "Bug" twice'),
        ({"type": "number", "enum": [1, 2, 1.0]}, "offers 1.0 twice"),
        ({"type": "array", "items": {"enum": ["a", "a"]}}, "an item of the field 'a' offers \"a\" twice"),
        ({"type": "integer", "default": "many"}, "a `default` that it refuses itself"),
        ({"type": "integer", "minimum": 3, "default": 2}, "a `default` that it refuses itself"),
        ({"enum": ["Bug", "Other"], "default": "Feature"}, "a `default` that it refuses itself"),
        ({"const": "Bug", "default": "Feature"}, "a `default` that it refuses itself"),
        ({"const": 0, "default": 5}, "a `default` that it refuses itself"),
        ({"const": False, "default": True}, "a `default` that it refuses itself"),
        ({"enum": ["Bug", "Other"], "const": "Feature"}, "a `const` that it refuses itself"),
        ({"type": "string", "minLength": 3, "maxLength": 2}, "a minLength above its maxLength"),
        ({"type": "array", "items": {"type": "string", "format": "fon"}}, "an item of the field 'a' has the format 'fon'"),
    ],
)  # fmt: skip
def test_a_word_that_would_do_nothing_is_named(spec, named):
    (fault,) = said(**spec)
    assert "the field 'a' " in fault and named in fault


@pytest.mark.parametrize(
    "spec",
    [
        {}, {"const": True}, {"enum": ["Bug", "Other", 1, True]}, {"type": ["string", "null"], "maxLength": 3},
        {"type": "number", "multipleOf": 0.1, "default": 0.3}, {"type": "string", "format": "time", "default": "09:30"},
        {"type": "array", "items": {"type": "string"}, "minItems": 1, "maxItems": 3},
    ],
    ids=str,
)  # fmt: skip
def test_what_is_checked_may_be_said(spec):
    assert said(**spec) == []


def test_the_form_itself_promises_nothing_either():
    whole = {
        "$schema": "http://json-schema.org/draft-07/schema#", "additionalProperties": True,
        "properties": {"reason": {}}, "required": ["resaon"],
    }  # fmt: skip
    old, open_, lost = [text for text, _ in faults(whole)]
    assert "draft-07" in old and "`additionalProperties`" in open_
    assert lost == "it requires 'resaon', which is no field of it. Did you mean 'reason'?"


TWICE = '{"type": "object", "properties": {"a": {"type": "string"}, "a": {"type": "number"}}}'
WRITTEN = (
    "<bpmn:extensionElements><spiffworkflow:formJsonSchema>"
    f"{TWICE}</spiffworkflow:formJsonSchema></bpmn:extensionElements>"
)


@pytest.mark.parametrize(
    ("drawn", "at"),
    [
        ((user("u", WRITTEN), flow("u", "end")), "u"),
        ((user("u"), node("sequenceFlow", "f", WRITTEN, sourceRef="u", targetRef="end")), "f"),
        ((user("u", formJsonSchemaFilename="ask.json"), flow("u", "end")), "u"),
    ],
)
def test_a_form_that_says_something_twice_is_named_on_its_element(drawn, at):
    data = bpmn(start(), end(), chain("start", "u"), *drawn)
    found = [f for f in findings(data, (("ask.json", TWICE),)) if f.rule == "form"]
    assert [(f.element, f.severity) for f in found] == [(at, "error")]
    assert "'a' stands twice in one object" in found[0].message
    assert found[0].suggestion == "Only the last of the two would count."


@pytest.mark.parametrize(
    ("name", "spec", "required"),
    [
        ("serial", {"type": "string"}, True),
        ("why", {"type": "string", "x-conversation": "public"}, False),
        ("priority", {"enum": ["P1", "P2"]}, False),
        ("subject", {"type": "string"}, False),
    ],
)
def test_what_not_every_door_can_fill_in_is_not_asked_at_the_start(name, spec, required):
    form = {"type": "object", "properties": {name: spec}, "required": [name] * required}
    drawn = bpmn(start(inner=extension(form)), user("a"), end(), chain("start", "a", "end"))
    (found,) = [one for one in findings(drawn, {}) if one.rule == "start-form"]
    assert (found.element, f"'{name}'" in found.message) == ("start", True)
