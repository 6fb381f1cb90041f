"""The pages that agents have open all day, with many cases in the database."""

from __future__ import annotations

import re
import tempfile
import time
from pathlib import Path

from flask.testing import FlaskClient

from benchmarks.measure import percentile
from benchmarks.tables import Table
from benchmarks.transitions import Product
from runner.cases import Submission
from runner.model import Person, Visit
from web import create_app

PAGES = (
    "/inbox?view=mine",
    "/inbox?view=due",
    "/inbox?view=all",
    "/inbox?view=all&sort=updated",
    "/cases/C-1001",
    "/cases/C-1002",
)
WARM, TIMES = 20, 500
"""How often each page is asked for before it is measured, and while it is."""
LONG, MESSAGES = "C-1002", 45
"""A case with many messages; C-1001 beside it has only those of the benchmark's case."""


def signed_in(product: Product, person: Person) -> FlaskClient:
    client = create_app(product.app).test_client()
    with client.session_transaction() as session:
        sessions = product.app.sessions
        session["key"] = sessions.begin(person, sessions.seal(person), Visit())
    return client


def served(count: int) -> Table:
    """Server time of each page, and how much of it travels."""
    with tempfile.TemporaryDirectory() as folder:
        product = Product(Path(folder), "NORMAL")
        _fill(product, count)
        client = signed_in(product, product.alice)
        rows = []
        for page in PAGES:
            samples, size = [], 0
            for _ in range(WARM):
                client.get(page)
            for _ in range(TIMES):
                start = time.process_time()
                answer = client.get(page)
                samples.append((time.process_time() - start) * 1000)
                assert answer.status_code == 200, answer.status
                size = len(answer.data)
            files = sum(_transferred(client, file) for file in _FILES.findall(answer.text))
            rows.append(
                (page, f"{percentile(samples, 0.5):.1f}", f"{percentile(samples, 0.99):.1f}",
                 f"{size / 1000:.0f}", f"{(size + files) / 1000:.0f}")
            )  # fmt: skip
        product.app.close()
    title = f"Pages with {count:,} cases, CPU ms on the server"
    return Table(
        title, ("page", "median", "99th percentile", "kB of the page", "kB of a first visit"), rows
    )


_FILES = re.compile(r'(?:href|src)="(/[^"]+(?:[.]css|[.]js)[^"]*)"')


def _transferred(client, file: str) -> int:
    """Bytes of a style sheet or script, as a browser gets it that has never been here."""
    return len(client.get(file, headers={"Accept-Encoding": "gzip"}).data)


def _fill(product: Product, count: int) -> None:
    """Cases as they come in: every tenth has an owner, every fifth goes all the way, one is
    long."""
    cases = product.app.cases
    for index in range(count):
        if index % 5 == 0:
            product.case()
            continue
        case = cases.open(
            product.bob, Submission(f"Printer {index} on fire", "It burns.", "P3")
        ).case
        if index % 10 == 1:
            cases.claim(product.alice, case.number)
    for index in range(MESSAGES):
        cases.comment(
            product.bob if index % 2 else product.alice, LONG, f"It **still** burns: {index}."
        )
