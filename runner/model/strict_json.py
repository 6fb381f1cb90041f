"""JSON in which an object has no name twice: which of the two counts would be a guess. Decision
0339."""

from __future__ import annotations

import json
from typing import Any

import orjson


def read_json(text: str | bytes) -> Any:
    """The value of a text. Raises ValueError, with what is wrong in words."""
    value = orjson.loads(text)
    try:
        _look_for_doubles(text if isinstance(text, str) else text.decode())
    except RecursionError:
        raise ValueError("it is nested too deep") from None
    return value


def _refuse_doubles(pairs: list[tuple[str, Any]]) -> None:
    seen: set[str] = set()
    for name, _ in pairs:
        if name in seen:
            raise ValueError(f"'{name[:60]}' stands twice in one object: leave one of them out")
        seen.add(name)


_look_for_doubles = json.JSONDecoder(
    object_pairs_hook=_refuse_doubles, parse_int=str, parse_float=str
).decode
