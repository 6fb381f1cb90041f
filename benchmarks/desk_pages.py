"""The pages that agents have open all day, among many cases and ten times as many messages: the
whole answer, from the request to the last byte of the page, without a network."""

from __future__ import annotations

import random
import time
from collections.abc import Callable

from flask.testing import FlaskClient

from benchmarks import crowd
from benchmarks.databases import on_both
from benchmarks.measure import percentile
from benchmarks.pages import signed_in
from benchmarks.searching import CASES, MESSAGES, QUERIES, say, vocabulary
from benchmarks.tables import Table
from benchmarks.transitions import Product
from runner.model import to_number

WARM, TIMES = 10, 300

INBOX = {
    "inbox: To do": "/inbox",
    "inbox: Mine": "/inbox?view=mine",
    "inbox: Unassigned": "/inbox?view=unassigned",
    "inbox: Breaching next": "/inbox?view=due",
    "inbox: All, changed last": "/inbox?view=all&sort=updated",
    "inbox: three statuses, P1 and P2": "/inbox?view=all&status=New&status=Blocked"
    "&status=Customer+Replied&priority=P1&priority=P2&sort=untouched",
    "inbox: All, a word of the subject": "/inbox?view=all&q=printer",
}
HEADS = ("page", "median ms", "99th percentile ms", "median CPU ms", "99th percentile CPU ms", "kB")


def served(cases: int = CASES) -> list[Table]:
    return on_both(lambda name, product: _measured(name, product, cases))


def _measured(name: str, product: Product, cases: int) -> Table:
    words, start = vocabulary(), time.monotonic()
    crowd.fill(product, cases)
    say(product, words, cases)
    took = time.monotonic() - start
    product.app.accounts.give_roles("agent2@example.com", ["agent"])
    client = signed_in(product, product.app.accounts.by_email("agent2@example.com"))
    rows = [(what, *_asked(client, address)) for what, address in _addresses(words, cases).items()]
    product.app.close()
    return Table(
        f"{name}: {cases:,} cases, {cases * MESSAGES:,} messages ({took:.0f} s to fill), each page"
        f" {TIMES} times",
        HEADS,
        rows,
    )


def _addresses(words: list[str], cases: int) -> dict[str, Callable[[], str]]:
    """What is asked for, anew each time."""
    chance = random.Random(9)
    known = {"common": words[0], "other": words[1], "rare": words[9000]}
    queries = {f"search: {what}": f"/search?q={q.format(**known)}" for what, q in QUERIES.items()}
    return {
        **{what: lambda it=address: it for what, address in INBOX.items()},
        "a case, any of them": lambda: f"/cases/{to_number(chance.randint(1, cases))}",
        **{what: lambda it=address: it for what, address in queries.items()},
    }


def _asked(client: FlaskClient, address: Callable[[], str]) -> tuple[str, ...]:
    wall, cpu, size = [], [], 0
    for turn in range(WARM + TIMES):
        path = address()
        started, worked = time.perf_counter(), time.process_time()
        answer = client.get(path)
        size = max(size, len(answer.data))
        took = (time.perf_counter() - started, time.process_time() - worked)
        assert answer.status_code == 200, (path, answer.status)
        if turn >= WARM:
            wall.append(took[0] * 1000)
            cpu.append(took[1] * 1000)
    told = [f"{percentile(one, share):.1f}" for one in (wall, cpu) for share in (0.5, 0.99)]
    return (*told, f"{size / 1000:.0f}")
