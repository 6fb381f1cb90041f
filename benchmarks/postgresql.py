"""A PostgreSQL for a measurement: the tests' private cluster, with its promises kept (fsync on)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tests.postgresql import Cluster


@contextmanager
def cluster() -> Iterator[Cluster]:
    """Raises LookupError where PostgreSQL is not installed."""
    try:
        found = Cluster("shared_buffers=512MB", "max_wal_size=4GB")
    except BaseException as error:  # what the tests skip with is no Exception
        if isinstance(error, KeyboardInterrupt):
            raise
        raise LookupError(f"PostgreSQL: {error}") from error
    try:
        yield found
    finally:
        found.remove()
