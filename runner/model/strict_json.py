"""JSON in which an object has no name twice: which of the two counts would be a guess. Decision
0339.

How deep it may be nested is said here, since each version of Python gives up at another depth."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import orjson

DEEPEST = 200
"""Far below what stops a function of ours that calls itself for each level."""


def read_json(text: str | bytes) -> Any:
    """The value of a text. Raises ValueError, with what is wrong in words."""
    value = orjson.loads(text)
    _check_depth(value)
    _look_for_doubles(text if isinstance(text, str) else text.decode())
    return value


def _check_depth(value: Any) -> None:
    level = [value]
    for _ in range(DEEPEST + 1):
        level = [child for one in level for child in _children(one)]
        if not level:
            return
    raise ValueError("it is nested too deep")


def _children(value: Any) -> Iterable[Any]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def _refuse_doubles(pairs: list[tuple[str, Any]]) -> None:
    seen: set[str] = set()
    for name, _ in pairs:
        if name in seen:
            raise ValueError(f"'{name[:60]}' stands twice in one object: leave one of them out")
        seen.add(name)


_look_for_doubles = json.JSONDecoder(
    object_pairs_hook=_refuse_doubles, parse_int=str, parse_float=str
).decode
