"""How a case is changed: in one transaction, after the timers that are due, once for each key."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from runner.cases.checks import could_offer
from runner.cases.conversation import Conversation
from runner.cases.dependencies import Dependencies
from runner.cases.history import History
from runner.cases.queries import CaseReader
from runner.cases.records import WAKE, Cause, Records
from runner.cases.views import CaseView
from runner.engine import Process
from runner.errors import Conflict, EngineError, KeyReused, NotDrawn, NotPossible
from runner.model import Case, Event, Person, Side, Step, to_number
from runner.store import Transaction, cases, events, idempotency, incidents

T = TypeVar("T")


class CaseWriter(CaseReader):
    """What every change of a case has in common."""

    def __init__(self, parts: Dependencies):
        super().__init__(parts)
        self._jobs = parts.jobs
        self._notifications = parts.notifications
        history = History(parts.webhooks)
        self._records = Records(parts.jobs, parts.notifications, history)
        self._conversation = Conversation(parts.notifications, history, parts.clock)

    # -------------------------------------------------------------- finding and changing

    def _change(
        self,
        person: Person,
        number: str,
        change: Callable[[Transaction, Case, Side], T],
    ) -> T:
        """One transaction. Timers that fell due before it come first, in one of their own: they
        have happened, whatever becomes of this."""
        with self._reporting():
            with self._db.write() as tx:
                case, side = self.find(tx, person, number, for_change=True)
                if case.next_due is None or case.next_due > self._clock.now():
                    return self._run(tx, case, side, person, change)
            self.wake(case.id)
            with self._db.write() as tx:
                case, side = self.find(tx, person, number, for_change=True)
                return self._run(tx, case, side, person, change)

    def _run(
        self,
        tx: Transaction,
        case: Case,
        side: Side,
        person: Person,
        change: Callable[[Transaction, Case, Side], T],
    ) -> T:
        try:
            with engine_errors_of(case):
                return change(tx, case, side)
        except NotDrawn as unknown:
            moved = self._taken_away(tx, case, person, unknown.name)
            if moved is None:
                raise
            conflict = NotPossible(str(unknown))
            self.add_picture(tx, conflict, case, person, moved)
            raise conflict from unknown
        except Conflict as conflict:
            self.add_picture(tx, conflict, case, person)
            raise

    def _taken_away(self, tx: Transaction, case: Case, person: Person, name: str) -> Event | None:
        """The migration by which somebody lost an action or an event that a case offered them."""
        for moved in events.migrations(tx, case.id):
            for earlier in self._usable([moved.details["values"]["from_version"]]):
                if could_offer(earlier, case, person, name):
                    return moved
        return None

    @contextmanager
    def _reporting(self) -> Iterator[None]:
        """What the engine cannot do is an incident, noted once everything is rolled back."""
        try:
            yield
        except EngineError as error:
            if not self._db.in_transaction:
                self.report(error.case_id, "The diagram cannot go on", str(error))
            raise

    def _keep(
        self,
        tx: Transaction,
        process: Process,
        case: Case,
        step: Step,
        cause: Cause,
        person: Person,
    ) -> CaseView:
        new = self._records.save(tx, process.diagram, case, step, cause)
        return self.see(tx, process, new, person)

    # -------------------------------------------------------------- time

    def wake(self, id: int) -> None:
        """Fires the timers of a case that have fallen due, each at its own due instant."""
        with self._db.write() as tx:
            case = cases.by_id(tx, id, for_change=True)
            if case is None or case.closed:
                self._jobs.cancel(tx, f"{WAKE}:{id}")
                return
            with engine_errors_of(case):
                process = self._versions.process(case.version_id)
                step = process.wake(case.state, self._clock.now(), self._calendar(case))
            if step.happened:
                self._records.save(tx, process.diagram, case, step, Cause("timer"))
            else:
                self._records.schedule(tx, None, case)

    def report(self, id: int | None, kind: str, message: str) -> None:
        """Raises an incident: something that a person has to look at."""
        now = self._clock.now()
        with self._db.write() as tx:
            if incidents.raise_incident(tx, id, kind, message, now):
                where = f"case {to_number(id)}" if id else "the system"
                subject = f"Incident with {where}: {kind}"
                self._notifications.tell_roles(tx, ("lead", "admin"), subject, message, now)

    # -------------------------------------------------------------- exactly once

    def once(self, person: Person, key: str, digest: str, change: Callable[[], str]) -> str:
        """Carries out a request unless the same key already did; then gives the same answer again.

        `digest` tells the request; the same key for another one raises KeyReused. What the request
        changes and the key are kept in one transaction.
        """
        with self._reporting(), self._db.write() as tx:
            if idempotency.take_key(tx, person.id, key, digest, self._clock.now()):
                answer = change()
                idempotency.keep_answer(tx, person.id, key, answer)
                return answer
            known = idempotency.answer_of(tx, person.id, key)
        if known is None or known[0] != digest or known[1] is None:
            raise KeyReused(
                {"Idempotency-Key": ["was used for another request: take a new one for this"]}
            )
        return known[1]


@contextmanager
def engine_errors_of(case: Case) -> Iterator[None]:
    """An error of the engine says which case it was."""
    try:
        yield
    except EngineError as error:
        error.case_id = case.id
        raise
