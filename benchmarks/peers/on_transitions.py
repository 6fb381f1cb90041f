"""The case on `transitions`: a state machine, its state in a row of ours."""

from __future__ import annotations

from transitions import Machine

from benchmarks.peers.contestant import folder_and_mode, serve
from benchmarks.peers.moves import MOVES, STATUSES
from benchmarks.peers.rows import Rows


class Case:
    """What the machine moves; it adds `state` and a method for each trigger."""


class OnTransitions:
    def __init__(self, rows: Rows):
        self.rows, self.closed = rows, rows.closed
        self.machine = Machine(model=None, states=list(STATUSES), initial="New",
                               auto_transitions=False)  # fmt: skip
        for trigger, sources, target in MOVES:
            self.machine.add_transition(trigger, list(sources), target)

    def open(self) -> str:
        return self.rows.add("New")

    def step(self, case_id: str, number: int, what: str) -> None:
        revision, status, _ = self.rows.read(case_id)
        case = Case()
        self.machine.add_model(case, initial=status)
        getattr(case, what)()
        self.machine.remove_model(case)
        self.rows.write(case_id, revision, case.state)


if __name__ == "__main__":
    serve(OnTransitions(Rows(folder_and_mode()[0])))
