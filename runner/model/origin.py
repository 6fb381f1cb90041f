"""Where what a thread does comes from, for the audit log: a page, a token, a command."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Origin = Callable[[], str]

ORIGIN: ContextVar[Origin] = ContextVar("origin", default=str)
"""Says where what this thread does comes from; asked only when something is noted."""


@contextmanager
def coming_from(origin: str) -> Iterator[None]:
    """What is done in here came from there: `command user add` for example."""
    token = ORIGIN.set(lambda: origin)
    try:
        yield
    finally:
        ORIGIN.reset(token)
