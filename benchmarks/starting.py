"""How long `caselane serve` takes until it answers, and what a case kept in memory weighs."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
import tracemalloc
import urllib.error
import urllib.request
from datetime import timedelta
from pathlib import Path
from statistics import median

from benchmarks.documented import CASE
from benchmarks.tables import Table
from benchmarks.transitions import NOW, Engine

CASELANE = Path(sys.executable).parent / "caselane"
TICKS = os.sysconf("SC_CLK_TCK")


def served(times: int) -> Table:
    """Until the first answer of /api/health, on a database that is there already. CPU is that of
    the process, which is what a machine with nothing else to do would take."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "CASELANE_DATA_DIR": folder}
        subprocess.run([CASELANE, "upgrade-db"], env=environment, check=True, capture_output=True)
        samples = [_start(environment) for _ in range(times)]
    clock, cpu = (median(column) for column in zip(*samples, strict=True))
    return Table(
        f"`caselane serve` until it answers, median of {times}",
        ("seconds", "seconds of CPU"),
        [(f"{clock:.2f}", f"{cpu:.2f}")],
    )


def _start(environment: dict[str, str]) -> tuple[float, float]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    start = time.perf_counter()
    server = subprocess.Popen(
        [CASELANE, "serve", "--port", str(port)],
        env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        while not _answers(port):
            time.sleep(0.01)
        took = time.perf_counter() - start
        fields = Path(f"/proc/{server.pid}/stat").read_text().rpartition(")")[2].split()
        return took, (int(fields[11]) + int(fields[12])) / TICKS
    finally:
        server.terminate()
        server.wait()


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/health", timeout=5) as answer:
            return answer.status == 200
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


def kept(count: int) -> Table:
    """Live workflows in the cache, spread over all steps of the case, each of a product and with
    instants of its own; what Python allocated."""
    engine = Engine(cache=count)
    engine.case()
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    size = 0
    for index in range(count):
        facts = {"priority": f"P{1 + index % 4}", "product": f"Product {index}"}
        came = NOW + timedelta(minutes=index)
        state = engine.process.start(facts, came, engine.calendar).state
        for what in CASE[: index % len(CASE)]:
            state = engine.step(state, what, came)
        size += len(state)
    after, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return Table(
        f"{count:,} open cases kept in the cache",
        ("kB of memory each", "bytes of state in the database, mean"),
        [(f"{(after - before) / count / 1000:.1f}", f"{size / count:,.0f}")],
    )
