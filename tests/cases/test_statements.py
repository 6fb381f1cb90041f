"""How often an act asks the database: each time is a way to PostgreSQL and back."""

import json
from collections import Counter

import pytest
import sqlalchemy as sa

from runner.bpmn.forms import DEEPEST, MOST_FIELDS, MOST_PARTS
from runner.errors import InvalidInput
from runner.store.database import Transaction

SENT = {
    "open": 16,  # one of them: which team has the product
    "claim": 11,
    "send_first_response": 15,
    "ask_customer": 13,
    "write": 14,
    "acknowledge": 9,
    "propose_solution": 13,
    "accept_solution": 12,
}
"""Statements of each act on PostgreSQL, with BEGIN and without COMMIT. SQLite locks no row for an
act: it has one writer."""


@pytest.fixture
def kind():
    return "postgresql"


@pytest.fixture
def asked(monkeypatch):
    """Counts the statements that are sent to the database, as text and by SQLAlchemy."""
    counted = Counter()
    run = Transaction.run

    def counting(tx, statement, **values):
        counted[statement] += 1
        return run(tx, statement, **values)

    def listen(_connection, _cursor, statement, *_):
        counted[statement] += 1

    monkeypatch.setattr(Transaction, "run", counting)
    sa.event.listen(sa.Engine, "before_cursor_execute", listen)
    yield counted
    sa.event.remove(sa.Engine, "before_cursor_execute", listen)


def test_an_act_asks_the_database_as_often_as_it_has_to(desk, asked):
    desk.open().claim(desk.alice)  # what is read once after a start
    found = {}

    def count(name, act, *given, **fields):
        asked.clear()
        result = act(*given, **fields)
        found[name] = asked.total()
        return result

    case = count("open", desk.open)
    count("claim", case.claim, desk.alice)
    count("send_first_response", case.act, desk.alice, "send_first_response", body="Hello")
    count("ask_customer", case.act, desk.alice, "ask_customer", body="Since when?")
    count("write", case.write, desk.bob, "Since Monday.")
    count("acknowledge", case.act, desk.alice, "acknowledge")
    count("propose_solution", case.act, desk.alice, "propose_solution", body="Turn it off.")
    count("accept_solution", case.act, desk.bob, "accept_solution")

    assert found == SENT


@pytest.mark.parametrize(
    "given",
    [
        {f"f{number}": 1 for number in range(MOST_FIELDS + 1)},
        {"body": list(range(MOST_PARTS + 1))},
        {"body": json.loads("[" * (DEEPEST + 2) + "]" * (DEEPEST + 2))},
    ],
    ids=["fields", "values", "depth"],
)
def test_more_than_any_form_takes_is_refused_before_the_database_is_asked(desk, asked, given):
    """So nobody waits for it: on SQLite a transaction that writes holds up all others."""
    case = desk.open()
    for door in (desk.app.cases.act, desk.app.cases.deliver, desk.app.cases.preview):
        asked.clear()
        with pytest.raises(InvalidInput):
            door(desk.alice, case.number, "send_first_response", given)
        assert not asked
