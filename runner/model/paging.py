"""Pages of lists."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """A part of a list. `next_cursor` gets the next page; it is None on the last one. So does
    `previous_cursor` the page before, in lists that can be read backwards."""

    items: tuple[T, ...]
    next_cursor: int | str | None = None
    previous_cursor: str | None = None


def page(found: Sequence[T], limit: int, key: Callable[[T], int | str]) -> Page[T]:
    """A page of `found`, which holds up to `limit` + 1 rows: one more shows that more follow."""
    items = tuple(found[:limit])
    return Page(items, key(items[-1]) if len(found) > limit else None)
