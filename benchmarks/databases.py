"""A measurement on both databases: SQLite, and PostgreSQL where it is installed."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks import postgresql
from benchmarks.tables import Table
from benchmarks.transitions import Product


def on_both(measured: Callable[[str, Product], Table]) -> list[Table]:
    """`measured` is given the name of a database and a new product on it, and closes that."""
    with tempfile.TemporaryDirectory() as folder:
        tables = [measured("SQLite", Product(Path(folder), "NORMAL"))]
    try:
        with postgresql.cluster() as cluster, tempfile.TemporaryDirectory() as folder:
            product = Product(Path(folder), "NORMAL", cluster.new())
            return [*tables, measured("PostgreSQL", product)]
    except LookupError as error:
        return [*tables, Table(str(error), ("not measured",), [])]
