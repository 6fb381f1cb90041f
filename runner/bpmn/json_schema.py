"""JSON Schema (2020-12) as forms check it: exact, and bounded in what it costs.

Four things differ from jsonschema: `multipleOf` counts in decimals (0.3 is a multiple of 0.1),
`uniqueItems` is linear, `time` and `date-time` also take what a browser's own fields send, which
has no zone (`09:30`), and `iri` is what becomes a URI once its other letters are escaped (decision
0280).
"""

from __future__ import annotations

import math
import re
from collections.abc import Hashable, Iterator, Mapping
from datetime import datetime
from fractions import Fraction
from functools import lru_cache
from typing import Any
from urllib.parse import quote

import orjson
from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError
from jsonschema.validators import extend

_STANDARD = Draft202012Validator.FORMAT_CHECKER

_IRIS = {"iri": "uri", "iri-reference": "uri-reference"}

FORMATS = frozenset(_STANDARD.checkers) - {"regex"} | _IRIS.keys()
"""The formats that a field may have. A regular expression could run for ever."""

LONGEST_FORMATTED = 2000
"""Characters of a text that has a format: some of them are looked for by backtracking."""

_BROWSERS_TIME = r"\d\d:\d\d(:\d\d(\.\d{1,6})?)?"
_BROWSERS = {
    "time": re.compile(_BROWSERS_TIME, re.ASCII),
    "date-time": re.compile(rf"\d{{4}}-\d\d-\d\dT{_BROWSERS_TIME}", re.ASCII),
}
"""What `<input type="time">` and `<input type="datetime-local">` send."""


@lru_cache(maxsize=1024)
def validator(schema: bytes) -> Any:
    """What checks values against a schema, which is given as JSON."""
    return _Validator(orjson.loads(schema), format_checker=_FORMAT_CHECKER)


def is_json_schema(schema: Any) -> bool:
    """Is a value, which is not nested deep, JSON Schema?"""
    return _META_SCHEMA.is_valid(schema)


def is_date(field: Mapping[str, Any]) -> bool:
    """Does a field take days or moments alone?"""
    return field.get("format") in ("date", "date-time")


_META_SCHEMA = Draft202012Validator(Draft202012Validator.META_SCHEMA)


def _conforms(text: object, format_name: str) -> bool:
    if not isinstance(text, str):
        return True
    if len(text) > LONGEST_FORMATTED:
        return False
    if format_name in _IRIS:
        return text.isprintable() and _STANDARD.conforms(_as_uri(text), _IRIS[format_name])
    return _STANDARD.conforms(text, format_name) or _is_from_browser(text, format_name)


def _as_uri(iri: str) -> str:
    """RFC 3987, section 3.1: each letter that a URI does not have as the bytes of its UTF-8."""
    return "".join(one if one.isascii() else quote(one, errors="replace") for one in iri)


def _is_from_browser(text: str, format_name: str) -> bool:
    shape = _BROWSERS.get(format_name)
    if shape is None or not shape.fullmatch(text):
        return False
    try:
        datetime.fromisoformat(text if format_name == "date-time" else f"1970-01-01T{text}")
    except ValueError:
        return False
    return True


def _format_checker() -> FormatChecker:
    checker = FormatChecker(formats=())
    for name in FORMATS:
        checker.checkers[name] = (lambda text, name=name: _conforms(text, name), ())
    return checker


_FORMAT_CHECKER = _format_checker()


def _multiple_of(_: Any, step: float, number: Any, __: Any) -> Iterator[ValidationError]:
    if isinstance(number, bool) or not isinstance(number, int | float):
        return
    endless = isinstance(number, float) and not math.isfinite(number)
    if endless or Fraction(repr(number)) % Fraction(repr(step)):
        yield ValidationError(f"{number} is not a multiple of {step}")


def _unique_items(_: Any, wanted: bool, items: Any, __: Any) -> Iterator[ValidationError]:
    if wanted and isinstance(items, list) and len(set(map(identity, items))) < len(items):
        yield ValidationError("the list has an item twice")


def identity(value: Any) -> Hashable:
    """Equal for what JSON Schema calls equal: 1 and 1.0 are, 1 and true are not."""
    if isinstance(value, bool):
        return (bool, value)
    if isinstance(value, list):
        return (list, *map(identity, value))
    if isinstance(value, dict):
        return (dict, frozenset((name, identity(item)) for name, item in value.items()))
    return value


_Validator = extend(
    Draft202012Validator, {"multipleOf": _multiple_of, "uniqueItems": _unique_items}
)
