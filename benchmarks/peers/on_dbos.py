"""The case on DBOS, whose workflows record each step that they have done in a database.

MODE short: each transition is a workflow of its own with one step, which moves the case's row.
MODE long: a case is one workflow that waits for what happens and is recovered when the process
dies; its status is an event of the workflow.
"""

from __future__ import annotations

import sqlite3
import threading
from collections import Counter

from dbos import DBOS, SetWorkflowID

from benchmarks.peers.contestant import folder_and_mode, serve
from benchmarks.peers.moves import TARGETS
from benchmarks.peers.rows import CLOSED, DESCRIPTION, SUBJECT, Rows

POLLING = 0.005
"""Seconds between two looks for a message. DBOS's own default of one second would make a transition
last as long."""

folder, mode = folder_and_mode()
rows = Rows(folder)


@DBOS.step()
def move_row(case_id: str, what: str) -> str:
    revision, status, _ = rows.read(case_id)
    target = TARGETS[status, what]
    rows.write(case_id, revision, target)
    return target


@DBOS.workflow()
def transition(case_id: str, what: str) -> str:
    return move_row(case_id, what)


class Short:
    closed = staticmethod(rows.closed)

    def open(self) -> str:
        return rows.add("New")

    def step(self, case_id: str, number: int, what: str) -> None:
        with SetWorkflowID(f"{case_id}-{number}"):
            transition(case_id, what)


reached: Counter[str] = Counter()
"""How many steps of a case are done, replayed ones too: the waiting side's only knowledge."""
news = threading.Condition()


def _reached() -> None:
    with news:
        reached[str(DBOS.workflow_id)] += 1
        news.notify_all()


@DBOS.step()
def move(status: str, what: str) -> str:
    return TARGETS[status, what]


@DBOS.workflow()
def case(subject: str, description: str) -> str:
    status = "New"
    _reached()
    while status != CLOSED:
        what = DBOS.recv(timeout_seconds=30 * 24 * 3600)
        status = move(status, what)
        DBOS.set_event("status", status)
        _reached()
    return status


class Long:
    def open(self) -> str:
        case_id = DBOS.start_workflow(case, SUBJECT, DESCRIPTION).workflow_id
        self._wait(case_id, 1)
        return case_id

    def step(self, case_id: str, number: int, what: str) -> None:
        DBOS.send(case_id, what)
        self._wait(case_id, number + 1)

    def closed(self) -> int:
        return len(DBOS.list_workflows(name="case", status="SUCCESS"))

    def _wait(self, case_id: str, steps: int) -> None:
        with news:
            if not news.wait_for(lambda: reached[case_id] >= steps, timeout=60):
                raise RuntimeError(f"step {steps} of {case_id} did not come")


if __name__ == "__main__":
    file = f"{folder}/dbos.sqlite3"
    sqlite3.connect(file).execute("PRAGMA journal_mode = WAL")
    DBOS(
        config={
            "name": "peers",
            "system_database_url": f"sqlite:///{file}",
            "log_level": "ERROR",
            "run_admin_server": False,
            "notification_listener_polling_interval_sec": POLLING,
        }
    )
    DBOS.launch()
    serve(Short() if mode == "short" else Long())
