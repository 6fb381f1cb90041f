"""One change of several cases: a job takes them one by one, and the report says what became of
each. Decision 0273."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from runner.bpmn import forms
from runner.cases.aside import Asides
from runner.cases.change import checked_priority
from runner.cases.commands import Commands
from runner.cases.dependencies import Dependencies
from runner.cases.queries import Queries
from runner.cases.transaction import Transactions
from runner.cases.views import still_here
from runner.errors import CaselaneError, InvalidInput, NotFound, StoreError
from runner.language import _
from runner.model import BULK, BulkCase, BulkChange, BulkRun, NewJob, Person, to_id
from runner.people.permissions import require
from runner.store import Transaction, bulk_runs, jobs

MOST_AT_ONCE = 100
"""Cases of a run: more than a list shows."""

BETWEEN_TIMERS = 10
"""Cases that a job changes before it makes room for the others that are due."""


class Bulk:
    def __init__(
        self,
        dependencies: Dependencies,
        transactions: Transactions,
        queries: Queries,
        commands: Commands,
        asides: Asides,
    ):
        self._db, self._jobs, self._clock = dependencies.db, dependencies.jobs, dependencies.clock
        self._transactions = transactions
        self._queries = queries
        self._commands = commands
        self._asides = asides

    def start(self, person: Person, change: BulkChange, seen: Mapping[str, int]) -> int:
        """Begins to change cases, each left alone if it is not at the revision in `seen` any more.
        Nothing is changed yet. Returns the id of the run. Raises Forbidden, NotFound, and
        InvalidInput for what could be done to none of them."""
        require(person, "change_case")
        if not 0 < len(seen) <= MOST_AT_ONCE:
            raise InvalidInput(
                {
                    "case": [
                        _(
                            "has to be 1 to %(most_at_once)s cases: tick them",
                            most_at_once=MOST_AT_ONCE,
                        )
                    ]
                }
            )
        self._check(person, change, seen)
        known = {to_id(number) or 0: revision for number, revision in seen.items()}
        with self._db.write() as tx:
            run = bulk_runs.add(tx, person.id, change, known, self._clock.now())
            self._enqueue(tx, run)
            return run

    def get(self, person: Person, run_id: int) -> BulkRun:
        """A run of the person's own, as far as it has come. Raises NotFound."""
        with self._db.read() as tx:
            run = bulk_runs.by_id(tx, run_id)
            given_up = jobs.is_dead(tx, _key(run_id))
        if run is None or run.person_id != person.id:
            raise NotFound(_("There is no such change of several cases, or it is too long ago."))
        return replace(run, given_up=given_up and not run.ended)

    def go_on(self, run_id: int) -> None:
        """Changes the next cases of a run. What a worker that died had not done is done by the next
        one, and nothing twice. Raises StoreError."""
        with self._db.read() as tx:
            run = bulk_runs.by_id(tx, run_id)
        if run is None:
            return
        waiting = run.of("waiting")
        for one in waiting[:BETWEEN_TIMERS]:
            self._take(run, one)
        if len(waiting) > BETWEEN_TIMERS:
            with self._db.write() as tx:
                self._enqueue(tx, run_id)

    def _take(self, run: BulkRun, one: BulkCase) -> None:
        """That it is done is written with the change itself, or neither."""
        case_id = to_id(one.number) or 0
        try:
            with self._transactions.reported(), self._db.write() as tx:
                if bulk_runs.settle(tx, run.id, case_id, "done"):
                    self._change(still_here(tx, run.person_id), run.change, one)
        except StoreError:
            raise
        except CaselaneError as error:
            with self._db.write() as tx:
                bulk_runs.settle(tx, run.id, case_id, "left", _in_words(error))

    def _change(self, person: Person, change: BulkChange, one: BulkCase) -> None:
        number, fields, revision = one.number, change.fields, one.revision
        if change.kind == "act":
            self._commands.act(person, number, change.action, fields, revision)
        elif change.kind == "update":
            self._commands.update(person, number, fields, revision)
        elif change.kind == "spam":
            self._asides.mark_spam(person, number, fields["spam"])
        else:
            self._asides.tag(person, number, **fields)

    def _check(self, person: Person, change: BulkChange, seen: Mapping[str, int]) -> None:
        views, _rest = self._queries.together(person, tuple(seen))
        if "priority" in change.fields and change.kind == "update":
            checked_priority(change.fields["priority"])
        if change.kind == "tag" and not any(change.fields.values()):
            raise InvalidInput({"add": [_("is missing: name a tag to add, or one to remove")]})
        if change.kind == "act":
            offered = [one for view in views for one in view.actions if one.id == change.action]
            if not offered:
                raise InvalidInput({"do": [_("is offered by none of these cases any more")]})
            forms.submit(offered[0].form, change.fields)

    def _enqueue(self, tx: Transaction, run: int) -> None:
        self._jobs.enqueue(tx, NewJob(BULK, _key(run), self._clock.now(), payload={"run": run}))


def _key(run: int) -> str:
    return f"{BULK}:{run}"


def _in_words(error: CaselaneError) -> str:
    """Why a case was left as it was: what changed it, where something did."""
    return getattr(error, "explanation", "") or str(error)
