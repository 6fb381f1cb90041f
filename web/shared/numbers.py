"""How large a request may be, and the numbers in addresses and hidden fields: a client can send any
text in their place."""

from __future__ import annotations

LARGEST_REQUEST = 1_000_000
"""Bytes, of every request and at every door. Texts have limits of their own below that."""

LAST_ID = 999_999_999
"""The largest id of a version or a case that is looked for."""


def id_of(text: str) -> int:
    """The id of a version or a case. Raises ValueError for a text that cannot be one."""
    if len(text) > len(f"{LAST_ID}"):
        raise ValueError
    return int(text)


def number(text: str | None) -> int | None:
    """A whole number that fits into the database; None for any other text."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= 18 else None
