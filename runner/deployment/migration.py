"""Migrating running cases to another version of the diagram: what it would do, and doing it.

Cases move in short transactions, and each for itself in them: a migration may be interrupted at any
time, and run again; it goes on with the cases that are not there yet. A case that cannot move stays
on its version as it was. A closed case stays where it ended.

Decision 0281.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import chain, islice

from runner.bpmn.package import Package
from runner.cases.change import Cause, Change, checked_text
from runner.cases.dependencies import Dependencies
from runner.cases.transaction import Transactions
from runner.clock import stopwatch
from runner.deployment.deployment import Deployment
from runner.deployment.migration_effects import Effects, Standing, effects
from runner.engine import ElementMapping, Process, shape_of
from runner.errors import (
    CannotMove,
    DiagramError,
    EngineError,
    InvalidInput,
    NotFound,
    NotPossible,
)
from runner.gate.soundness import known_wait_states
from runner.language import _
from runner.model import Case, Person, Step, Version, WaitState, to_id
from runner.people.permissions import require
from runner.store import Database, Transaction, cases, moves_back, versions
from runner.versions import Versions

BATCH = 500
"""Cases that are read at once."""

LONGEST_TRANSACTION = 0.02
"""Seconds after which a migration ends a transaction: so long do others wait for it."""

LONGEST_REASON = 1000
"""Characters."""


@dataclass(frozen=True, slots=True)
class Group:
    """Cases that fare alike: they wait at the same elements of the same version, and come to the
    status `becomes`, or stay for a `reason`. `example` is the number of one of them, `places` are
    the names of the elements."""

    version_id: int
    waits_at: tuple[str, ...]
    status: str
    becomes: str
    reason: str
    cases: int = 0
    example: str = ""
    places: tuple[str, ...] = ()
    effects: Effects | None = field(default=None, compare=False)
    """Only in a plan, and of those that move."""


@dataclass(frozen=True, slots=True)
class Migrated:
    """What a migration would do, or did. `version_id` is where to; None for a draft. `next_cursor`
    asks for the cases behind those that were looked at; None when there are no more."""

    version_id: int | None
    groups: tuple[Group, ...]
    next_cursor: int | None = None
    migration_id: int | None = None
    """By which it can be undone; None where nothing moved."""

    @property
    def moved(self) -> int:
        return sum(group.cases for group in self.groups if not group.reason)

    @property
    def stayed(self) -> int:
        return sum(group.cases for group in self.groups if group.reason)


@dataclass(frozen=True, slots=True)
class CaseSelection:
    """Which running cases migrate: those with these `numbers`, or all; `after` and `limit` take a
    part of them, in the order of their ids, and `among` those with these ids. `migration` is the
    one that a part belongs to; without it the part is one of its own."""

    numbers: Sequence[str] = ()
    after: int = 0
    limit: int | None = None
    among: frozenset[int] | None = None
    migration: int | None = None


ALL = CaseSelection()


class Migration:
    """For process owners. `renamed` gives the ids that elements have where the cases go, by those
    that they have where they come from. Without `to` cases go to the version that new ones start
    on."""

    def __init__(
        self, dependencies: Dependencies, transactions: Transactions, deployment: Deployment
    ):
        self._db = dependencies.db
        self._versions = dependencies.versions
        self._clock = dependencies.clock
        self._transactions = transactions
        self._deployment = deployment
        self.longest_transaction = LONGEST_TRANSACTION

    def plan(
        self,
        person: Person,
        to: int | None = None,
        renamed: Mapping[str, str] | None = None,
        selection: CaseSelection = ALL,
    ) -> Migrated:
        """What `run` would do with the cases as they stand now. Changes nothing.

        Of the cases that wait alike, with the same variables set, one is tried."""
        require(person, "migrate_cases")
        to = self.version_to(to)
        target = self._target(self._versions.process(to), to, renamed or {})
        return Migrated(to, self._foresee(target, self._running(target, selection)))

    def plan_draft(
        self, person: Person, package: Package, renamed: Mapping[str, str] | None = None
    ) -> Migrated:
        """What would become of every running case if it moved to a package that is not deployed,
        whatever its policies say. Raises DiagramError for one with errors."""
        require(person, "migrate_cases")
        checked = self._deployment.checked(package, without_policies=True)
        diagram, findings, whole = checked.diagram, checked.findings, checked.package
        if diagram is None or any(finding.severity == "error" for finding in findings):
            raise DiagramError(
                _("No case can move to the diagram, because of its errors."), findings
            )
        draft = Version(0, diagram.process, "", whole.data, whole.files, self._clock.now())
        target = self._target(self._versions.prepare(draft), None, renamed or {})
        return Migrated(None, self._foresee(target, self._running(target, ALL)))

    def run(
        self,
        person: Person,
        to: int | None = None,
        renamed: Mapping[str, str] | None = None,
        reason: str = "",
        selection: CaseSelection = ALL,
    ) -> Migrated:
        """Moves the cases, each for itself. Raises Forbidden, NotFound, NotPossible or
        InvalidInput, and then has moved none."""
        require(person, "migrate_cases")
        to, found, after = self.version_to(to), _Groups(self._versions), selection.after
        reason = checked_text("reason", reason, LONGEST_REASON) if reason.strip() else ""
        target = self._target(self._versions.process(to), to, renamed or {})
        self._check_part(selection, to)
        order = _MoveOrder(person, target, reason, selection.migration)
        running = (case_id for case_id, _, _ in self._running(target, selection))
        ids = islice(running, selection.limit)

        def move(tx: Transaction, case_id: int) -> None:
            nonlocal after
            order.begin(tx, self._clock.now())
            self._move(tx, case_id, order, found)
            after = case_id

        in_short_transactions(self._db, ids, move, self.longest_transaction)
        more = next(running, None) is not None
        return Migrated(to, found.listed(), after if more else None, order.id)

    def version_to(self, to: int | None) -> int:
        """The version that cases go to: the one that is asked for, else that of new cases. Raises
        NotFound, or NotPossible for one that waits for approval."""
        if to is None:
            return self._versions.current_id()
        if self._versions.version(to).waiting:
            raise NotPossible(
                _("Version %(to)s waits for approval: no case runs on it before that.", to=to)
            )
        return to

    def check_renamed(self, to: int, renamed: Mapping[str, str]) -> None:
        """Raises InvalidInput for ids that are not drawn."""
        self._target(self._versions.process(to), to, renamed)

    # -------------------------------------------------------------- one case

    def _move(self, tx: Transaction, case_id: int, order: _MoveOrder, found: _Groups) -> None:
        """Timers that fell due before fire first, as before every change of a case."""
        try:
            with (
                tx.savepoint(),
                self._transactions.locked(
                    order.person, lambda tx: existing(tx, case_id, lock=True)
                ) as change,
            ):
                if change.case.closed or change.case.version_id == order.to.version_id:
                    return  # meanwhile
                waits_at = cases.waits_at(tx, case_id)
                step = order.to.step(change.case, change.now)
                self._save_moved(change, order, step)
                found.add(change.case, waits_at, becomes=step.status)
        except (CannotMove, EngineError) as error:
            found.add(*self._as_it_is(case_id), reason=str(error))

    def _save_moved(self, change: Change, order: _MoveOrder, step: Step) -> None:
        case, to = change.case, order.to.version_id
        assert to is not None
        assert order.id is not None
        values = {"from_version": case.version_id, "to_version": to, "reason": order.reason}
        values["renamed"] = ", ".join(f"{old} = {new}" for old, new in order.to.renamed.items())
        cause = Cause("migrated", values={k: v for k, v in values.items() if v})
        moves_back.keep(change.tx, order.id, case, step.state)
        versions.move(change.tx, case.id, to)
        moved = replace(change, case=replace(case, version_id=to), process=order.to.to)
        self._transactions.records.save(moved, step, cause)

    def _as_it_is(self, case_id: int) -> tuple[Case, tuple[str, ...]]:
        """A case, and the elements that it waits at."""
        with self._db.read() as tx:
            return existing(tx, case_id), cases.waits_at(tx, case_id)

    def _foresee(
        self, target: MigrationTarget, running: Iterator[tuple[int, int, bytes]]
    ) -> tuple[Group, ...]:
        alike: Counter[tuple[int, bytes]] = Counter()
        first: dict[tuple[int, bytes], int] = {}
        for case_id, version_id, state in running:
            kind = version_id, _shape(state)
            first.setdefault(kind, case_id)
            alike[kind] += 1
        found, now = _Groups(self._versions), self._clock.now()
        for kind, case_id in first.items():
            case, waits_at = self._as_it_is(case_id)
            if case.closed:
                continue  # meanwhile
            try:
                step = target.step(case, now)
                group = found.add(case, waits_at, becomes=step.status, cases=alike[kind])
                found.tell(group, self._effects(case, waits_at, target, step))
            except (CannotMove, EngineError) as error:
                found.add(case, waits_at, reason=str(error), cases=alike[kind])
        return found.listed()

    def _effects(
        self, case: Case, waits_at: tuple[str, ...], target: MigrationTarget, step: Step
    ) -> Effects:
        before = Standing(self._versions.diagram(case.version_id), case, waits_at)
        return effects(before, target.to.diagram, step, target.renamed)

    # -------------------------------------------------------------- which cases, and where to

    def _target(
        self, to: Process, version_id: int | None, renamed: Mapping[str, str]
    ) -> MigrationTarget:
        """Raises InvalidInput for ids that are not drawn: the new ones where cases go, the old ones
        in any version."""
        missing = [key for key in renamed.values() if key not in to.diagram.elements]
        wrong = [_("%(key)s is no element there", key=key[:60]) for key in missing]
        wrong += [
            _("%(key)s is no element of any version", key=key[:60])
            for key in self._never_drawn(renamed)
        ]
        if wrong:
            raise InvalidInput({"renamed": wrong})
        return MigrationTarget(self._versions, to, version_id, renamed)

    def _never_drawn(self, ids: Iterable[str]) -> list[str]:
        """Looks from the newest version back, also where no case runs any more: the same migration
        may be asked for again."""
        left, (newest,) = set(ids), self._versions.listed(None, 1).items
        known = self._versions.usable(range(newest.id, 0, -1))
        while left and (process := next(known, None)):
            left -= process.diagram.elements.keys()
        return sorted(left)

    def _check_part(self, selection: CaseSelection, to: int) -> None:
        """A part belongs to a migration to the same version."""
        if selection.migration is not None:
            with self._db.read() as tx:
                if moves_back.version_of(tx, selection.migration) != to:
                    raise InvalidInput({"migration": [_("is none to version %(to)s", to=to)]})

    def _running(
        self, target: MigrationTarget, selection: CaseSelection
    ) -> Iterator[tuple[int, int, bytes]]:
        """The id, version and state of running cases of the lifecycle that are not there yet, by
        id."""
        if selection.numbers:
            yield from self._named(target, selection)
            return
        process, to = target.to.diagram.process, target.version_id
        after = selection.after
        while True:
            with self._db.read() as tx:
                batch = versions.running_on_others(tx, process, to, after, BATCH)
            chosen = selection.among
            yield from (row for row in batch if chosen is None or row[0] in chosen)
            if len(batch) < BATCH:
                return
            after = batch[-1][0]

    def _named(
        self, target: MigrationTarget, selection: CaseSelection
    ) -> list[tuple[int, int, bytes]]:
        """As `_running`. Raises NotFound or NotPossible before any of them is moved."""
        found, process = set(), target.to.diagram.process
        of_lifecycle = self._versions.of_lifecycle(process)
        for number in selection.numbers:
            case_id = to_id(number)
            if case_id is not None and case_id <= selection.after:
                continue
            with self._db.read() as tx:
                case = cases.by_id(tx, case_id) if case_id is not None else None
            if case is None:
                raise NotFound(_("There is no case %(number)s.", number=number[:40]))
            if case.closed:
                raise NotPossible(
                    _("Case %(number)s is closed: it stays where it ended.", number=case.number)
                )
            if case.version_id not in of_lifecycle:
                raise NotPossible(
                    _(
                        "Case %(number)s is of another lifecycle than '%(process)s': a migration "
                        "moves cases between the versions of one.",
                        number=case.number,
                        process=process,
                    )
                )
            if case.version_id != target.version_id:
                found.add((case.id, case.version_id, case.state))
        return sorted(found)


@dataclass
class _MoveOrder:
    """Who moves cases, where to, and why. `id` is that of the migration, once a case moves."""

    person: Person
    to: MigrationTarget
    reason: str
    id: int | None = None

    def begin(self, tx: Transaction, at: datetime) -> None:
        """Notes the migration before its first case moves."""
        if self.id is None:
            assert self.to.version_id is not None
            person = self.person.id or None
            self.id = moves_back.begin(tx, person, self.to.version_id, self.reason, at)


class MigrationTarget:
    """Where cases go, from whatever version they are on. `version_id` is None for a draft."""

    def __init__(
        self, known: Versions, to: Process, version_id: int | None, renamed: Mapping[str, str]
    ):
        self.to, self.version_id, self.renamed = to, version_id, renamed
        self._known = known
        self._wait_states = known_wait_states(to.compiled)  # before the first case is locked
        self._mappings: dict[int, ElementMapping] = {}

    def step(self, case: Case, now: datetime) -> Step:
        """In the calendars of the version that it goes to. Raises CannotMove, or EngineError when
        the case stands still where it is."""
        old = self._known.process(case.version_id)
        mapping = self._mappings.get(case.version_id)
        if mapping is None:
            mapping = self.to.mapping_from(old, self.renamed, self._is_possible)
            self._mappings[case.version_id] = mapping
        calendar = self.to.calendars.named(case.calendar)
        return self.to.migrate(case.state, old, mapping, now, calendar)

    def _is_possible(self, state: WaitState) -> bool:
        return state in self._wait_states


class _Groups:
    """Cases, counted by how they fare."""

    def __init__(self, known: Versions) -> None:
        self._known = known
        self._counts: Counter[Group] = Counter()
        self._examples: dict[Group, str] = {}
        self._effects: dict[Group, Effects] = {}

    def add(
        self,
        case: Case,
        waits_at: tuple[str, ...],
        becomes: str = "",
        reason: str = "",
        cases: int = 1,
    ) -> Group:
        group = Group(case.version_id, waits_at, case.status, becomes, reason)
        self._counts[group] += cases
        self._examples.setdefault(group, case.number)
        return group

    def tell(self, group: Group, found: Effects) -> None:
        """What moving does to one of a group, which stands for the others."""
        self._effects.setdefault(group, found)

    def listed(self) -> tuple[Group, ...]:
        """Those that stay first, then the most frequent first."""
        groups = sorted(self._counts, key=lambda group: (not group.reason, -self._counts[group]))
        return tuple(
            replace(
                group,
                cases=self._counts[group],
                example=self._examples[group],
                places=self._places(group),
                effects=self._effects.get(group),
            )
            for group in groups
        )

    def _places(self, group: Group) -> tuple[str, ...]:
        try:
            elements = self._known.diagram(group.version_id).elements
        except EngineError:  # it cannot even be read any more
            return group.waits_at
        return tuple(elements[element_id].label for element_id in group.waits_at)


def in_short_transactions(
    db: Database,
    case_ids: Iterable[int],
    change: Callable[[Transaction, int], None],
    longest: float = LONGEST_TRANSACTION,
) -> None:
    """Changes cases, as many in one transaction as `longest` (in seconds) has room for: decision
    0281."""
    left = iter(case_ids)
    for first in left:
        with db.write() as tx:
            spent = stopwatch()
            for case_id in chain((first,), left):
                change(tx, case_id)
                if spent() >= longest:
                    break
        db.yield_to_others()


def existing(tx: Transaction, case_id: int, lock: bool = False) -> Case:
    case = cases.by_id(tx, case_id, for_change=lock)
    assert case is not None  # no case is ever deleted
    return case


def _shape(state: bytes) -> bytes:
    """Cases of a version with the same shape fare alike. A damaged state is like no other."""
    try:
        return shape_of(state)
    except EngineError:
        return state
