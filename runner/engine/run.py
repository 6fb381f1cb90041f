"""One visit to a case: fire what is due, let one thing happen, settle, check, account for it.

The order matters. The stock engine refreshes timers at the end of its steps and can leave a due
timer ready; a reply that arrives next then opens a second task. Here timers are fired one at a
time, oldest first, each at its own due instant, and everything settles before the next thing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, KeysView, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from SpiffWorkflow.bpmn.specs.defaults import EventBasedGateway
from SpiffWorkflow.bpmn.specs.event_definitions.item_aware_event import (
    ErrorEventDefinition,
    SignalEventDefinition,
)
from SpiffWorkflow.bpmn.specs.event_definitions.message import MessageEventDefinition
from SpiffWorkflow.bpmn.util import BpmnEvent
from SpiffWorkflow.exceptions import SpiffWorkflowException

from runner.bpmn.calendar import Calendar
from runner.bpmn.forms import Schema
from runner.engine.case_state import CaseState, messages_of
from runner.engine.compiled import CompiledDiagram
from runner.engine.conditions import CaseCondition, conditions_of
from runner.engine.data import change_data_objects
from runner.engine.due_dates import calendar_of
from runner.engine.event_routing import innermost
from runner.engine.modification import cancel_timer, move, retime, waiting_at
from runner.engine.multi_instance import activity_of, counted, done_by, note_person
from runner.engine.token_migration import TokenMigration
from runner.engine.values import copied
from runner.engine.workflow import (
    COMPLETED,
    READY,
    WAITING,
    CaseTask,
    CaseWorkflow,
)
from runner.errors import CannotMove, CaselaneError, EngineError, NotPossible, Stuck
from runner.language import _
from runner.model import CauseKind, Due, Effect, Modification, Occurrence, Offer, OpenTask, Step

MOST_STEPS = 3_000
"""Automatic steps in one settling. A drawing that needs more goes round in circles."""

MOST_INSTANTS = 10_000
"""Instants at which timers of one case fall due in one visit."""

MOST_AT_ONCE = 1_000
"""Timers that fire at the same instant."""

ON_PURPOSE = (EngineError, NotPossible, CannotMove)
"""What the engine raises itself."""


class CaseRun(CaseState):
    """What is being done to one case. Thrown away, with its workflow, when anything fails."""

    def __init__(
        self,
        compiled: CompiledDiagram,
        workflow: CaseWorkflow,
        tidy: Callable[[CaseWorkflow], object],
    ):
        """`tidy` drops history when a visit becomes long."""
        super().__init__(compiled, workflow)
        self._tidy = tidy
        self._happened: list[Occurrence] = []

    def visit(self, now: datetime, calendar: Calendar) -> CaseRun:
        """Begins a visit. What the last one found holds: nothing has happened since."""
        self.now = self.workflow.now = now
        self.workflow.calendar = calendar
        return self

    # -------------------------------------------------------------- what can happen

    def start(self, data: Mapping[str, Any]) -> None:
        def begin() -> None:
            self.workflow.plant()
            self.workflow.task_tree.data.update(data)

        self._happen("submitted", self.compiled.diagram.start.id, self.now, begin)
        self.fire_due()

    def fire_due(self, not_before: datetime | None = None) -> None:
        """Fires every timer that has fallen due, each at its own due instant.

        A timer at `now` has fallen due, except the one of a milestone: what is done at the very
        instant of a target has reached it.
        """
        fired: defaultdict[datetime, int] = defaultdict(int)
        while timer := next(self._due(), None):
            due, task, definition = timer
            at = max(due, not_before or due)
            fired[at] += 1
            if fired[at] > MOST_AT_ONCE or len(fired) > MOST_INSTANTS:
                raise Stuck("The timers of the case fire one another without end.")
            if sum(fired.values()) % 50 == 0:
                self._tidy(self.workflow)

            def fire(definition: Any = definition, task: Any = task) -> None:
                definition.fire(task)
                task.task_spec._update(task)
                task.data["outcome"] = None

            self._happen("timer", self.id_of(task), at, fire)

    def act(self, action: str, values: Mapping[str, Any], by: int | None = None) -> None:
        task, chosen = self._offered(action)
        if by is not None:
            self._note_person(task, by)
        values = {**self.compiled.constants(chosen.form), **values}
        if (message := chosen.message) is not None:
            self._happen("message", chosen.id, self.now, lambda: self._catch(task, message, values))
        else:
            self._happen("action", action, self.now, lambda: self._complete(task, action, values))
        self.fire_due()

    def _note_person(self, task: CaseTask, person: int) -> None:
        """What asks for different people is done once by each of them."""
        activity, element = activity_of(task), self.compiled.elements.get(task.task_spec)
        if activity is None or not element.asks_different_people:
            return
        if person in done_by(activity):
            done, of = counted(activity)
            raise NotPossible(
                _(
                    "“%(label)s” asks for different people, and you have done it already (%(done)s "
                    "of %(of)s). Somebody else has to do it now.",
                    label=element.label,
                    done=done,
                    of=of,
                )
            )
        note_person(activity, person)

    def deliver(self, message: str, values: Mapping[str, Any]) -> None:
        tasks = self._hearers(message)
        if not tasks:
            raise NotPossible(
                _("Nothing in this case waits for '%(message)s' now.", message=message)
            )

        def catch_all() -> None:
            for task in tasks:
                if task._state == WAITING:
                    form = self._form_of(task, message)
                    self._catch(task, message, {**self.compiled.constants(form), **values})

        self._happen("message", self.id_of(tasks[0]), self.now, catch_all)
        self.fire_due()

    def _hearers(self, name: str) -> list[CaseTask]:
        """A message goes to the innermost that wait for it, a signal to all."""
        waiting = [task for task in self._registered() if name in messages_of(task)]
        signals = [t for t in waiting if isinstance(messages_of(t)[name], SignalEventDefinition)]
        return signals or innermost(waiting)

    def revise(self, changes: Mapping[str, Any]) -> None:
        """Facts of the case changed from outside. Guards read the new values from now on, and so
        does a table when it is next reached; a table of targets that was passed already is
        evaluated again, and the timers that wait for its due dates move (rules 3d and 14a)."""

        def apply() -> None:
            known = next(map(self._variables, self.open_tasks), {})
            new = {name: value for name, value in changes.items() if known.get(name) != value}
            if new:
                new.update(self._targets({**known, **changes}, known.keys()))
            for task in self.workflow.all_tasks():
                if task.data:
                    task.data.update(copied(new))
            for tree in self.workflow.trees():
                change_data_objects(tree, new)
            self._tell_conditions(new)
            self._move_timers(new.keys())

        self._happen("changed", "", self.now, apply)
        self.fire_due(not_before=self.now)

    def _targets(self, data: Mapping[str, Any], known: KeysView[str]) -> dict[str, Any]:
        """What the tables of targets say now, of those that have been passed."""
        found: dict[str, Any] = {}
        for decision in self.compiled.decisions():
            if decision.sets_targets:
                said = decision.decide(data, self.workflow.calendars, self.compiled.script)
                found |= said if said.keys() <= known else {}
        return found

    def _move_timers(self, changed: Collection[str]) -> None:
        """Timers that wait for a due date which changed; a milestone says that it moved, since the
        timer may fire at once."""
        for _name, task, definition in self.timers:
            if definition.timer.name not in changed:
                continue
            definition.set_due(task)
            element = self.compiled.diagram.elements[self.id_of(task)]
            if name := element.properties.get("milestone"):
                moved = {"due": definition.due(task), "calendar": calendar_of(task, definition)}
                self.workflow.effects.append(Effect("moved", name, element.id, moved))

    def migrate(self, migration: TokenMigration, before: str) -> None:
        """What is new to the case in this drawing starts. `before` is the status that it had."""
        self._happen("migrated", "", self.now, migration.begin)
        moved = self._happened.pop()
        effects = (*migration.ended, *moved.effects)
        self._happened.append(replace(moved, from_status=before, effects=effects))
        self.fire_due(not_before=self.now)

    def modify(self, wanted: Modification) -> None:
        """Does what the drawing does not offer. Raises NotPossible."""
        kind, at, to, due = wanted.kind, wanted.at, wanted.to, wanted.due or self.now
        if kind == "deliver":
            self.deliver(at, wanted.values)
            return
        if kind == "move":
            token = waiting_at(self, at)
            self._happen("modified", to, self.now, lambda: move(self, token, to))
            moved = self._happened[-1]  # no flow was taken there
            elements = self.compiled.diagram.elements
            came = tuple(each for each in moved.path if each in elements)
            self._happened[-1] = replace(moved, path=came)
        elif kind == "skip":
            skip = self._skipping(waiting_at(self, at), to)
            self._happen("modified", at, self.now, skip)
        elif kind == "retime":
            self._happen("modified", at, self.now, lambda: retime(self, at, due))
        else:
            self._happen("modified", at, self.now, lambda: cancel_timer(self, at))
        self.fire_due(not_before=self.now)

    def _skipping(self, task: CaseTask, outcome: str) -> Callable[[], None]:
        """What lets a token go on without what it waits for."""
        messages = list(messages_of(task)) if task._state == WAITING else []
        if len(messages) == 1 and not outcome and not isinstance(task.task_spec, EventBasedGateway):
            return lambda: self._catch(task, messages[0], {})
        offered = [one for at, one in self._offers if at is task and one.message is None]
        chosen = [one for one in offered if outcome in ("", one.id)]
        names = list(dict.fromkeys(one.id for one in chosen))
        if len(names) != 1:
            ways = ", ".join(dict.fromkeys(one.id for one in offered))
            raise NotPossible(
                _(
                    "Say over which outcome the case leaves '%(task)s': %(ways)s.",
                    task=self.id_of(task),
                    ways=ways,
                )
                if ways
                else _(
                    "'%(task)s' has no outcome to go on over: move the case instead.",
                    task=self.id_of(task),
                )
            )
        values = self.compiled.constants(chosen[0].form)
        return lambda: self._complete(task, names[0], values)

    def _complete(self, task: CaseTask, action: str, values: Mapping[str, Any]) -> None:
        task.data.update(values)
        self._tell_conditions(values)
        task.data["outcome"] = action
        if activity := activity_of(task):
            done, of = counted(activity)
            details = {"done": done + 1, "of": of}
            self.workflow.effects.append(Effect("instance", "", self.id_of(task), details))
        task.run()

    def _form_of(self, task: CaseTask, message: str) -> Schema | None:
        """The form of the event that waits for a message; behind an event-based gateway that of the
        event which the message leads to."""
        spec, definition = task.task_spec, messages_of(task)[message]
        if isinstance(spec, EventBasedGateway):
            spec = spec.outputs[spec.event_definition.event_definitions.index(definition)]
        element = self.compiled.elements.get(spec)
        return element.forms.get("") if element else None

    def _catch(self, task: CaseTask, message: str, values: Mapping[str, Any]) -> None:
        spec = task.task_spec
        spec.catch(task, BpmnEvent(messages_of(task)[message], {}))
        spec._update(task)
        task.data.update(values)
        self._tell_conditions(values)
        task.data["outcome"] = None

    # -------------------------------------------------------------- letting it happen

    def _happen(
        self, cause: CauseKind, element: str, at: datetime, trigger: Callable[[], None]
    ) -> None:
        workflow = self.workflow
        before = self.status if workflow.tasks else None
        workflow.now = at
        workflow.effects, workflow.arrivals, workflow.finished = [], [], []
        try:
            trigger()
            self._settle()
            self._settle_unheard()
            self._look()
        except (*ON_PURPOSE, RecursionError):
            raise
        except Exception as error:  # whatever it is: of this case alone, and said with its place
            raise EngineError(f"The step at '{element}' failed: {reason(error)}") from error
        path = tuple(self._path())
        self._happened.append(
            Occurrence(
                cause,
                element,
                at,
                path,
                tuple(self._effects(path)),
                before,
                self.status,
                self._resolution(path),
                self._values(),
            )
        )

    def _settle(self) -> None:
        """Runs all automatic tasks, in the order of the stock engine: innermost sub-processes
        first, depth first within each."""
        budget = MOST_STEPS
        while budget > 0:
            ran = 0
            active = [tree for tree in self.workflow.subprocesses.values() if not tree.completed]
            for tree in sorted(active, key=lambda tree: tree.depth, reverse=True):
                while ran < budget and (count := self._run_ready(tree)):
                    ran += count
                if tree.completed:
                    owner = self.workflow.get_task_from_id(tree.parent_task_id)
                    if owner._state < COMPLETED:
                        owner.task_spec._update(owner)
            ran += self._run_ready(self.workflow)
            budget -= max(ran, 1)
            if not ran and not self._conditions_hold():
                return
        raise Stuck("The drawing goes round in circles: no one is ever waited for.")

    def _tell_conditions(self, values: Mapping[str, Any]) -> None:
        """Conditions are about the case: they learn what is new, whichever token brings it."""
        for task, condition in self._conditional():
            condition.learn(task, values)

    def _conditions_hold(self) -> bool:
        """Whether an event that waits for a condition goes on, once scripts and tables are done."""
        conditional = self._conditional()
        if not conditional:
            return False
        for done in self.workflow.finished:
            names = self.compiled.computes.get(done.task_spec, ())
            self._tell_conditions({name: done.data[name] for name in names if name in done.data})
        for task, _rest in conditional:
            if task._state == WAITING:
                task.task_spec._update(task)
        return any(task._state != WAITING for task, _ in conditional)

    def _conditional(self) -> list[tuple[CaseTask, CaseCondition]]:
        """The events that wait for a condition."""
        if not self.compiled.has_conditions:
            return []
        return [(task, item) for task in self._registered() for item in conditions_of(task)]

    def _settle_unheard(self) -> None:
        """Events that nothing in the case waits for. A signal or an escalation is then over, a
        message leaves the case, and an error has to be caught."""
        unheard, self.workflow.event_manager.unheard = self.workflow.event_manager.unheard, []
        for thrower, event in unheard:
            definition, element = event.event_definition, self.id_of(thrower)
            if isinstance(definition, ErrorEventDefinition):
                raise EngineError(
                    f"The diagram throws '{definition.name}', and nothing in it waits for that."
                )
            if isinstance(definition, MessageEventDefinition):
                self.workflow.effects.append(Effect("sent", definition.name, element))

    def _run_ready(self, tree: Any) -> int:
        ready = [t for t in tree.tasks.values() if t._state == READY and not t.task_spec.manual]
        if len(ready) > 1:
            ready = [task for task in tree.in_order() if task in ready]
        count = 0
        for task in ready:
            if task._state == READY:
                task.run()
                count += 1
        return count

    # -------------------------------------------------------------- accounting for it

    def _path(self) -> Iterator[str]:
        for task in self.workflow.arrivals:
            element = self.compiled.elements.get(task.task_spec)
            if element is None:
                continue
            before = self._drawn_before(task)
            if before is not None:
                flows = self.compiled.flows_between.get((before, element.id), ())
                if flows:
                    outcome = task.data.get("outcome")
                    yield outcome if outcome in flows else flows[0]
                elif before == element.id:
                    continue  # a round of a loop
            yield element.id

    def _drawn_before(self, task: CaseTask) -> str | None:
        parent = task.parent
        while parent is not None:
            element = self.compiled.elements.get(parent.task_spec)
            if element is not None:
                return element.id
            if parent.task_spec.name in self.compiled.begun_by:
                return self.compiled.begun_by[parent.task_spec.name]
            parent = parent.parent
        return None

    def _effects(self, path: tuple[str, ...]) -> Iterator[Effect]:
        """What is missed is missed before the timer that says so ends the activity."""
        for element_id in path:
            yield from self.compiled.effects_of.get(element_id, ())
        for task in self.workflow.finished:
            for name in self.compiled.milestones_at.get(self.id_of(task), ()):
                kind = "reached" if task._state == COMPLETED else "ended"
                yield Effect(kind, name, self.id_of(task))
        yield from self.workflow.effects

    def _resolution(self, path: tuple[str, ...]) -> str | None:
        elements = self.compiled.diagram.elements
        found = [elements[key].properties.get("resolution") for key in path if key in elements]
        return next(filter(None, reversed(found)), None)

    def _values(self) -> dict[str, Any]:
        """The variables of the token that moved last."""
        drawn = (task for task in reversed(self.workflow.arrivals) if task.task_spec.bpmn_id)
        moved = next(drawn, None)
        return self.compiled.routing(self._variables(moved)) if moved else {}

    def step(self, state: bytes) -> Step:
        """What the case has come to, as values. Ends the visit."""
        happened, self._happened = tuple(self._happened), []
        return Step(
            state=state,
            status=self.status,
            completed=bool(self.workflow.completed),
            tasks=tuple(OpenTask(task.id, self.id_of(task)) for task in self.open_tasks),
            offers=tuple(
                Offer(action.id, action.audience, action.element, self._visit(task))
                for task, action in self._offers
            ),
            messages=tuple(name for task in self._registered() for name in messages_of(task)),
            timers=tuple(
                Due(self.id_of(task), due, self.is_milestone(task), calendar_of(task, definition))
                for due, task, definition in self.timers
            ),
            happened=happened,
            instances=self._instances(),
        )


def reason(error: Exception) -> str:
    """What an error says; with its kind, unless it was raised to be read."""
    told = isinstance(error, (SpiffWorkflowException, CaselaneError))
    return str(error) if told and str(error) else f"{type(error).__name__}: {error}"
