"""The case on no engine: its row is read and written, and a list says what comes next."""

from __future__ import annotations

from benchmarks.peers.contestant import folder_and_mode, serve
from benchmarks.peers.moves import TARGETS
from benchmarks.peers.rows import Rows


class OnRow:
    def __init__(self, rows: Rows):
        self.rows, self.closed = rows, rows.closed

    def open(self) -> str:
        return self.rows.add("New")

    def step(self, case_id: str, number: int, what: str) -> None:
        revision, status, _ = self.rows.read(case_id)
        self.rows.write(case_id, revision, TARGETS[status, what])


if __name__ == "__main__":
    serve(OnRow(Rows(folder_and_mode()[0])))
