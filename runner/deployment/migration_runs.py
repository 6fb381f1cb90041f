"""Migrations that go on by themselves: a part of the cases first, then the rest. They halt as soon
as something goes wrong, and are taken back whole.

Decision 0299.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from runner.cases.change import checked_text
from runner.cases.dependencies import Dependencies
from runner.cases.views import still_here
from runner.deployment.migration import LONGEST_REASON, CaseSelection, Migrated, Migration
from runner.deployment.migration_undo import MigrationUndo, Undone
from runner.errors import CaselaneError, InvalidInput, NotFound, Overtaken, StoreError
from runner.gate.policies import conformance_on
from runner.language import _
from runner.model import (
    GOING,
    MIGRATE,
    MigrationRun,
    MigrationState,
    MigrationTerms,
    MovedCase,
    NewJob,
    Person,
    to_number,
)
from runner.people.permissions import require
from runner.store import Transaction, figures, migration_runs, moves_back

AT_ONCE = 250
"""Cases of a job: timers on the same queue wait for it, a second at most."""

MOST_FIRST = 1000
"""The most cases that move first."""

MOST_WATCHED = 5000
"""Of the moved cases to which something has happened, the newest whose policies are looked at."""

MOST_TROUBLES = 20
"""The most that are named."""

MOST_NAMED = 50
"""Of the cases that it moved, those that a page names."""

LISTED = 10
"""Runs that a page lists."""

Stayed = Mapping[str, tuple[int, str]]


class MigrationRuns:
    """For process owners: every operation raises Forbidden for others, NotFound for a run that
    there is not, and Overtaken where somebody else was first."""

    def __init__(self, dependencies: Dependencies, migration: Migration, undo: MigrationUndo):
        self._db, self._jobs, self._clock = dependencies.db, dependencies.jobs, dependencies.clock
        self._versions = dependencies.versions
        self._migration = migration
        self._undo = undo

    def start(self, person: Person, version: int, terms: MigrationTerms) -> int:
        """Begins to move the running cases to a version. Returns the id of the run. Raises
        InvalidInput for terms that no case meets or ids that are not drawn, and NotPossible for a
        version that waits for approval."""
        require(person, "migrate_cases")
        version, now = self._migration.version_to(version), self._clock.now()
        self._migration.check_renamed(version, terms.renamed)
        process = self._versions.version(version).process
        reason = checked_text("reason", terms.reason, LONGEST_REASON) if terms.reason else ""
        with self._db.write() as tx:
            tx.lock("migration_runs")
            if other := migration_runs.going(tx, process):
                raise _moving(other)
            total = len(migration_runs.running_ids(tx, process, version))
            first = self._first(tx, process, version, terms)
            migration = moves_back.begin(tx, person.id or None, version, reason, now)
            run = MigrationRun(
                0, person.name, person.id, version, migration, now, "first" if first else "rest",
                replace(terms, reason=reason), first, total=total,
            )  # fmt: skip
            run_id = migration_runs.add(tx, run)
            self._enqueue(tx, run_id)
        return run_id

    def get(self, person: Person, run_id: int) -> MigrationRun:
        require(person, "migrate_cases")
        with self._db.read() as tx:
            return _found(tx, run_id)

    def listed(self, person: Person, version: int) -> list[MigrationRun]:
        """The newest of the lifecycle of a version."""
        require(person, "migrate_cases")
        with self._db.read() as tx:
            return migration_runs.newest(tx, self._versions.version(version).process, LISTED)

    def troubles(self, person: Person, run: MigrationRun) -> tuple[str, ...]:
        """What has gone wrong with the moved cases since: incidents, and policies of the new
        version that they broke."""
        require(person, "migrate_cases")
        with self._db.read() as tx:
            return self._troubles(tx, run)

    def moved(self, person: Person, run: MigrationRun) -> list[MovedCase]:
        """The first MOST_NAMED of the cases that it moved and that have not come back."""
        require(person, "migrate_cases")
        with self._db.read() as tx:
            return migration_runs.moved(tx, run, MOST_NAMED)

    def go_on_with_rest(self, person: Person, run_id: int) -> None:
        """Moves the cases that are left, whatever was wrong until now."""
        run = self.get(person, run_id)
        seen = replace(run, accepted=self.troubles(person, run))
        with self._db.write() as tx:
            self._settled(tx, seen, "rest", ("waiting", "halted", "stopped"))
            migration_runs.rewind(tx, run)
            self._enqueue(tx, run_id)

    def stop(self, person: Person, run_id: int) -> None:
        """After the part that it is at: some hundred cases."""
        run = self.get(person, run_id)
        with self._db.write() as tx:
            self._settled(tx, run, "stopped", GOING, f"{person.name} stopped it.")

    def undo(self, person: Person, run_id: int) -> None:
        """Takes back what it moved, but for cases to which something has happened since."""
        run = self.get(person, run_id)
        with self._db.write() as tx:
            self._settled(tx, run, "undoing", ("waiting", "halted", "stopped", "done", "undone"))
            migration_runs.rewind(tx, run, back=run.moved)
            self._enqueue(tx, run_id)

    # -------------------------------------------------------------- a job

    def go_on(self, run_id: int) -> None:
        """Takes the next part. What a worker that died had not done is done by the next one.
        Raises StoreError."""
        with self._db.read() as tx:
            run = migration_runs.by_id(tx, run_id)
            troubles = self._troubles(tx, run) if run and run.goes_on else ()
        if run is None or not run.goes_on:
            return
        new = [one for one in troubles if one not in run.accepted]
        if new and run.state != "undoing":
            self._end(run, "halted", new[0])
            return
        try:
            self._take(run)
        except StoreError:
            raise
        except CaselaneError as error:
            self._end(run, "halted", str(error))

    def _take(self, run: MigrationRun) -> None:
        with self._db.read() as tx:
            person = still_here(tx, run.person_id)
        if run.state == "undoing":
            undone = self._undo.run(person, run.migration_id, run.last_case, AT_ONCE)
            self._note(run, undone.next_cursor, _stayed_back(run, undone))
            return
        among = frozenset(run.first) if run.state == "first" else None
        part = CaseSelection((), run.last_case, AT_ONCE, among, run.migration_id)
        done = self._migration.run(
            person, run.version_id, run.terms.renamed, run.terms.reason, part
        )
        self._note(run, done.next_cursor, _stayed(run, done))

    def _note(self, run: MigrationRun, cursor: int | None, stayed: Stayed) -> None:
        with self._db.write() as tx:
            if not migration_runs.note(tx, run, cursor or run.last_case, stayed):
                return
            if cursor is not None:
                self._enqueue(tx, run.id)
                return
            migration_runs.settle(tx, run, self._ended(tx, run), (run.state,))

    def _ended(self, tx: Transaction, run: MigrationRun) -> MigrationState:
        if run.state == "undoing":
            return "undone"
        return "waiting" if run.state == "first" and self._are_left(tx, run) else "done"

    def _are_left(self, tx: Transaction, run: MigrationRun) -> bool:
        process = self._versions.version(run.version_id).process
        return bool(set(migration_runs.running_ids(tx, process, run.version_id)) - set(run.first))

    def _end(self, run: MigrationRun, state: MigrationState, why: str) -> None:
        with self._db.write() as tx:
            migration_runs.settle(tx, run, state, (run.state,), why)

    # -------------------------------------------------------------- parts of the above

    def _first(
        self, tx: Transaction, process: str, version: int, terms: MigrationTerms
    ) -> tuple[int, ...]:
        """The ids of the cases that move first: the same share of each status, and at least one."""
        if not terms.in_parts:
            return ()
        share = 100 if terms.share is None else terms.share
        if not 0 < share <= 100:
            raise InvalidInput({"share": [_("has to be 1 to 100 percent")]})
        ids = migration_runs.running_ids(tx, process, version, terms)
        if not ids:
            raise InvalidInput({"share": [_("takes no case: none that runs is like that")]})
        return tuple(ids[:: max(1, round(100 / share))][:MOST_FIRST])

    def _troubles(self, tx: Transaction, run: MigrationRun) -> tuple[str, ...]:
        found = [
            f"{to_number(case)} has an incident: {what}"
            for case, what in migration_runs.incidents_since(tx, run, MOST_TROUBLES)
        ]
        moved = migration_runs.went_on(tx, run, MOST_WATCHED)
        if moved:
            diagram = self._versions.diagram(run.version_id)
            kept = conformance_on(run.version_id, diagram, figures.deeds(tx, moved))
            found += [
                f"{one.number} broke the policy “{policy.sentence}”: {one.what}"
                for policy in kept
                for one in policy.examples
            ]
        return tuple(found[:MOST_TROUBLES])

    def _settled(
        self,
        tx: Transaction,
        run: MigrationRun,
        state: MigrationState,
        seen: Iterable[MigrationState],
        why: str = "",
    ) -> None:
        process = self._versions.version(run.version_id).process
        tx.lock("migration_runs")
        other = migration_runs.going(tx, process)
        if other and other.id != run.id:
            raise _moving(other)
        if not migration_runs.settle(tx, run, state, tuple(seen), why):
            raise Overtaken(_("Somebody else was first: look at how far it is now."))

    def _enqueue(self, tx: Transaction, run_id: int) -> None:
        key = f"{MIGRATE}:{run_id}"
        self._jobs.enqueue(tx, NewJob(MIGRATE, key, self._clock.now(), payload={"run": run_id}))


def _found(tx: Transaction, run_id: int) -> MigrationRun:
    run = migration_runs.by_id(tx, run_id)
    if run is None:
        raise NotFound(_("There is no such migration."))
    return run


def _stayed(run: MigrationRun, done: Migrated) -> Stayed:
    """Those that stayed until now, by the reason."""
    found = dict(run.stayed)
    for group in done.groups:
        if group.reason:
            cases, example = found.get(group.reason, (0, group.example))
            found[group.reason] = (cases + group.cases, example)
    return found


def _stayed_back(run: MigrationRun, undone: Undone) -> Stayed:
    found = dict(run.stayed)
    for reason, cases in undone.stayed.items():
        before, example = found.get(reason, (0, undone.examples[reason]))
        found[reason] = (before + cases, example)
    return found


def _moving(other: MigrationRun) -> Overtaken:
    return Overtaken(
        _(
            "%(by)s is moving cases to version %(version_id)s now.",
            by=other.by,
            version_id=other.version_id,
        )
    )
