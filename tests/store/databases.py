"""Databases of earlier versions, kept as text in `tests/data/databases`: one a release.

`python -m tests.store.databases NAME` writes that of the code at hand: a desk with cases at every
place of the default diagram, with timers that wait and timers that are overdue, with jobs, dead
letters, incidents, notifications, tokens and several versions of the diagram.

Decision 0190.
"""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import sqlalchemy as sa

from runner.bpmn.package import Package
from runner.deployment.migration import CaseSelection
from runner.errors import ChannelError
from runner.model import ALL_ROLES, MAIL, Way
from runner.store import Database
from tests.desk import DATABASE, OPEN, Desk
from tests.drawings import WASHING

FOLDER = Path(__file__).parent.parent / "data" / "databases"
KEPT = sorted(FOLDER.glob("*.sql"))
SEARCHED = ("case_search", "case_words", "message_words")
"""What is made of the other tables, for searching."""
CHANGED = b'name="Investigate and propose a solution"', b'name="Investigate"'
"""A change of the default diagram that makes it another version."""


# ------------------------------------------------------------------ a desk with history


class Unreachable:
    """A mail server that is down: jobs with attempts, and after a while dead letters."""

    def ways(self) -> list[Way]:
        return [Way(MAIL, "By mail at once", ALL_ROLES)]

    def send(self, note: Any, links: Any, address: str) -> None:
        raise ChannelError("The mail server does not answer.")


def fill(folder: Path) -> None:
    """Keeps a desk with a week of history in a folder."""
    desk = Desk(folder, channels={MAIL: Unreachable()})
    diagram = desk.app.versions.version(desk.app.versions.current_id())
    _prepare_people(desk)
    _open_cases(desk)
    desk.app.deployment.deploy(
        desk.owen, Package(WASHING, {}), accept_warnings=True, intake="default"
    )
    desk.open(subject="Five shirts")
    desk.open(subject="Two coats").act(desk.alice, "wash_it")
    changed = diagram.bpmn.replace(*CHANGED)
    desk.app.deployment.deploy(desk.owen, Package(changed, diagram.files), accept_warnings=True)
    desk.app.migration.run(desk.owen, reason="As a trial", selection=CaseSelection(["C-1002"]))
    desk.wait(days=8)
    _open_cases(desk)
    _leave_traces(desk)
    desk.app.close()


def _prepare_people(desk: Desk) -> None:
    accounts = desk.app.accounts
    accounts.set_password("alice@example.com", "a password of Alice")
    accounts.new_token("alice@example.com")
    accounts.new_token("bob@example.com")
    accounts.revoke_tokens("bob@example.com")
    accounts.set_away("amir@example.com", True)
    accounts.add("ada@example.com", "Ada", ["admin"])


def _open_cases(desk: Desk) -> None:
    """One at each place of the default diagram, and two that have ended."""
    for place in OPEN:
        desk.wait(minutes=5)
        case = desk.open(subject=f"Waits: {place}", priority="P1").claim(desk.alice)
        case.write(desk.alice, "Seen this before?", visibility="internal").to(place)
    desk.wait(minutes=5)
    solved = desk.open(by=desk.eve, subject="Solved").claim(desk.amir).to("Solution Proposed")
    solved.act(desk.eve, "reject_solution", reason="It came back.")
    solved.act(desk.alice, "propose_solution", body="Do that.").act(desk.eve, "accept_solution")
    solved.write(desk.eve, "One thing more")
    desk.app.cases.repeat(desk.eve, solved.number)
    desk.open(subject="Resolved by the customer").act(desk.bob, "customer_closes")


def _leave_traces(desk: Desk) -> None:
    """What work leaves beside the cases."""
    app = desk.app
    with app.cases.once(desk.alice, "a-key", "a digest") as kept:
        kept.answer = "an answer"
    app.cases.report(1, "Stood still", "The case could not be woken.")
    app.cases.report(None, "A job was given up", "The mail server was gone for a day.")
    newest = app.notifications.of(desk.carol).items[-1]
    app.notifications.mark_read(desk.carol, newest.id)


# ------------------------------------------------------------------ text and back


def dump(database: Path) -> Iterator[str]:
    """The statements that make a copy of an SQLite database, one a line or more. Bytes are written
    as the text that they are, or in hexadecimal digits."""
    with sqlite3.connect(database) as connection:
        schema = connection.execute(
            "SELECT name, type, sql FROM sqlite_master WHERE sql IS NOT NULL"
            " AND name NOT LIKE 'case_search_%' AND name NOT LIKE 'sqlite_%'"
            " AND name NOT LIKE 'case_words_%' AND name NOT LIKE 'message_words_%'"
            " OR type = 'trigger'"  # they fill the tables of words again
        ).fetchall()
        yield from (f"{sql};" for _, _, sql in schema)
        for name in [n for n, kind, _ in schema if kind == "table" and n not in SEARCHED]:
            for row in connection.execute(f"SELECT * FROM {name}"):
                yield f"INSERT INTO {name} VALUES ({', '.join(map(_literal, row))});"
    yield "INSERT INTO case_search (case_search) VALUES ('rebuild');"
    connection.close()


def _literal(value: Any) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, bytes) and not _is_text(value):
        return f"X'{value.hex()}'"
    text = "'" + (value.decode() if isinstance(value, bytes) else value).replace("'", "''") + "'"
    return f"CAST({text} AS BLOB)" if isinstance(value, bytes) else text


def _is_text(value: bytes) -> bool:
    with suppress(UnicodeDecodeError):
        return value.decode().replace("\n", "").isprintable()
    return False


def restore(text: Path, database: Path) -> None:
    """Makes an SQLite database of what `dump` wrote."""
    with sqlite3.connect(database) as connection:
        connection.executescript(text.read_text())
    connection.close()


def copy(database: Path, url: str) -> None:
    """Makes the same database on PostgreSQL: its migrations up to the same one, and the rows."""
    source = sa.create_engine(f"sqlite:///{database}")
    with source.connect() as connection:
        revision = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
    made = Database(url)
    made.upgrade(revision)
    made.close()
    target = sa.create_engine(url)
    metadata = sa.MetaData()
    metadata.reflect(target)
    with source.connect() as reading, target.begin() as writing:
        for table in metadata.sorted_tables:
            if table.name in ("alembic_version", *SEARCHED):
                continue
            writing.execute(sa.delete(table))  # of what the migrations wrote
            rows = [
                {name: _typed(table.c[name], value) for name, value in row._mapping.items()}
                for row in reading.execute(sa.text(f"SELECT * FROM {table.name}"))
            ]
            if rows:
                writing.execute(sa.insert(table), rows)
            if "id" in table.c and table.name != "tasks":
                writing.execute(sa.text(
                    f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), max(id))"
                    f" FROM {table.name}"
                ))  # fmt: skip
    source.dispose()
    target.dispose()


def _typed(column: sa.Column, value: Any) -> Any:
    """A value of SQLite, which knows neither truth nor time, for a column of PostgreSQL."""
    if value is None:
        return None
    if isinstance(column.type, sa.Boolean):
        return bool(value)
    return datetime.fromisoformat(value) if isinstance(column.type, sa.DateTime) else value


def main(name: str) -> None:
    with TemporaryDirectory() as folder:
        fill(Path(folder))
        (FOLDER / f"{name}.sql").write_text("\n".join(dump(Path(folder, DATABASE))) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
