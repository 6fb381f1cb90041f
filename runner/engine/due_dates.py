"""When timers fall due: targets of decision tables become named due dates; timers wait for them.

The First Response Milestone: `workflows/first_response.dmn` gives a target and a calendar by
priority, `due_dates` counts from them the due instant, and the timer that names it waits.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, tzinfo
from types import SimpleNamespace
from typing import Any

from SpiffWorkflow.bpmn.specs.event_definitions.timer import TimerEventDefinition
from SpiffWorkflow.spiff.specs.defaults import BusinessRuleTask
from SpiffWorkflow.task import Task

from runner.bpmn import Timer
from runner.bpmn.calendar import Calendars, parse_duration
from runner.errors import CalendarError, EngineError

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


_MICROSECOND = timedelta(microseconds=1)


TIMES_FIRED = "rung"
"""How often an event has fired at this visit of its activity; the key stands in stored states."""


def to_micros(instant: datetime) -> int:
    return (instant - _EPOCH) // _MICROSECOND


def from_micros(micros: int) -> datetime:
    return _EPOCH + timedelta(microseconds=micros)


class CaseTimer(TimerEventDefinition):
    """A timer whose due instant is fixed when a token arrives, and that fires when it is told to.

    The stock timers look at the machine's clock whenever they are asked. These keep `<id> due` and
    `<id> fired` in the internal data of their task; the runner fires them one at a time, in order.

    A cycle of months keeps `<id> start` as well: months differ in length, so each time is counted
    from the start (31 January, 28 February, 31 March), not from the time before.
    """

    def __init__(self, name: str, timer: Timer, **kwargs: Any):
        super().__init__(name, timer.name or "", **kwargs)
        self.timer = timer
        self.due_key, self.fired_key = f"{name} due", f"{name} fired"
        self.start_key = f"{name} start"
        duration = timer.duration
        self._counts_from_start = timer.cycles > 1 and duration is not None and duration.months > 0

    def has_fired(self, my_task: Task) -> bool:
        if self.due_key not in my_task.internal_data:
            self.set_due(my_task)
        return my_task.internal_data.get(self.fired_key, False)

    def set_due(self, my_task: Task) -> None:
        top = my_task.workflow.top_workflow
        if self._counts_from_start:
            due = self._due_from_start(my_task.internal_data, top.now)
        else:
            due = due_instant(self.timer, my_task.data, top.now, top.calendar)
        my_task.internal_data[self.due_key] = to_micros(due)

    def _due_from_start(self, internal: dict[str, Any], now: datetime) -> datetime:
        """States of earlier versions do not say when a cycle started: these count from `now`."""
        assert self.timer.duration is not None
        fired = internal.get(TIMES_FIRED, 0)
        if fired and self.start_key not in internal:
            return self.timer.duration.elapsed_from(now)
        start = internal.setdefault(self.start_key, to_micros(now))
        return self.timer.duration.times(fired + 1).elapsed_from(from_micros(start))

    def go_on(self, before: Task, after: Task) -> None:
        """Hands the start of a cycle to the task that waits for its next time."""
        if self.start_key in before.internal_data:
            after.internal_data[self.start_key] = before.internal_data[self.start_key]

    def due(self, my_task: Task) -> datetime | None:
        """When it fires; None when it has nothing left to do."""
        micros = my_task.internal_data.get(self.due_key)
        fired = my_task.internal_data.get(self.fired_key, False)
        return None if micros is None or fired else from_micros(micros)

    def fire(self, my_task: Task) -> None:
        my_task.internal_data[self.fired_key] = True

    def reset(self, my_task: Task) -> None:
        """Leaves what happened: a task is visited once."""


def calendar_of(my_task: Task, definition: Any) -> str:
    """The calendar that a named due date was counted in; '' for every other timer."""
    name = definition.timer.name
    return str(my_task.data.get(f"{name.removesuffix('_due')}_calendar") or "") if name else ""


def due_instant(timer: Timer, data: Mapping[str, Any], now: datetime, calendar: Any) -> datetime:
    """When a timer that starts `now` falls due. Raises EngineError for an unset due date."""
    if timer.date is not None:
        local = timer.date.tzinfo is None
        date = timer.date.replace(tzinfo=calendar.zone) if local else timer.date
        return date.astimezone(UTC)
    if timer.name is not None:
        return read_instant(timer.name, data.get(timer.name), calendar.zone)
    assert timer.duration is not None
    if not timer.business:
        return timer.duration.elapsed_from(now)
    try:
        return calendar.due(now, timer.duration)
    except CalendarError as error:
        raise EngineError(f"A timer cannot be set: {error}") from error


def read_instant(name: str, value: Any, zone: tzinfo | None = None) -> datetime:
    """The instant of a due date: what a table gave, or what was filled in, which is local time in
    `zone` where it names none. Raises EngineError for what is no date."""
    try:
        instant = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        raise EngineError(
            f"The due date '{name}' is not set: nothing gave it before the timer started."
        ) from None
    if instant.tzinfo is None and zone is None:
        raise EngineError(f"The due date '{name}' has no time zone.")
    try:
        return (instant if instant.tzinfo else instant.replace(tzinfo=zone)).astimezone(UTC)
    except OverflowError:
        raise EngineError(f"The due date '{name}' is out of range: {value}.") from None


def timers_of(my_task: Any) -> list[CaseTimer]:
    """The timer definitions of a catching event, several for an event-based gateway."""
    return my_task.workflow.index.timers[my_task.task_spec.name]


class DecisionTask(BusinessRuleTask):
    """A decision table. What it says about targets becomes named due dates.

    A table with the outputs `x_target` (an ISO 8601 duration), `x_calendar` (a calendar's name)
    and, if there is a warning, `x_warning` (how long before the target) sets `x_due` and
    `x_warning_due`, both counted from the submission.
    """

    def _run_hook(self, my_task: Task) -> bool:
        super()._run_hook(my_task)
        top = my_task.workflow.top_workflow
        my_task.data.update(due_dates(my_task.data, top.calendars))
        return True

    @property
    def sets_targets(self) -> bool:
        outputs = self.dmnEngine.decision_table.outputs
        return any(str(output.name).endswith("_target") for output in outputs)

    def decide(self, data: Mapping[str, Any], calendars: Calendars, script_engine: Any) -> dict:
        """What the table says for other data: its outputs and the due dates that follow."""
        workflow = SimpleNamespace(script_engine=script_engine, data={}, parent_workflow=None)
        outputs = self.dmnEngine.result(SimpleNamespace(data=dict(data), workflow=workflow))
        return {**outputs, **due_dates({**data, **outputs}, calendars)}


def due_dates(data: Mapping[str, Any], calendars: Calendars) -> dict[str, str]:
    """Named due dates for every target in `data`. Raises EngineError for one that cannot be."""
    found = {}
    for name in [key.removesuffix("_target") for key in data if key.endswith("_target")]:
        try:
            calendar = calendars[data.get(f"{name}_calendar") or calendars.default.name]
            target = parse_duration(data[f"{name}_target"])
            start = read_instant("submitted_at", data.get("submitted_at"))
            found[f"{name}_due"] = calendar.due(start, target).isoformat()
            if data.get(f"{name}_warning"):
                before = parse_duration(data[f"{name}_warning"])
                early = target.seconds - before.seconds
                if target.days or before.days or early <= 0:
                    raise CalendarError(
                        f"the warning '{data[f'{name}_warning']}' has to be shorter than the "
                        f"target '{data[f'{name}_target']}', both in hours and minutes"
                    )
                found[f"{name}_warning_due"] = calendar.after(start, early).isoformat()
        except (CalendarError, TypeError) as error:
            raise EngineError(f"The target '{name}' cannot be used: {error}") from error
    return found
