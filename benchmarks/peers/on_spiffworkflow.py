"""The case on SpiffWorkflow as documented: serialised to JSON in a row, and back, at each step.

MODE `smaller` runs the smaller lifecycle."""

from __future__ import annotations

from benchmarks.documented import Stock
from benchmarks.peers.contestant import folder_and_mode, serve
from benchmarks.peers.rows import CLOSED, Rows
from benchmarks.peers.smaller import drawn


class OnSpiffWorkflow:
    def __init__(self, rows: Rows, mode: str):
        self.rows, self.closed, self.stock = rows, rows.closed, Stock(drawn(mode))

    def open(self) -> str:
        return self.rows.add("open", self.stock.dump(self.stock.start()).encode())

    def step(self, case_id: str, number: int, what: str) -> None:
        revision, _, state = self.rows.read(case_id)
        workflow = self.stock.load(state.decode())
        self.stock.step(workflow, what)
        status = CLOSED if workflow.completed else "open"
        self.rows.write(case_id, revision, status, self.stock.dump(workflow).encode())


if __name__ == "__main__":
    folder, mode = folder_and_mode()
    serve(OnSpiffWorkflow(Rows(folder), mode))
