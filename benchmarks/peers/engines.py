"""Whole durable transitions on one PostgreSQL: the product beside engines embedded on the JVM.

Each keeps its promises to the disk (fsync), its full history, and runs the same drawing, ours or a
smaller one. What counts is the CPU of the contestant's process and of the database for it."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks import postgresql
from benchmarks.documented import CASE, Stock
from benchmarks.peers import environments
from benchmarks.peers.foreign import foreign
from benchmarks.peers.smaller import drawn
from benchmarks.peers.turns import Entry, Samples, Turns, measure
from benchmarks.tables import Table
from tests.postgresql import Cluster

ADDRESS = "127.0.0.1"
OPERATON, FLOWABLE = "Operaton 1.0.0", "Flowable 7.1.0"
OURS = "Caselane, the whole product"
DRAWINGS = {"smaller": "the smaller lifecycle", "": "the default diagram"}


def beside_engines(rounds: int) -> tuple[list[Table], dict[str, str]]:
    """A table for each drawing, and why others have no figure."""
    tables, missing = [], {}
    try:
        with postgresql.cluster(ADDRESS) as cluster:
            for mode, drawing in DRAWINGS.items():
                turns = Turns(rounds, warm=15, cases=20, elsewhere=partial(postgresql.cpu, cluster))
                found, absent = measure(_entries(cluster, mode), turns)
                tables.append(_table(drawing, found))
                missing |= {f"{name}, {drawing}": reason for name, reason in absent.items()}
    except LookupError as reason:
        missing["all on PostgreSQL"] = str(reason)
    return tables, missing


def _entries(cluster: Cluster, mode: str) -> list[Entry]:
    ours = [sys.executable, "-m", "benchmarks.peers.on_product"]
    all_of_it = "All, in its own tables."
    jvm = partial(_jvm, cluster, mode)
    return [
        Entry(OURS, lambda: ours, mode, all_of_it, _ours(cluster)),
        Entry(OPERATON, partial(environments.java, "operaton"), "", all_of_it, jvm()),
        Entry(FLOWABLE, partial(environments.java, "flowable"), "", all_of_it, jvm()),
    ]


def _ours(cluster: Cluster) -> Callable[[Path], object]:
    def prepare(folder: Path) -> None:
        if not (folder / "database").exists():  # whom it inherits from has one
            name = cluster.new().partition("@/")[2].partition("?")[0]
            (folder / "database").write_text(cluster.url(name, ADDRESS))

    return prepare


def _jvm(cluster: Cluster, mode: str) -> Callable[[Path], object]:
    def prepare(folder: Path) -> None:
        if (folder / "database").exists():
            return
        name = cluster.empty().partition("@/")[2].partition("?")[0]
        (folder / "database").write_text(f"jdbc:postgresql://{ADDRESS}:{cluster.port}/{name}")
        diagram = drawn(mode)
        (folder / "drawing.bpmn").write_bytes(foreign(diagram))
        filled = Stock(diagram).constants
        lines = (" ".join([what, *map(_pair, filled.get(what, {}).items())]) for what in CASE)
        (folder / "steps").write_text("\n".join(lines) + "\n")

    return prepare


def _pair(pair: tuple[str, object]) -> str:
    name, value = pair
    text = str(value).lower() if isinstance(value, bool) else str(value)
    assert re.fullmatch(r"[\w-]+", text), f"{text} is not one word"
    return f"{name}={text}"


def _table(drawing: str, found: dict[str, Samples]) -> Table:
    rows = []
    peer = found[OPERATON].spreads if OPERATON in found else None
    for name, samples in found.items():
        ratios = [
            f"{one.middle / other.middle:.2f}x"
            for one, other in zip(samples.spreads, peer or (), strict=False)
        ]
        costs = [str(cost) for cost in samples.spreads]
        rows.append((name, *costs, *([ratios[0], ratios[2]] if ratios else ["–", "–"])))
    heads = ("", "its process", "the database for it", "together", "process, by Operaton's",
             "together, by Operaton's")  # fmt: skip
    return Table(f"PostgreSQL, {drawing}: CPU ms per transition", heads, rows)
