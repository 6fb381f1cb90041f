"""How a case is changed: in one transaction, after the timers that are due, once for each key."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from runner.cases.change import CLOCK, TIMER, Change, could_offer
from runner.cases.dependencies import Dependencies
from runner.cases.records import Records
from runner.cases.undo import Holds
from runner.cases.views import explain, find_case, see
from runner.errors import (
    Conflict,
    EngineError,
    Forbidden,
    InvalidInput,
    KeyReused,
    NotDrawn,
    NotFound,
    NotPossible,
    StaleCase,
)
from runner.language import _, later
from runner.model import Case, Event, Hold, Incident, Notice, Person, to_number
from runner.people.permissions import side_of
from runner.store import Transaction, cases, events, holds, idempotency, incidents


@dataclass(slots=True)
class Kept:
    """The answer to a request that is carried out once."""

    answer: str | None = None


class Transactions:
    def __init__(self, dependencies: Dependencies, records: Records, holds: Holds):
        self._db = dependencies.db
        self._versions = dependencies.versions
        self._notifications = dependencies.notifications
        self._clock = dependencies.clock
        self._holds = holds
        self.records = records

    @contextmanager
    def change(self, person: Person, number: str) -> Iterator[Change]:
        """A change of a case that the person may see, kept when the block ends without an error.

        Raises NotFound. A Conflict that the block raises leaves with the case as it is now and a
        sentence on what changed it; an EngineError becomes an incident.
        """

        def find(tx: Transaction) -> Case:
            return find_case(tx, person, number, for_change=True)[0]

        with self.reported(), self.locked(person, find) as change, self._explained(change):
            yield change

    @contextmanager
    def rehearsal(self, person: Person, number: str) -> Iterator[Change]:
        """A change that is only thought of: it reads one state of the database, locks nothing and
        leaves no trace. Raises NotFound, and a Conflict as `change` does."""
        with self._db.read() as tx:
            change = self.begin(tx, find_case(tx, person, number)[0], person)
            with self._explained(change):
                yield replace(change, process=change.process.rehearsing)

    @contextmanager
    def locked(self, person: Person, find: Callable[[Transaction], Case]) -> Iterator[Change]:
        """A change of the case that `find` gives, without the rest of what `change` does.

        Timers and held messages that fell due before it come first, in a transaction of their own:
        they have happened, whatever becomes of this one."""
        with ExitStack() as stack:
            change = self._find(stack, person, find)
            if _is_due(change.case, change.now):
                stack.close()
                found = change.case
                self.wake(found.id)
                change = self._find(stack, person, find)
                if _only_timers_since(change, found):
                    change = replace(change, before_timers=found.revision)
            yield change

    def _find(
        self, stack: ExitStack, person: Person, find: Callable[[Transaction], Case]
    ) -> Change:
        tx = stack.enter_context(self._db.write())
        return self.begin(tx, find(tx), person)

    def begin(self, tx: Transaction, case: Case, person: Person) -> Change:
        """A change in a transaction that is open already. Raises EngineError for a case whose
        version of the diagram cannot be used."""
        with _naming(case):
            process = self._versions.process(case.version_id)
        side = side_of(person, case)
        calendar = process.calendars.named(case.calendar)
        return Change(tx, case, process, person, side, self._clock.now(), calendar)

    # -------------------------------------------------------------- time

    def wake(self, case_id: int) -> None:
        """Does what has fallen due in a case, timers and what is held, in order and each at its own
        due instant."""
        with self._db.write() as tx:
            now = self._clock.now()
            while hold := _due_hold(tx, case_id, now):
                self._fire_timers(tx, case_id, hold.due_at)
                self._release(tx, case_id, hold)
            self._fire_timers(tx, case_id, now)

    def _fire_timers(self, tx: Transaction, case_id: int, at: datetime) -> None:
        """Fires those due at an instant, and sees to it that the next one will be."""
        case = cases.by_id(tx, case_id, for_change=True)
        if case is None or case.closed:
            self.records.cancel_wake(tx, case_id)
            return
        change = replace(self.begin(tx, case, CLOCK), now=at)
        with _naming(case):
            step = change.wake()
        if step.happened:
            self.records.save(change, step, TIMER)
        else:
            self.records.schedule(tx, case)

    def _release(self, tx: Transaction, case_id: int, hold: Hold) -> None:
        """Does what was held. What is not possible any more returns to its writer, with why."""
        case, refused = cases.by_id(tx, case_id, for_change=True), ""
        assert case is not None
        change = replace(self.begin(tx, case, CLOCK), now=hold.due_at)
        try:
            written = self._holds.by_its_writer(change, hold)
            with tx.savepoint(), self._explained(written):
                self._holds.release(written, hold)
        except (Conflict, Forbidden, InvalidInput, NotFound) as error:
            refused = getattr(error, "explanation", "") or str(error)
        except EngineError as error:
            refused = str(error)
            self.report(case_id, "The diagram cannot go on", refused)
        self._holds.end(change, hold, refused)

    # -------------------------------------------------------------- errors

    @contextmanager
    def reported(self) -> Iterator[None]:
        """What the engine cannot do is an incident, noted once everything is rolled back."""
        try:
            yield
        except EngineError as error:
            if not self._db.in_transaction:
                self.report(error.case_id, "The diagram cannot go on", str(error))
            raise

    def report(self, case_id: int | None, kind: str, message: str, job: str | None = None) -> None:
        """Raises an incident: something that a person has to look at. It is over when the job with
        that key is done (decision 0359). One that is open already is only read: a flood of the same
        must not queue for the database."""
        now = self._clock.now()
        with self._db.read() as tx:
            if incidents.is_open(tx, case_id, kind, message):
                return
        with self._db.write() as tx:
            if incidents.raise_incident(tx, Incident(case_id, now, kind, message), job):
                subject = later("Incident with the system: %(kind)s", kind=later(kind))
                if case_id:
                    subject = later(
                        "Incident with case %(number)s: %(kind)s",
                        number=to_number(case_id), kind=later(kind),
                    )  # fmt: skip
                notice = Notice("incident", subject, message, now, quiet=True)
                self._notifications.tell_roles(tx, ("lead", "admin"), notice)

    def settle(self, kind: str, start: str = "") -> None:
        """What was an incident of the system is over: all of a kind, or those whose message begins
        so. Where none is open, it is only read."""
        with self._db.read() as tx:
            if not incidents.is_any_open(tx, kind, start):
                return
        with self._db.write() as tx:
            incidents.settle(tx, kind, self._clock.now(), start)

    @contextmanager
    def _explained(self, change: Change) -> Iterator[None]:
        """The loser of a race is told how the case stands now, and how it came to that."""
        try:
            with _naming(change.case):
                yield
        except NotDrawn as unknown:
            migration = self._taken_away(change, unknown.name)
            if migration is None:
                raise
            conflict = NotPossible(str(unknown))
            self._explain(conflict, change, migration)
            raise conflict from unknown
        except Conflict as conflict:
            self._explain(conflict, change)
            raise

    def _taken_away(self, change: Change, name: str) -> Event | None:
        """The migration that took away an action or event which the case had offered."""
        for migration in events.migrations(change.tx, change.case.id):
            for process in self._versions.usable([migration.details["values"]["from_version"]]):
                if could_offer(process, change.case, change.person, name):
                    return migration
        return None

    def _explain(self, conflict: Conflict, change: Change, migration: Event | None = None) -> None:
        """`migration` is the one that the person has not seen."""
        tx, case = change.tx, change.case
        if isinstance(conflict, StaleCase) and conflict.seen is not None:
            migration = events.migration_since(tx, case, conflict.seen)
        conflict.current = view = see(tx, change.process, case, change.person)
        news = conflict.news if isinstance(conflict, StaleCase) else None
        last = news if isinstance(news, Event) else events.last_move(tx, case.id)
        conflict.explanation = explain(change.process, view, last, self._clock.now(), migration)

    # -------------------------------------------------------------- exactly once

    @contextmanager
    def once(self, person: Person, key: str, digest: str) -> Iterator[Kept]:
        """Carries out a request unless the same key already did: `kept.answer` is the answer that
        it got then, or None, and the block has to set it.

        `digest` tells the request; the same key for another one raises KeyReused. What the request
        changes and the key are kept in one transaction.
        """
        with self.reported(), self._db.write() as tx:
            if idempotency.take_key(tx, person.id, key, digest, self._clock.now()):
                yield (kept := Kept())
                assert kept.answer is not None
                idempotency.keep_answer(tx, person.id, key, kept.answer)
                return
            known = idempotency.answer_of(tx, person.id, key)
        if known is None or known[0] != digest or known[1] is None:
            raise KeyReused(
                {"Idempotency-Key": [_("was used for another request: take a new one for this")]}
            )
        yield Kept(known[1])


def _only_timers_since(change: Change, found: Case) -> bool:
    """Whether nothing but timers has happened since a case was found so, and its status is still
    the same."""
    lines = events.of_case(change.tx, found.id, after=found.events)
    return change.case.status == found.status and all(line.event == "timer" for line in lines)


def _due_hold(tx: Transaction, case_id: int, now: datetime) -> Hold | None:
    """What is held in a case and due first. The case is locked before: others may be at it."""
    case = cases.by_id(tx, case_id, for_change=True)
    if case is None or case.held_until is None or case.held_until > now:
        return None
    return holds.first(tx, case_id)


def _is_due(case: Case, now: datetime) -> bool:
    """Whether a timer, or something held, is due."""
    return any(due is not None and due <= now for due in (case.next_due, case.held_until))


@contextmanager
def _naming(case: Case) -> Iterator[None]:
    """An error of the engine says which case it was."""
    try:
        yield
    except EngineError as error:
        error.case_id = case.id
        raise
