"""Texts that people hand in, in one form whatever keyboard or system they come from."""

from __future__ import annotations

from typing import Any
from unicodedata import normalize


def normalised(value: Any) -> Any:
    """A text in NFC, where an é is one character however it was typed; in a list or an object all
    texts. Anything else as it is."""
    if isinstance(value, str):
        return value if value.isascii() else normalize("NFC", value)
    if isinstance(value, list):
        return [normalised(item) for item in value]
    if isinstance(value, dict):
        return {name: normalised(item) for name, item in value.items()}
    return value
