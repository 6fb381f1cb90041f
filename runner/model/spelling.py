"""Texts that people hand in, in one form whatever keyboard or system they come from."""

from __future__ import annotations

from typing import Any
from unicodedata import combining, normalize

MOST_MARKS = 30
"""Marks on one letter: more than any language has (Unicode, UAX 15, Stream-Safe Text Format)."""

JOINER = "\u034f"
"""COMBINING GRAPHEME JOINER: it is not seen, and ends a run of marks."""


def normalised(value: Any) -> Any:
    """A text in NFC, where an é is one character however it was typed; in a list or an object all
    texts. Anything else as it is."""
    if isinstance(value, str):
        return value if value.isascii() else normalize("NFC", _stream_safe(value))
    if isinstance(value, list):
        return [normalised(item) for item in value]
    if isinstance(value, dict):
        return {name: normalised(item) for name, item in value.items()}
    return value


def _stream_safe(text: str) -> str:
    """Runs of marks in pieces: to put a hundred thousand in order takes Unicode's algorithm, which
    compares each with each, many seconds."""
    if not any(map(combining, text)):
        return text
    found, run = [], 0
    for letter in text:
        run = run + 1 if combining(letter) else 0
        if run > MOST_MARKS:
            found.append(JOINER)
            run = 1
        found.append(letter)
    return "".join(found)
