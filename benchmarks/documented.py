"""SpiffWorkflow as its documentation shows it: the workflow serialised to JSON and back per step.

On the very diagram of the product. `StockRows` keeps it in the product's own tables and writes what
a transition of the product writes, in one transaction.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Any

from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine
from SpiffWorkflow.bpmn.serializer.workflow import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.util import BpmnEvent
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.spiff.parser.process import SpiffBpmnParser
from SpiffWorkflow.spiff.serializer.config import SPIFF_CONFIG
from SpiffWorkflow.spiff.specs.event_definitions import MessageEventDefinition
from SpiffWorkflow.util.task import TaskState

from runner.bpmn import Diagram, executable, forms
from runner.engine.parsing import _decision_table

REPLY = "customer_reply"
CASE = (
    "send_first_response",
    "ask_customer",
    REPLY,
    "acknowledge",
    "propose_solution",
    "reject_solution",
    "propose_solution",
    "accept_solution",
)
"""What happens to a case after its submission: with that, nine transitions."""
STATUSES = (
    "New",
    "Work in Progress",
    "Pending Customer",
    "Customer Replied",
    "Work in Progress",
    "Solution Proposed",
    "Work in Progress",
    "Solution Proposed",
    "Closed",
)
"""The status after each transition."""
ANSWERS = frozenset({"send_first_response", "ask_customer", "propose_solution"})
"""What an agent does by writing to the customer, who gets a notification."""

FAR = "2036-03-02T11:00:00+00:00"
DATA: Mapping[str, Any] = {
    "priority": "P2",
    "product": None,
    "channel": "api",
    "first_response_due": FAR,
    "first_response_warning_due": FAR,
    "blocker_stands": False,
}


class Silent(PythonScriptEngine):
    """Python's own eval, as the library does it; services do nothing."""

    def call_service(self, task: Any, **kwargs: Any) -> str:
        return "null"


class Stock:
    def __init__(self, diagram: Diagram):
        parser = SpiffBpmnParser()
        for name, content in diagram.files.items():
            if name.endswith(".dmn"):
                parser.add_dmn_xml(_decision_table(name, content))
        parser.add_bpmn_xml(executable(diagram).root)
        self.spec = parser.get_spec(diagram.process)
        self.subprocesses = parser.get_subprocess_specs(diagram.process)
        self.constants = {a.id: forms.constants(a.form) if a.form else {} for a in diagram.actions}
        self.serializer = BpmnWorkflowSerializer(BpmnWorkflowSerializer.configure(SPIFF_CONFIG))

    def start(self) -> BpmnWorkflow:
        workflow = BpmnWorkflow(self.spec, self.subprocesses, script_engine=Silent())
        workflow.task_tree.data.update(DATA)
        workflow.do_engine_steps()
        return workflow

    def step(self, workflow: BpmnWorkflow, what: str) -> None:
        if what == REPLY:
            workflow.send_event(BpmnEvent(MessageEventDefinition(what), {}))
        else:
            task = workflow.get_tasks(state=TaskState.READY, manual=True)[0]
            task.data.update(self.constants[what], outcome=what)
            task.run()
        workflow.do_engine_steps()

    def dump(self, workflow: BpmnWorkflow) -> str:
        return self.serializer.serialize_json(workflow)

    def load(self, text: str) -> BpmnWorkflow:
        workflow = self.serializer.deserialize_json(text)
        workflow.script_engine = Silent()
        return workflow

    def case(self) -> int:
        """A case from its submission to its end, kept as text between steps. Returns the bytes of
        its last state."""
        text = self.dump(self.start())
        for what in CASE:
            workflow = self.load(text)
            self.step(workflow, what)
            text = self.dump(workflow)
        return len(text)


class StockRows:
    """The same in the product's tables: rows of the same content, one transaction for each step.

    Tallies are added up as the product does, but never folded, which saves this side a little.
    """

    def __init__(self, stock: Stock, path: str, synchronous: str):
        self.stock = stock
        self.db = sqlite3.connect(path, isolation_level=None)
        self.db.execute(f"PRAGMA synchronous = {synchronous}")
        self.customer = self.db.execute(
            "INSERT INTO people (email, name, created_at) VALUES ('bob@example.com', 'Bob', ?)",
            (FAR,),
        ).lastrowid
        self.version = self.db.execute("SELECT max(id) FROM versions").fetchone()[0]

    def case(self) -> None:
        case_id = self._open()
        for sequence, what in enumerate(CASE, 2):
            self._step(case_id, sequence, what)

    def _open(self) -> int:
        self.db.execute("BEGIN IMMEDIATE")
        workflow = self.stock.start()
        case_id = self.db.execute(
            "INSERT INTO cases (version_id, state, revision, events, status, subject, description,"
            " priority, channel, calendar, customer_id, next_due, created_at, updated_at)"
            " VALUES (?, ?, 1, 1, 'New', 'Printer on fire', 'It burns.', 'P2', 'api', 'office', ?,"
            " ?, ?, ?)",
            (self.version, self.stock.dump(workflow).encode(), self.customer, FAR, FAR, FAR),
        ).lastrowid
        assert case_id is not None
        self.db.execute(
            "INSERT INTO case_search (rowid, subject) VALUES (?, 'Printer on fire')", (case_id,)
        )
        self.db.execute(
            "INSERT INTO milestones (case_id, name, state, started_at, due_at, calendar)"
            " VALUES (?, 'first_response', 'running', ?, ?, 'office')",
            (case_id, FAR, FAR),
        )
        self._notify(case_id)
        self._rows(case_id, 1, "submitted", workflow, [*self._open_counts(1), ("waiting", "", 1)])
        self.db.execute("COMMIT")
        return case_id

    def _step(self, case_id: int, sequence: int, what: str) -> None:
        self.db.execute("BEGIN IMMEDIATE")
        state, revision = self.db.execute(
            "SELECT state, revision FROM cases WHERE id = ?", (case_id,)
        ).fetchone()
        workflow = self.stock.load(state.decode())
        self.stock.step(workflow, what)
        closes = " closed = TRUE," if workflow.completed else ""  # its indexes cost, if it is named
        self.db.execute(
            f"UPDATE cases SET state = ?, revision = revision + 1, events = ?, status = ?,{closes}"
            " next_due = ?, updated_at = ? WHERE id = ? AND revision = ?",
            (self.stock.dump(workflow).encode(), sequence, STATUSES[sequence - 1], FAR, FAR,
             case_id, revision),
        )  # fmt: skip
        counts = self._open_counts(-1) if workflow.completed else []
        if what == CASE[0]:
            self.db.execute("UPDATE milestones SET state = 'met' WHERE case_id = ?", (case_id,))
            counts.append(("waiting", "", -1))
        if what in ANSWERS or what == REPLY:
            self.db.execute(
                "INSERT INTO messages (case_id, at, author_id, side, visibility, body)"
                " VALUES (?, ?, ?, 'support', 'public', 'Hello')",
                (case_id, FAR, self.customer),
            )
        if what in ANSWERS:
            self._notify(case_id)
        self._rows(case_id, sequence, what, workflow, counts)
        self.db.execute("COMMIT")

    def _open_counts(self, change: int) -> list[tuple[str, str, int]]:
        return [("open", "", change), ("version", str(self.version), change)]

    def _notify(self, case_id: int) -> None:
        self.db.execute(
            "INSERT INTO notifications (case_id, person_id, element, subject, body, created_at)"
            " VALUES (?, ?, '', 'Printer on fire', 'Hello', ?)",
            (case_id, self.customer, FAR),
        )

    def _rows(
        self,
        case_id: int,
        sequence: int,
        what: str,
        workflow: BpmnWorkflow,
        counts: list[tuple[str, str, int]],
    ) -> None:
        status, before = STATUSES[sequence - 1], STATUSES[sequence - 2] if sequence > 1 else None
        at_tasks = f"task {self.version}"
        counts.append(("status", status, 1))
        if before:
            counts.append(("status", before, -1))
        gone = self.db.execute("DELETE FROM tasks WHERE case_id = ? RETURNING element", (case_id,))
        counts += [(at_tasks, element, -1) for (element,) in gone.fetchall()]
        for number, task in enumerate(workflow.get_tasks(state=TaskState.READY, manual=True)):
            self.db.execute(
                "INSERT INTO tasks (case_id, id, element, version_id, opened_at)"
                " VALUES (?, ?, ?, ?, ?)",
                (case_id, sequence * 100 + number, task.task_spec.name, self.version, FAR),
            )
            counts.append((at_tasks, task.task_spec.name, 1))
        self.db.execute(
            "INSERT INTO history (case_id, sequence, at, actor_id, audience, event, action,"
            " from_status, to_status, version_id) VALUES (?, ?, ?, ?, 'support', 'action', ?,"
            " ?, ?, ?)",
            (case_id, sequence, FAR, self.customer, what, before, status, self.version),
        )
        places = ", ".join(["(?, ?, ?)"] * len(counts))
        self.db.execute(
            f"INSERT INTO tallies (what, key, change) VALUES {places}",
            [value for count in counts for value in count],
        )
        if workflow.completed:
            self.db.execute("DELETE FROM jobs WHERE key = ?", (f"wake:{case_id}",))
        else:
            self.db.execute(
                "INSERT INTO jobs (kind, key, case_id, due_at) VALUES ('wake', ?, ?, ?)"
                " ON CONFLICT (key) DO UPDATE SET due_at = excluded.due_at",
                (f"wake:{case_id}", case_id, FAR),
            )
