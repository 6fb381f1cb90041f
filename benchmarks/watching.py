"""What logs and audit cost an action through the API: the chain of histories, and a line of the
access log for each request. Metrics are read from the database by who asks for them."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, redirect_stderr
from pathlib import Path
from typing import Any
from unittest.mock import patch

from flask.testing import FlaskClient

from benchmarks.documented import ANSWERS, CASE, REPLY
from benchmarks.measure import Spread, in_turns
from benchmarks.tables import Table
from benchmarks.transitions import INSTANT, STEPS, Product
from runner.store import history_chain
from runner.telemetry import logs
from web import create_app

CASES = 3
"""In each turn."""

UNCHAINED: dict[str, Any] = {
    "next_link": lambda tx, row: (bytes(history_chain.SALT), bytes(32), None),
    "note_text": lambda tx, case_id, kind, number, made: None,
    "of_message": lambda number, message, salt: "",
    "of_request": lambda case, salt: "",
}
"""The same columns are written, with nothing that was reckoned."""


def watched(rounds: int) -> Table:
    ways = {
        "neither": ("", False), "the chain of histories": ("", True),
        "the access log, as text": ("text", False), "the access log, as JSON": ("json", False),
        "the chain and the access log, as text": ("text", True),
        "the chain and the access log, as JSON": ("json", True),
    }  # fmt: skip
    with tempfile.TemporaryDirectory() as folder, _unheard():
        product = Product(Path(folder), "FULL")
        act = _through_the_api(product)
        turns = {name: _way(act, *way) for name, way in ways.items()}
        found = in_turns(turns, rounds, STEPS * CASES)
        product.app.close()
    first = next(iter(found.values()))
    return Table(
        "An action through the API, CPU ms", ("with", "median (quartiles)", "more"),
        [(name, str(value), _more(value, first)) for name, value in found.items()],
    )  # fmt: skip


def _more(value: Spread, first: Spread) -> str:
    return f"{100 * (value.middle / first.middle - 1):.1f} %"


@contextmanager
def _unheard() -> Iterator[None]:
    with open(os.devnull, "w") as nowhere, redirect_stderr(nowhere):
        yield


def _through_the_api(product: Product) -> Callable[[str], None]:
    """A case from its submission to its end, with lines of a form, if any."""
    web, people = create_app(product.app), {"alice": product.alice, "bob": product.bob}
    new_token = product.app.accounts.new_token
    heads = {n: {"Authorization": f"Bearer {new_token(p.email)}"} for n, p in people.items()}
    client = web.test_client()

    def case(form: str) -> None:
        web.config["ACCESS_LOG"] = bool(form)
        logs.set_up(form or "text")
        for _ in range(CASES):
            _case(client, heads, product)

    return case


def _case(client: FlaskClient, heads: dict[str, dict[str, str]], product: Product) -> None:
    def post(path: str, who: str, sent: dict[str, Any]) -> Any:
        product.clock.advance(INSTANT)
        answer = client.post(f"/api/cases{path}", json=sent, headers=heads[who])
        assert answer.status_code < 300, answer.text
        return answer.json

    opened = post("", "bob", {"subject": "Printer on fire", "description": "It burns."})
    for what in CASE:
        number = opened["number"]
        if what == REPLY:
            post(f"/{number}/messages", "bob", {"body": "Hello", "visibility": "public"})
        else:
            who = "bob" if what in ("accept_solution", "reject_solution") else "alice"
            fields = {"body": "Hello"} if what in ANSWERS else {}
            post(f"/{number}/actions/{what}", who, {"fields": fields})


def _way(act: Callable[[str], None], form: str, chained: bool) -> Callable[[], None]:
    def run() -> None:
        with ExitStack() as stack:
            if not chained:
                stack.enter_context(patch.multiple(history_chain, **UNCHAINED))
            act(form)

    return run
