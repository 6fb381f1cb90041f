"""Searching by words among many cases and ten times as many messages. Wall-clock time of the whole
call: matching, ranking, and a page of hits with the words around them."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable
from itertools import accumulate

from benchmarks import crowd
from benchmarks.databases import on_both
from benchmarks.measure import percentile, wall
from benchmarks.tables import Table
from benchmarks.transitions import NOW, Product
from runner.model import Person

TIMES = 40
CASES = 100_000
MESSAGES = 10
"""For each case."""
WORDS = 25
"""In each message."""
PER_TRANSACTION = 50_000

QUERIES = {
    "a word of every third message": "{common}",
    "two such words": "{common} {other}",
    "a rare word": "{rare}",
    "a common and a rare word": "{common} {rare}",
    "the beginning of many words": "inco",
    "a phrase of two common words": '"{common} {other}"',
    "a word of every fifth subject": "printer",
    "a number": "C-4711",
    "a word that nobody wrote": "xylophone",
}


def vocabulary() -> list[str]:
    """Words, the commonest first; how often each comes follows Zipf's law."""
    syllables = re.findall("..", "karomitelosapecoindepostaveblinouretra")
    chance = random.Random(7)
    made = ("".join(chance.choices(syllables, k=chance.randint(2, 5))) for _ in range(40_000))
    return list(dict.fromkeys(made))


def measured(cases: int = CASES) -> list[Table]:
    return on_both(lambda name, product: _measured(name, product, cases))


def _measured(name: str, product: Product, cases: int) -> Table:
    words = vocabulary()
    start = time.monotonic()
    crowd.fill(product, cases)
    say(product, words, cases)
    took = time.monotonic() - start
    known = {"common": words[0], "other": words[1], "rare": words[9000]}
    rows = []
    who = product.app.accounts.by_email("customer300@example.com")
    for what, query in QUERIES.items():
        text = query.format(**known)
        of_agent, of_customer = (
            _told(wall(_asked(product, person, text), TIMES)) for person in (product.alice, who)
        )
        rows.append((what, of_agent, of_customer))
    product.app.close()
    return Table(
        f"{name}, {cases:,} cases, {cases * MESSAGES:,} messages ({took:.0f} s to fill), ms:"
        " median (99th percentile)",
        ("", "an agent", "a customer"),
        rows,
    )


def say(product: Product, words: list[str], cases: int) -> None:
    chance, weights = random.Random(8), list(accumulate(1 / (i + 2) for i in range(len(words))))
    total = cases * MESSAGES
    for first in range(0, total, PER_TRANSACTION):
        with product.app.db.write() as tx:
            for i in range(first, min(first + PER_TRANSACTION, total)):
                body = " ".join(chance.choices(words, cum_weights=weights, k=WORDS))
                tx.run(
                    "INSERT INTO messages (case_id, at, author_id, side, visibility, body)"
                    " VALUES (:case_id, :at, 1, 'support', :visibility, :body)",
                    case_id=1 + i % cases, at=NOW, body=body,
                    visibility="internal" if i % 7 == 0 else "public",
                )  # fmt: skip
    with product.app.db.write() as tx:
        crowd.gather_statistics(tx)


def _asked(product: Product, person: Person, text: str) -> Callable[[], object]:
    return lambda: product.app.cases.search(person, text)


def _told(samples: list[float]) -> str:
    return f"{percentile(samples, 0.5):.1f} ({percentile(samples, 0.99):.1f})"
