"""A diagram made ready to run, and the one way in which anything happens to a case."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from copy import copy
from datetime import datetime
from functools import cached_property
from itertools import count
from threading import Lock
from typing import Any

from runner.bpmn import Diagram
from runner.bpmn.calendar import Calendar, Calendars
from runner.engine.codec import dump, load
from runner.engine.compaction import compact
from runner.engine.compiled import CompiledDiagram
from runner.engine.mapping import ElementMapping
from runner.engine.modification import wait_states
from runner.engine.run import ON_PURPOSE, CaseRun, reason
from runner.engine.token_migration import TokenMigration
from runner.engine.workflow import CaseWorkflow
from runner.errors import EngineError, NotPossible
from runner.language import _
from runner.model import Modification, Step, WaitState

MOST_OPEN = 1_000_000
"""Cases that are open at once in a simulation."""


@contextmanager
def _explained() -> Iterator[None]:
    """Whatever goes wrong on a visit is an EngineError, which becomes an incident of that case and
    stops no other; but for what is raised as an answer."""
    try:
        yield
    except ON_PURPOSE:
        raise
    except RecursionError as error:
        raise EngineError(_("The case has become too deep for the engine.")) from error
    except Exception as error:
        raise EngineError(_("The engine failed: %(error)s", error=reason(error))) from error


class Process:
    """A diagram, executable. Safe to share between threads.

    `calendars` are those of its version. `compacting=False` keeps the whole tree of the stock
    engine, for comparison. `cache` is how many running cases are kept alive, so that their state
    need not be read again.
    """

    def __init__(
        self,
        diagram: Diagram | CompiledDiagram,
        calendars: Calendars,
        *,
        compacting: bool = True,
        cache: int = 1000,
    ):
        """Raises DiagramError for a diagram that the engine cannot run."""
        compiled = CompiledDiagram(diagram) if isinstance(diagram, Diagram) else diagram
        self.compiled = compiled
        self.diagram = compiled.diagram
        self.calendars = calendars
        self._tidy = compact if compacting else lambda workflow: 0
        self._live = _LiveCases(cache)

    # -------------------------------------------------------------- what can happen to a case

    @_explained()
    def start(self, data: Mapping[str, Any], now: datetime, calendar: Calendar) -> Step:
        """A new case. `data` are the variables that its submission gives."""
        run = self._run(self._empty()).visit(now, calendar)
        compiled = self.compiled
        run.start(
            {**compiled.start_values, **compiled.routing(data), "submitted_at": now.isoformat()}
        )
        return self._finish(run)

    @_explained()
    def act(
        self,
        state: bytes,
        action: str,
        values: Mapping[str, Any],
        now: datetime,
        calendar: Calendar,
        *,
        by: int | None = None,
    ) -> Step:
        """Takes an action. `by` is the id of the person who does. Raises NotPossible when the
        drawing does not offer it, or asks for another person."""
        run = self._resume(state, calendar, now)
        run.fire_due()
        run.act(action, self.compiled.routing(values), by)
        return self._finish(run)

    @_explained()
    def deliver(
        self,
        state: bytes,
        message: str,
        values: Mapping[str, Any],
        now: datetime,
        calendar: Calendar,
    ) -> Step:
        """Delivers a message. Raises NotPossible when nothing in the drawing waits for it."""
        run = self._resume(state, calendar, now)
        run.fire_due()
        run.deliver(message, self.compiled.routing(values))
        return self._finish(run)

    @_explained()
    def wake(self, state: bytes, now: datetime, calendar: Calendar) -> Step:
        """Fires the timers that have fallen due. `happened` is empty when there were none."""
        run = self._resume(state, calendar, now)
        run.fire_due()
        return self._finish(run)

    @_explained()
    def revise(
        self, state: bytes, data: Mapping[str, Any], now: datetime, calendar: Calendar
    ) -> Step:
        """Variables changed from outside: decision tables are read again, waiting timers moved."""
        run = self._resume(state, calendar, now)
        run.fire_due()
        run.revise(self.compiled.routing(data))
        return self._finish(run)

    @_explained()
    def modify(
        self,
        state: bytes,
        wanted: Modification,
        now: datetime,
        calendar: Calendar,
        possible: Callable[[WaitState], bool],
    ) -> Step:
        """Does to one case what its drawing does not offer. `possible` says whether tokens can come
        to stand so. Raises NotPossible for what the drawing knows no way on from."""
        run = self._resume(state, calendar, now)
        run.fire_due()
        before = {standing for standing, _rest in wait_states(run)}
        try:
            run.modify(wanted)
            for standing, alone in wait_states(run):
                if not (alone or standing in before or possible(standing)):
                    raise EngineError(_never_so(standing))
            return self._finish(run)
        except EngineError as error:
            raise NotPossible(
                _("The case could not go on from there. %(error)s", error=error)
            ) from error

    @cached_property
    def rehearsing(self) -> Process:
        """The same process that keeps no case alive: what is tried with it leaves no trace."""
        process = copy(self)
        process._live = _LiveCases(0)
        return process

    @cached_property
    def simulating(self) -> Process:
        """The same process that keeps every case alive and writes none down: a state is a number,
        good for this object alone and for one use. For one thread, which lives through many."""
        process, numbers = copy(self), count()
        process._live = _LiveCases(MOST_OPEN)
        process._write = lambda workflow: next(numbers).to_bytes(8)
        return process

    # -------------------------------------------------------------- versions

    def mapping_from(
        self,
        old: Process,
        renamed: Mapping[str, str],
        possible: Callable[[WaitState], bool] = lambda state: False,
    ) -> ElementMapping:
        """How cases of another version come to this one. See `ElementMapping`."""
        return ElementMapping(old.compiled, self.compiled, renamed, possible)

    @_explained()
    def migrate(
        self, state: bytes, old: Process, mapping: ElementMapping, now: datetime, calendar: Calendar
    ) -> Step:
        """Takes a case over from another version; `wake` it there at this instant first. Raises
        CannotMove when it has no place here."""
        left = old._resume(state, calendar, now)
        before = left.status
        migration = TokenMigration(left.workflow, self._empty(), mapping)
        migration.move()
        run = self._run(migration.moved).visit(now, calendar)
        run.migrate(migration, before)
        return self._finish(run)

    # -------------------------------------------------------------- states and live cases

    def _resume(self, state: bytes, calendar: Calendar, now: datetime) -> CaseRun:
        run = self._live.take(state) or self._run(load(state, self._empty))
        return run.visit(now, calendar)

    def _run(self, workflow: CaseWorkflow) -> CaseRun:
        return CaseRun(self.compiled, workflow, self._tidy)

    def _finish(self, run: CaseRun) -> Step:
        run.check()
        self._tidy(run.workflow)
        state = self._write(run.workflow)
        step = run.step(state)
        self._live.put(state, run)  # from here on another may take and change it
        return step

    def _write(self, workflow: CaseWorkflow) -> bytes:
        return dump(workflow)

    def _empty(self) -> CaseWorkflow:
        compiled = self.compiled
        return CaseWorkflow(self.diagram.process, compiled.indexes, compiled.script, self.calendars)


def _never_so(standing: WaitState) -> str:
    names = " and ".join(f"'{place}'" for place in sorted(standing[1]))
    return (
        f"Tokens cannot come to wait at {names} like this: one would wait for others for ever, or "
        "two would do what is drawn for one."
    )


class _LiveCases:
    """Cases that were dumped lately, found by the very bytes they were dumped to (decision 0215).

    Taking one removes it: its user may change it, and puts it back under its new state. What
    another process did to the case shows in other bytes, so a stale one is never found.
    """

    def __init__(self, size: int):
        self._size = size
        self._lock = Lock()
        self._cases: OrderedDict[bytes, CaseRun] = OrderedDict()

    def take(self, state: bytes) -> CaseRun | None:
        with self._lock:
            return self._cases.pop(state, None)

    def put(self, state: bytes, run: CaseRun) -> None:
        if run.workflow.completed or not self._size:
            return
        with self._lock:
            self._cases[state] = run
            while len(self._cases) > self._size:
                self._cases.popitem(last=False)
