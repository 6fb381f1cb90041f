"""The case on Caselane's engine, its state in a row.

MODE may say `kept`, which keeps live cases, and `smaller`, which runs the smaller lifecycle."""

from __future__ import annotations

from benchmarks.documented import REPLY
from benchmarks.peers.contestant import folder_and_mode, serve
from benchmarks.peers.rows import CLOSED, Rows
from benchmarks.peers.smaller import drawn
from benchmarks.transitions import NOW, shipped
from runner.engine import Process
from runner.model import Step


class OnCaselane:
    def __init__(self, rows: Rows, mode: str):
        self.rows, self.closed, calendars = rows, rows.closed, shipped()[1]
        self.calendar = calendars.default
        self.process = Process(drawn(mode), calendars, cache=100 if "kept" in mode else 0)

    def open(self) -> str:
        step = self.process.start({"priority": "P2"}, NOW, self.calendar)
        return self.rows.add(_status(step), step.state)

    def step(self, case_id: str, number: int, what: str) -> None:
        revision, _, state = self.rows.read(case_id)
        do = self.process.deliver if what == REPLY else self.process.act
        step = do(state, what, {}, NOW, self.calendar)
        self.rows.write(case_id, revision, _status(step), step.state)


def _status(step: Step) -> str:
    return CLOSED if step.completed else step.status


if __name__ == "__main__":
    folder, mode = folder_and_mode()
    serve(OnCaselane(Rows(folder), mode))
