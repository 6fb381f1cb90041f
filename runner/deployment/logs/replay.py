"""Replays the cases of a log on a virtual clock, by the functions of live cases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any

from runner.bpmn import forms
from runner.bpmn.forms import Schema
from runner.cases import CUSTOMER_REPLY, Cases, CaseView, Submission
from runner.clock import ManualClock
from runner.deployment.logs.event_log import LogEvent, Trace
from runner.deployment.logs.log_mapping import INSERTED, UNKNOWN_CUSTOMER, LogMapping
from runner.errors import CaselaneError, Forbidden, InvalidInput
from runner.model import Case, Person
from runner.people.accounts import Accounts
from runner.store import Database, Transaction


@dataclass
class Replayed:
    """What became of the cases of a log: followed, refused, or without any event. `after_end`
    counts by activity what came after a case was closed, `reopened` what would have opened it,
    `doubtful_times` counts events by what of their time is a guess."""

    exactly: int = 0
    with_insertions: int = 0
    empty: int = 0
    unknown_customers: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    inserted: Counter[str] = field(default_factory=Counter)
    steps: Counter[str] = field(default_factory=Counter)
    without_effect: Counter[str] = field(default_factory=Counter)
    after_end: Counter[str] = field(default_factory=Counter)
    reopened: Counter[str] = field(default_factory=Counter)
    doubtful_times: Counter[str] = field(default_factory=Counter)

    @property
    def cases(self) -> int:
        return self.exactly + self.with_insertions + self.refused.total() + self.empty

    def count(self, refused: str, inserted: bool) -> None:
        """Counts a case: refused for a reason, followed with steps inserted, or exactly."""
        if refused:
            self.refused[refused] += 1
        elif inserted:
            self.with_insertions += 1
        else:
            self.exactly += 1

    def add(self, other: Replayed) -> None:
        """Adds what became of other cases."""
        for item in fields(self):
            mine, others = getattr(self, item.name), getattr(other, item.name)
            setattr(self, item.name, mine + others)


@dataclass
class _Replaying:
    """A case of the log that is being replayed: its customer, how support sees it now, and why it
    could not go on."""

    customer: Person
    view: CaseView | None = None
    inserted: bool = False
    reopened: bool = False
    refused: str = ""

    @property
    def case(self) -> Case:
        assert self.view is not None
        return self.view.case

    @contextmanager
    def refusing(self, tx: Transaction, what: str) -> Iterator[None]:
        """What the drawing does not allow ends the case, with the reason, and leaves nothing."""
        try:
            with tx.savepoint():
                yield
        except CaselaneError as error:
            number = self.case.number if self.view else "\0"
            self.refused = self.refused or f"{what}: {error}".replace(number, "it")


class Replay:
    """Drives cases of a log through `Cases`, one after another: cases do not touch one another, so
    the clock begins anew with each. Their timers fire at their own instants, whenever they are
    woken (rule 12b). Decision 0245."""

    def __init__(
        self,
        db: Database,
        cases: Cases,
        accounts: Accounts,
        clock: ManualClock,
        mapping: LogMapping,
        closing: Collection[str],
    ):
        """`closing` are the actions after which a case is closed."""
        self._db = db
        self._cases = cases
        self._accounts = accounts
        self._clock = clock
        self._mapping = mapping
        self._closing = closing
        self._support = accounts.add("support@replay.example", "Support", ["agent"])
        self._customers: dict[str, Person] = {}
        self._agents: dict[str, Person] = {}
        self._result = Replayed()

    def run(
        self,
        traces: Iterable[Trace],
        until: datetime,
        progress: Callable[[], None] = lambda: None,
    ) -> Replayed:
        """Replays cases, and lets those that are open then wait `until` the log ends. Events of
        the same instant keep the order of the file."""
        for trace in traces:
            if trace.events:
                with self._db.write() as tx:
                    self._replay(tx, trace, until)
            else:
                self._result.empty += 1
            progress()
        return self._result

    def _replay(self, tx: Transaction, trace: Trace, until: datetime) -> None:
        """The whole case in one transaction: nobody else reads it meanwhile."""
        self._result.doubtful_times.update(e.doubt for e in trace.events if e.doubt)
        first, *others = sorted(trace.events, key=lambda event: event.at)
        case = _Replaying(self._customer(self._mapping.customer(first)))
        with case.refusing(tx, first.activity):
            self._submit(case, first)
        for event in others:
            if not case.refused:
                with case.refusing(tx, event.activity):
                    self._go_to(case, event.at)
                    self._apply(case, event)
        if case.view:
            with case.refusing(tx, "After the last event"):
                self._go_to(case, until)
        self._result.count(case.refused, case.inserted)

    def _go_to(self, case: _Replaying, at: datetime) -> None:
        """Fires the timers that fall due until then."""
        self._clock.set(at)
        due = case.case.next_due
        if due is not None and due <= at:
            self._cases.wake(case.case.id)
            self._look_at(case, case.case.number)

    def _look_at(self, case: _Replaying, number: str) -> None:
        case.view = self._cases.get(self._support, number)

    def _submit(self, case: _Replaying, event: LogEvent) -> None:
        self._clock.set(event.at)
        product = self._mapping.product(event)
        submission = Submission(
            product or event.activity,
            event.activity,
            priority=self._mapping.priority(event),
            product=product,
            channel="replay",
        )
        self._look_at(case, self._cases.open(case.customer, submission).case.number)
        self._result.steps["submitted"] += 1

    def _customer(self, name: str) -> Person:
        """By name alone: an address in a log is somebody's, and stays out of the database."""
        if name == UNKNOWN_CUSTOMER:
            self._result.unknown_customers += 1
        if name not in self._customers:
            address = f"customer-{len(self._customers) + 1}@replay.example"
            self._customers[name] = self._accounts.add(address, name, ["customer"])
        return self._customers[name]

    def _agent(self, event: LogEvent) -> Person:
        """Who did it, by name alone, where the mapping says which attribute names them."""
        name = self._mapping.support(event)
        if not name:
            return self._support
        if name not in self._agents:
            address = f"agent-{len(self._agents) + 1}@replay.example"
            self._agents[name] = self._accounts.add(address, name, ["agent"])
        return self._agents[name]

    def _apply(self, case: _Replaying, event: LogEvent) -> None:
        status, result = case.case.status, self._result
        if case.case.closed:
            self._keep_late(case, event)
            return
        rule = self._mapping.rule(event.activity, status)
        if rule is None:
            raise InvalidInput({event.activity: [f"has no meaning for a case that is {status}"]})
        if not rule.steps:
            result.without_effect[f"{event.activity} in {status}"] += 1
        for step in rule.steps:
            name = step.removeprefix(INSERTED)
            self._take(case, name, event, rule.fields)
            if step.startswith(INSERTED):
                result.inserted[name] += 1
                case.inserted = True
            else:
                result.steps[name] += 1

    def _keep_late(self, case: _Replaying, event: LogEvent) -> None:
        """What came after the end: a message of the customer is late mail, anything else a note.
        The first that would act on the case, and not close it, is where the other system opened
        it again."""
        rules = self._mapping.rules_for(event.activity)
        steps = {name for rule in rules for name in rule.names}
        closes = any(rule.names and rule.names[-1] in self._closing for rule in rules)
        said = event.activity[: forms.LONGEST_TEXT]
        if steps == {CUSTOMER_REPLY}:
            self._cases.comment(case.customer, case.case.number, said)
        else:
            self._cases.comment(self._agent(event), case.case.number, said, "internal")
        if steps - {CUSTOMER_REPLY} and not closes and not case.reopened:
            case.reopened = True
            self._result.reopened[event.activity] += 1
        else:
            self._result.after_end[event.activity] += 1

    def _take(self, case: _Replaying, step: str, event: LogEvent, given: Mapping[str, Any]) -> None:
        """Takes a step: as support where it is offered to them, else as the customer."""
        number = case.case.number
        if step == CUSTOMER_REPLY:
            self._cases.comment(case.customer, number, event.activity)
            self._look_at(case, number)
            return
        form = _form_of(case.view, step)
        if form is not None:
            fields = _filled_in(form, given, event.activity)
            case.view = self._cases.act(self._agent(event), number, step, fields)
            return
        form = _form_of(self._cases.get(case.customer, number), step)
        if form is None:
            with suppress(Forbidden):  # what is the customer's alone says so as theirs
                self._cases.act(self._support, number, step)  # says why it is not possible
        fields = _filled_in(form or {}, given, event.activity)
        self._cases.act(case.customer, number, step, fields)
        self._look_at(case, number)


def _form_of(view: CaseView | None, action: str) -> Schema | None:
    """The form of an action that is possible, empty where it asks nothing."""
    offered = view.actions if view else ()
    return next((a.form or {} for a in offered if a.id == action), None)


def _filled_in(form: Schema, given: Mapping[str, Any], text: str) -> dict[str, Any]:
    return forms.sample(form, {n: v for n, v in given.items() if n in forms.fields(form)}, text)
