"""A PostgreSQL for a measurement: the tests' private cluster, with its promises kept (fsync on)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.postgresql import Cluster


@contextmanager
def cluster(address: str = "") -> Iterator[Cluster]:
    """Listens on TCP, too, where an address is given. Raises LookupError where PostgreSQL is not
    installed."""
    try:
        found = Cluster("shared_buffers=512MB", "max_wal_size=4GB", address=address)
    except BaseException as error:  # what the tests skip with is no Exception
        if isinstance(error, KeyboardInterrupt):
            raise
        raise LookupError(f"PostgreSQL: {error}") from error
    try:
        yield found
    finally:
        found.remove()


_TICKS = os.sysconf("SC_CLK_TCK")


def cpu(cluster: Cluster) -> float:
    """Seconds of CPU of the server's processes so far, those that have ended included."""
    server = int((cluster.folder / "data" / "postmaster.pid").read_text().split()[0])
    spent = 0
    for place in Path("/proc").iterdir():
        if place.name.isdigit():
            with suppress(FileNotFoundError, ProcessLookupError):  # it has just ended
                fields = (place / "stat").read_text().rpartition(")")[2].split()
                if int(place.name) == server:
                    spent += sum(map(int, fields[11:15]))
                elif int(fields[1]) == server:
                    spent += sum(map(int, fields[11:13]))
    return spent / _TICKS
