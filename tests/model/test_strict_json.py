"""JSON in which nothing is said twice."""

import json

import pytest

from runner.model.strict_json import read_json


@pytest.mark.parametrize(
    "text",
    ['{"a": {"b": 1}, "b": [{"a": 1}, {"a": 2}]}', "1", "null", '"a"', "[" * 200 + "1" + "]" * 200],
)
def test_what_says_everything_once_is_read(text):
    assert read_json(text) == read_json(text.encode()) == json.loads(text)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{"a": 1, "b": 2, "a": 1}', "'a' stands twice in one object"),
        ('[{"b": {"a": 1, "\\u0061": 2}}]', "'a' stands twice"),
        (f'{{"{"a" * 100}": 1, "{"a" * 100}": 1}}', f"'{'a' * 60}' stands twice"),
        ('{"a": 1', "unexpected end"),
        ('{"a": NaN}', "expected"),
        (f"[{'9' * 5000}]", "infinity"),
        (b"\xff", "UTF-8"),
        ("[" * 201 + "1" + "]" * 201, "too deep"),
        ('{"a":' * 300 + "1" + "}" * 300, "too deep"),
        ("[" * 2000 + "]" * 2000, "depth limit"),
    ],
)
def test_what_is_wrong_is_said(text, says):
    with pytest.raises(ValueError, match=says):
        read_json(text)
