"""Values in a stored state: JSON stays JSON, anything else becomes `{"$": tag, "v": ...}`.

Nothing is guessed on the way back, and the same value always gives the same bytes.

Decision 0140.
"""

from __future__ import annotations

import base64
import math
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from runner.errors import StateError

_LARGEST = 2**63


def encode(value: Any) -> Any:
    """A value as JSON. Raises StateError for a type that cannot be stored."""
    kind = type(value)
    if value is None or kind is bool:
        return value
    if kind is str:
        return (
            value
            if _is_plain(value)
            else _tagged("x", value.encode("utf-8", "surrogatepass").hex())
        )
    if kind is int:
        return value if -_LARGEST <= value < _LARGEST else _tagged("i", str(value))
    if kind is float:
        return value if math.isfinite(value) else _tagged("f", repr(value))
    if kind is list:
        return [encode(item) for item in value]
    if kind is dict:
        return _encode_dict(value)
    if kind in _ENCODERS:
        tag, to_json = _ENCODERS[kind]
        return _tagged(tag, encode(to_json(value)))
    raise StateError(f"A value of type {kind.__name__} cannot be kept in the state of a case.")


def decode(value: Any) -> Any:
    """The value that `encode` was given. Raises StateError for an unknown tag."""
    if type(value) is list:
        return [decode(item) for item in value]
    if type(value) is not dict:
        return value
    if "$" not in value:
        return {k: decode(item) if type(item) in _HOLDING else item for k, item in value.items()}
    from_json = _DECODERS.get(value["$"])
    if from_json is None:
        raise StateError(f"The state holds a value with the unknown tag '{value['$']}'.")
    return from_json(decode(value.get("v")))


def copied(value: Any) -> Any:
    """The same value, of which nothing is shared: neither with what the caller does to its own, nor
    with another task, another case or the drawing."""
    kind = type(value)
    if kind is dict:
        if _HOLDING.isdisjoint(map(type, value.values())):
            return value.copy()
        return {name: copied(item) for name, item in value.items()}
    if kind is list:
        return [copied(item) for item in value]
    return set(value) if kind is set else value


_HOLDING = frozenset({dict, list, set})
_TEXT = frozenset({str})


def same(left: Any, right: Any) -> bool:
    """Equality that tells True, 1 and 1.0 apart and minds the order of keys."""
    if left is right:
        return True
    if type(left) is not type(right):
        return False
    if type(left) is dict:
        return len(left) == len(right) and all(
            key == other and same(value, right[other])
            for (key, value), other in zip(left.items(), right, strict=True)
        )
    if type(left) in (list, tuple):
        return len(left) == len(right) and all(map(same, left, right))
    return left == right and (type(left) in (str, int, bool) or repr(left) == repr(right))


def _tagged(tag: str, value: Any) -> dict[str, Any]:
    return {"$": tag, "v": value}


def _is_plain(text: str) -> bool:
    return text.isascii() or not any("\ud800" <= letter <= "\udfff" for letter in text)


def _encode_dict(value: dict) -> Any:
    plain = _TEXT.issuperset(map(type, value)) and _is_plain("".join(value))
    if plain and "$" not in value:
        return {  # most values are texts
            key: item if type(item) is str and item.isascii() else encode(item)
            for key, item in value.items()
        }
    return _tagged("m", [[encode(key), encode(item)] for key, item in value.items()])


def _datetime_to_json(value: datetime) -> list:
    zone = value.tzinfo
    if isinstance(zone, ZoneInfo) and zone.key:
        return [value.replace(tzinfo=None).isoformat(), zone.key, value.fold]
    return [value.isoformat(), None, value.fold]


def _datetime_from_json(parts: list) -> datetime:
    value = datetime.fromisoformat(parts[0])
    return value.replace(tzinfo=ZoneInfo(parts[1]) if parts[1] else value.tzinfo, fold=parts[2])


def _sorted(value: set | frozenset) -> list:
    return sorted(value, key=lambda item: (type(item).__name__, repr(item)))


_ENCODERS: dict[type, tuple[str, Callable[[Any], Any]]] = {
    datetime: ("dt", _datetime_to_json),
    date: ("d", date.isoformat),
    time: ("t", lambda value: [value.isoformat(), value.fold]),
    timedelta: ("td", lambda value: [value.days, value.seconds, value.microseconds]),
    Decimal: ("n", str),
    UUID: ("u", lambda value: value.hex),
    bytes: ("b", lambda value: base64.b64encode(value).decode()),
    tuple: ("tu", list),
    set: ("s", _sorted),
    frozenset: ("fs", _sorted),
}
_DECODERS: dict[str, Callable[[Any], Any]] = {
    "dt": _datetime_from_json,
    "d": date.fromisoformat,
    "t": lambda parts: time.fromisoformat(parts[0]).replace(fold=parts[1]),
    "td": lambda parts: timedelta(*parts),
    "n": Decimal,
    "u": lambda text: UUID(hex=text),
    "b": base64.b64decode,
    "tu": tuple,
    "s": set,
    "fs": frozenset,
    "i": int,
    "f": float,
    "x": lambda text: bytes.fromhex(text).decode("utf-8", "surrogatepass"),
    "m": dict,
}
