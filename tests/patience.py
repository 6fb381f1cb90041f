"""Waiting for what other threads, processes and browsers do."""

import time

PATIENCE = 120
"""Seconds. It ends a test that would hang, and says nothing about speed: a busy machine may take
a minute for what otherwise takes a moment. A test that waits this long has failed."""


def until(holds) -> None:
    """Waits until `holds()` is true."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, "It did not come to pass."
        time.sleep(0.02)
