"""The case on `python-statemachine`: a state machine, its state in a row of ours."""

from __future__ import annotations

from statemachine import State, StateMachine

from benchmarks.peers.contestant import folder_and_mode, serve
from benchmarks.peers.rows import Rows


class Lifecycle(StateMachine):
    new = State("New", value="New", initial=True)
    working = State("Work in Progress", value="Work in Progress")
    pending = State("Pending Customer", value="Pending Customer")
    replied = State("Customer Replied", value="Customer Replied")
    proposed = State("Solution Proposed", value="Solution Proposed")
    blocked = State("Blocked", value="Blocked")
    ended = State("Closed", value="Closed", final=True)

    send_first_response = new.to(working)
    ask_customer = working.to(pending)
    customer_reply = pending.to(replied) | proposed.to(replied) | blocked.to(replied)
    acknowledge = replied.to(working)
    propose_solution = working.to(proposed)
    reject_solution = proposed.to(working)
    accept_solution = proposed.to(ended)
    block = working.to(blocked)
    unblock = blocked.to(working)


class OnStatemachine:
    def __init__(self, rows: Rows):
        self.rows, self.closed = rows, rows.closed

    def open(self) -> str:
        return self.rows.add("New")

    def step(self, case_id: str, number: int, what: str) -> None:
        revision, status, _ = self.rows.read(case_id)
        machine = Lifecycle(start_value=status)
        machine.send(what)
        self.rows.write(case_id, revision, next(iter(machine.configuration)).value)


if __name__ == "__main__":
    serve(OnStatemachine(Rows(folder_and_mode()[0])))
