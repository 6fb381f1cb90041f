"""The row that a contestant without a store of its own keeps a case in: SQLite, guarded by the
case's revision, flushed to the disk at each commit."""

from __future__ import annotations

import sqlite3

SUBJECT = "Printer on fire"
DESCRIPTION = "It smokes. " * 20

CLOSED = "Closed"


class Rows:
    def __init__(self, folder: str):
        self.db = sqlite3.connect(
            f"{folder}/cases.sqlite3", isolation_level=None, check_same_thread=False
        )
        self.db.execute("PRAGMA journal_mode = WAL")
        self.db.execute("PRAGMA synchronous = FULL")
        self.db.execute(
            "CREATE TABLE IF NOT EXISTS cases (id INTEGER PRIMARY KEY, revision INTEGER NOT NULL,"
            " status TEXT NOT NULL, subject TEXT NOT NULL, description TEXT NOT NULL, state BLOB)"
        )

    def add(self, status: str, state: bytes | None = None) -> str:
        row = self.db.execute(
            "INSERT INTO cases (revision, status, subject, description, state)"
            " VALUES (1, ?, ?, ?, ?)",
            (status, SUBJECT, DESCRIPTION, state),
        )
        return str(row.lastrowid)

    def read(self, case_id: str) -> tuple[int, str, bytes]:
        """Revision, status, state."""
        return self.db.execute(
            "SELECT revision, status, state FROM cases WHERE id = ?", (int(case_id),)
        ).fetchone()

    def write(self, case_id: str, revision: int, status: str, state: bytes | None = None) -> None:
        done = self.db.execute(
            "UPDATE cases SET revision = revision + 1, status = ?, state = ?"
            " WHERE id = ? AND revision = ?",
            (status, state, int(case_id), revision),
        )
        if done.rowcount != 1:
            raise RuntimeError(f"case {case_id} has moved on")

    def closed(self) -> int:
        return self.db.execute("SELECT count(*) FROM cases WHERE status = ?", (CLOSED,)).fetchone()[
            0
        ]
