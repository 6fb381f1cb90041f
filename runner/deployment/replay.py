"""Replays an event log of another system on a virtual clock, by the functions of live cases."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from runner.bpmn import forms
from runner.bpmn.forms import Schema
from runner.cases import CUSTOMER_REPLY, Cases, CaseView, Submission
from runner.clock import ManualClock
from runner.deployment.xes import LogEvent, Trace
from runner.errors import CaselaneError, ConfigError, InvalidInput
from runner.model import Person
from runner.people.accounts import Accounts

ANY = "*"
INSERTED = "+"
AFTER_THE_END = "late"

# ------------------------------------------------------------------ what the events of a log mean


@dataclass(frozen=True, slots=True)
class EventRule:
    """What an activity of a log did to a case in one of some statuses. A step is an action's id or
    `customer_reply`; `+` in front marks one that is not in the log and has to be inserted."""

    activity: str
    statuses: frozenset[str]
    steps: tuple[str, ...]
    fields: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LogMapping:
    """How a log is read: the priority of a case, and what its events did."""

    rules: tuple[EventRule, ...]
    priority_attribute: str | None
    priorities: Mapping[str, str]
    default_priority: str

    def rule(self, activity: str, status: str) -> EventRule | None:
        for rule in self.rules:
            if rule.activity in (activity, ANY) and rule.statuses & {status, ANY}:
                return rule
        return None

    def priority(self, event: LogEvent) -> str:
        value = event.attributes.get(self.priority_attribute or "", "")
        return self.priorities.get(value, self.default_priority)


def read_mapping(path: Path) -> LogMapping:
    """Reads a mapping file (`workflows/replay_helpdesk.toml` is one). Raises ConfigError."""
    try:
        document = tomllib.loads(path.read_text())
        priority = document.get("priority", {})
        return LogMapping(
            rules=tuple(_read_rule(table) for table in document["event"]),
            priority_attribute=priority.get("attribute"),
            priorities=priority.get("values", {}),
            default_priority=priority.get("default", "P3"),
        )
    except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise ConfigError(f"The mapping {path} cannot be used: {error!r}") from error


def _read_rule(table: Mapping[str, Any]) -> EventRule:
    statuses = table.get("in", ANY)
    listed = [statuses] if isinstance(statuses, str) else statuses
    return EventRule(
        table["activity"], frozenset(listed), tuple(table["steps"]), table.get("fields", {})
    )


# ------------------------------------------------------------------ replay


@dataclass
class Replayed:
    """What became of a log. The three counts of cases add up to all of them."""

    exactly: int = 0
    with_insertions: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    inserted: Counter[str] = field(default_factory=Counter)
    steps: Counter[str] = field(default_factory=Counter)
    without_effect: Counter[str] = field(default_factory=Counter)

    @property
    def cases(self) -> int:
        return self.exactly + self.with_insertions + self.refused.total()


class Replay:
    """Drives the cases of a log through `Cases`, all on one clock, in the order of time."""

    def __init__(
        self,
        cases: Cases,
        accounts: Accounts,
        clock: ManualClock,
        run_due: Callable[[], object],
        mapping: LogMapping,
    ):
        self._cases = cases
        self._accounts = accounts
        self._clock = clock
        self._run_due = run_due
        self._mapping = mapping
        self._support = accounts.add("support@replay.example", "Support", ["agent"])
        self._customers: dict[str, Person] = {}
        self._numbers: dict[int, tuple[str, Person]] = {}
        self._inserted: set[int] = set()
        self._refused: dict[int, str] = {}

    def run(
        self, traces: Iterable[Trace], progress: Callable[[int, int], None] = lambda *_: None
    ) -> Replayed:
        """Events of the same instant keep the order of the file."""
        traces, result = list(traces), Replayed()
        events = sorted(
            ((event.at, i, event) for i, trace in enumerate(traces) for event in trace.events),
            key=lambda item: item[0],
        )
        for done, (at, index, event) in enumerate(events):
            self._go_to(at)
            if index not in self._refused:
                self._replay(index, event, result)
            progress(done + 1, len(events))
        result.refused.update(self._refused.values())
        result.with_insertions = len(self._inserted - self._refused.keys())
        result.exactly = len(traces) - result.with_insertions - len(self._refused)
        return result

    def _go_to(self, at: datetime) -> None:
        if at > self._clock.now():
            self._clock.set(at)
            self._run_due()

    def _replay(self, index: int, event: LogEvent, result: Replayed) -> None:
        try:
            if index not in self._numbers:
                self._submit(index, event)
                result.steps["submitted"] += 1
            else:
                self._apply(index, event, result)
        except CaselaneError as error:
            number = self._numbers[index][0] if index in self._numbers else ""
            self._refused[index] = f"{event.activity}: {error}".replace(number or "\0", "it")

    def _submit(self, index: int, event: LogEvent) -> None:
        customer = self._customer(event.attributes.get("customer", "Somebody"))
        submission = Submission(
            event.attributes.get("product", event.activity),
            event.activity,
            priority=self._mapping.priority(event),
            product=event.attributes.get("product"),
            channel="replay",
        )
        view = self._cases.open(customer, submission)
        self._numbers[index] = (view.case.number, customer)

    def _customer(self, name: str) -> Person:
        if name not in self._customers:
            address = f"{''.join(c for c in name.lower() if c.isalnum())}@replay.example"
            self._customers[name] = self._accounts.add(address, name, ["customer"])
        return self._customers[name]

    def _apply(self, index: int, event: LogEvent, result: Replayed) -> None:
        number, customer = self._numbers[index]
        case = self._cases.get(self._support, number).case
        if case.closed:
            self._cases.comment(customer, number, event.activity)
            result.steps[AFTER_THE_END] += 1
            return
        rule = self._mapping.rule(event.activity, case.status)
        if rule is None:
            raise InvalidInput(
                {event.activity: [f"has no meaning for a case that is {case.status}"]}
            )
        if not rule.steps:
            result.without_effect[f"{event.activity} in {case.status}"] += 1
        for step in rule.steps:
            name = step.removeprefix(INSERTED)
            self._take(name, number, customer, event, rule.fields)
            if step.startswith(INSERTED):
                result.inserted[name] += 1
                self._inserted.add(index)
            else:
                result.steps[name] += 1

    def _take(
        self, step: str, number: str, customer: Person, event: LogEvent, fields: Mapping[str, Any]
    ) -> None:
        if step == CUSTOMER_REPLY:
            self._cases.comment(customer, number, event.activity)
            return
        for person in (self._support, customer):
            view = self._cases.get(person, number)
            form = _form_of(view, step)
            if form is not None:
                self._cases.act(person, number, step, _filled_in(form, fields, event.activity))
                return
        self._cases.act(self._support, number, step)  # says why it is not possible


def _form_of(view: CaseView, action: str) -> Schema | None:
    """The form of an action that is possible, empty where it asks nothing."""
    return next((a.form or {} for a in view.actions if a.id == action), None)


def _filled_in(form: Schema, given: Mapping[str, Any], text: str) -> dict[str, Any]:
    return forms.sample(form, {n: v for n, v in given.items() if n in forms.fields(form)}, text)
