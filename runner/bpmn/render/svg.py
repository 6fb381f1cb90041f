"""SVG as text. Whatever comes in is escaped, so that no name of a diagram can become markup."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def tag(name: str, *content: str, **attributes: str | float | None) -> str:
    """An element around `content`, which is markup already. An attribute that is None is left out;
    `_` in a name stands for `-`, `class_` for class."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_value(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    inside = "".join(content)
    return f"<{name}{written}>{inside}</{name}>" if inside else f"<{name}{written}/>"


def escaped(value: str) -> str:
    return escape(_NOT_XML.sub("", value), quote=False)


def number(value: float) -> str:
    """At most two digits behind the point: a hundredth of a pixel is nothing."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def path(*parts: str | float) -> str:
    return " ".join(part if isinstance(part, str) else number(part) for part in parts)


def classes(names: Iterable[str]) -> str:
    return " ".join(filter(None, names))


def _value(value: str | float) -> str:
    return escape(_NOT_XML.sub("", value)) if isinstance(value, str) else number(value)
