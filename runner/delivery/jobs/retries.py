"""When a job that failed is tried again, and how often."""

from __future__ import annotations

from datetime import timedelta

ATTEMPTS = 10
FIRST_RETRY = timedelta(seconds=5)
LONGEST_RETRY = timedelta(hours=1)


def back_off(attempts: int, jitter: float) -> timedelta:
    """5 s, 10 s, 20 s ... up to an hour, each shortened by up to half."""
    full = min(FIRST_RETRY * 2 ** (attempts - 1), LONGEST_RETRY)
    return full * (1 - jitter / 2)
