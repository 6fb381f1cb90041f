"""How likely something is at each time after a beginning, when often something else came first.

The estimate is Kaplan's and Meier's: what was cut short counts for as long as it was looked at.
"""

from __future__ import annotations

from collections.abc import Iterable


def jumps(happened: Iterable[float], cut_short: Iterable[float]) -> list[float]:
    """The probability of each of the times at which it `happened`, the shortest first. What is
    missing to 1 is the share of which nothing is known but that it takes longer than all that was
    seen. Of equal times, what happened comes before what was cut short."""
    times = sorted([*((at, 0) for at in happened), *((at, 1) for at in cut_short)])
    left, found = 1.0, []
    for number, (_, was_cut) in enumerate(times):
        if not was_cut:
            jump = left / (len(times) - number)
            found.append(jump)
            left -= jump
    return found
