"""Lists, part by part."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """A part of a list. `next_cursor` asks for the part behind it; None at the end."""

    items: tuple[T, ...]
    next_cursor: int | str | None = None


def page(found: Sequence[T], limit: int, key: Callable[[T], int | str]) -> Page[T]:
    """A page out of the rows for it and, where there are more, the first row behind it."""
    items = tuple(found[:limit])
    return Page(items, key(items[-1]) if len(found) > limit else None)
