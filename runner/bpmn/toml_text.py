"""Values as TOML writes them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any


def toml_value(value: Any) -> str:
    """A text, number, truth, aware instant, or a list or table of them, in one line. TOML has no
    null: what is None in a table or list is left out."""
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, Mapping):
        pairs = [f"{toml_key(key)} = {toml_value(one)}" for key, one in _given(value)]
        return f"{{ {', '.join(pairs)} }}" if pairs else "{}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return f"[{', '.join(toml_value(one) for one in value if one is not None)}]"
    if isinstance(value, float):
        return repr(value)
    # As JSON, but for one character.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _given(table: Mapping[str, Any]) -> list[tuple[str, Any]]:
    return [(key, value) for key, value in table.items() if value is not None]


def toml_key(name: str) -> str:
    return name if _BARE.fullmatch(name) else toml_value(name)


_BARE = re.compile(r"[A-Za-z0-9_-]+")
