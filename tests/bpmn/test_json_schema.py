"""Values against schemas: formats, decimals, lists without doubles."""

import json

import pytest

from runner.bpmn.json_schema import FORMATS, validator

WRONG = {
    "date": "2026-02-30", "time": "25:00", "date-time": "2026-03-02", "duration": "3 days",
    "email": "bob", "idn-email": "bob", "hostname": "a_b..c", "idn-hostname": "a..b", "ipv4": "1.2.3",
    "ipv6": "1:2", "uri": "not a uri", "uri-reference": "a b\\", "iri": "not an iri",
    "iri-reference": "a b\\", "json-pointer": "a", "relative-json-pointer": "a", "uri-template": "{",
    "uuid": "1",
}  # fmt: skip
RIGHT = {
    "time": ["09:30", "09:30:15", "09:30:15.250", "09:30:00Z", "09:30:00+02:00"],
    "date-time": ["2026-03-02T09:30", "2026-03-02T09:30:15", "2026-03-02T09:30:00Z"],
    "date": ["2026-03-02"],
    "email": ["bob@example.com"],
    "duration": ["P3D"],
    "iri": ["https://bücher.example/straße?q=größe#ü", "https://example.com/a", "urn:isbn:0"],
    "iri-reference": ["/straße", "#ü", ""],
}


def fits(spec, value):
    return validator(json.dumps(spec).encode()).is_valid(value)


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_every_format_is_checked(name):
    assert not fits({"format": name}, WRONG[name])
    assert not fits({"format": name}, "x" * 5000)
    for text in RIGHT.get(name, ()):
        assert fits({"format": name}, text), text


@pytest.mark.parametrize(
    "text",
    ["bücher", "https://a b.example/", "https://a.example/\u202e", "https://a.example/\ud800"],
)
def test_what_no_address_can_hold_is_no_iri(text):
    assert not fits({"format": "iri"}, text)


@pytest.mark.parametrize("text", ["9:30", "24:00", "09:60", "0930", "09:30 ", "٠٩:30"])
def test_a_time_that_no_browser_sends_is_none(text):
    assert not fits({"format": "time"}, text)


@pytest.mark.parametrize(
    ("number", "step", "right"),
    [
        (0.3, 0.1, True), (1.1, 0.1, True), (4.35, 0.01, True), (0.35, 0.1, False), (6, 3, True), (7, 3, False),
        (1e308, 0.1, True), (1e308, 1e-300, True), (float("inf"), 0.1, False), (True, 2, True),
    ],
)  # fmt: skip
def test_multiples_are_counted_in_decimals(number, step, right):
    assert fits({"multipleOf": step}, number) is right


@pytest.mark.parametrize(
    ("items", "right"),
    [
        ([1, 2], True), ([1, 1.0], False), ([1, True], True), ([0, False], True), (["1", 1], True),
        ([{"a": 1, "b": 2}, {"b": 2, "a": 1}], False), ([[1], [1.0]], False), ([[1], [True]], True), ([], True),
    ],
)  # fmt: skip
def test_an_entry_that_is_there_twice_is_found(items, right):
    assert fits({"uniqueItems": True}, items) is right
