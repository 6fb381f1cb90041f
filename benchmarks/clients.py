"""Transitions a second on one PostgreSQL, and on SQLite, where there is one writer at a time,
driven by 1 to 8 processes at once, each with cases of its own."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks import postgresql
from benchmarks.tables import Table
from benchmarks.transitions import STEPS, Product

CLIENTS = (1, 2, 4, 8)


def many(seconds: int) -> list[Table]:
    rows = []
    for synchronous in ("FULL", "NORMAL"):
        with tempfile.TemporaryDirectory() as folder:
            rows += _rows(
                f"SQLite, {synchronous}", Path(folder), synchronous, "-", seconds, CLIENTS
            )
    try:
        with postgresql.cluster() as cluster, tempfile.TemporaryDirectory() as folder:
            rows += _rows("PostgreSQL", Path(folder), "FULL", cluster.new(), seconds, CLIENTS)
    except LookupError as error:
        rows.append((str(error), "-", "not measured", "-"))
    return [
        Table(
            f"The benchmark's case by several processes at once, for {seconds} s each",
            ("database", "processes", "transitions a second", "CPU ms of a client per transition"),
            rows,
        )
    ]


def _rows(
    name: str, folder: Path, synchronous: str, url: str, seconds: int, clients: tuple[int, ...]
) -> list[tuple[str, str, str, str]]:
    Product(folder, synchronous, None if url == "-" else url).app.close()  # makes the tables
    rows = []
    for count in clients:
        command = [sys.executable, "-m", "benchmarks.clients", str(folder), synchronous, url,
                   str(seconds)]  # fmt: skip
        processes = [
            subprocess.Popen([*command, f"{count}-{number}"], stdout=subprocess.PIPE, text=True)
            for number in range(count)
        ]
        told = [client.communicate()[0].split() for client in processes]
        done, cpu = sum(int(t[0]) for t in told), sum(float(t[1]) for t in told)
        rows.append((name, str(count), f"{done / seconds:.0f}", f"{cpu * 1000 / done:.2f}"))
    return rows


def _client(folder: str, synchronous: str, url: str, seconds: str, number: str) -> None:
    """Prints how many transitions it made, and the seconds of CPU that they took."""
    product = Product(Path(folder), synchronous, None if url == "-" else url, number)
    product.case()
    done, cpu, stop = 0, time.process_time(), time.monotonic() + int(seconds)
    while time.monotonic() < stop:
        product.case()
        done += STEPS
    print(done, time.process_time() - cpu)


if __name__ == "__main__":
    _client(*sys.argv[1:])
