"""How much work a call is, counted rather than timed: the same on a slow and a busy machine."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

MOST = 1.3
"""How much more work the third part of a thing may be than the second: 1 where the work is linear,
1.7 where it is quadratic."""


def steps(call: Callable[[], object]) -> int:
    """The lines of Python that a call runs, rounds of loops included."""
    count = 0

    def trace(frame: FrameType, event: str, arg: Any) -> Any:
        nonlocal count
        count += 1
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        call()
    finally:
        sys.settrace(before)
    return count


def grows_evenly(work: Callable[[int], Callable[[], object]], size: int) -> bool:
    """Is each part of the same size as much work as the part before? `work` makes the call for a
    size."""
    one, two, three = (steps(work(size * parts)) for parts in (1, 2, 3))
    return three - two <= MOST * (two - one)
