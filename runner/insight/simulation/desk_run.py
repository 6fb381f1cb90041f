"""A desk lived through once: the engine of live cases, on a clock that jumps from one instant to
the next. People take turns as the model drew them from the past; agents do one thing at a time.

Decision 0248.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from heapq import heappop, heappush
from itertools import count
from random import Random
from typing import Any

from runner.bpmn import Action, forms
from runner.bpmn.calendar import Calendar
from runner.engine import Process
from runner.errors import CaselaneError
from runner.insight.simulation.desk_model import DeskModel, NewCase
from runner.insight.simulation.habits import PARTIES, Act, Party, Situation
from runner.insight.simulation.roster import WorkingAgent, without
from runner.insight.simulation.traces import CaseTrace
from runner.insight.simulation.turns import MilestoneEnd
from runner.insight.simulation.what_if import Targets
from runner.model import CUSTOMER_REPLY, Due, Step

DAY = timedelta(days=1)

MOST_WAITING = 5_000
"""More cases that are ready and wait for an agent are a desk that does not keep up."""


@dataclass(frozen=True, slots=True)
class Span:
    """The desk is empty at `begin`; what counts is from `start` until before `end`."""

    begin: datetime
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Conditions:
    """`arrivals` multiplies how many cases come, `work` how long work takes. A milestone with one
    of the `targets` is judged by that, and the inbox ordered; what the drawing does when it is
    missed keeps its own."""

    arrivals: float = 1.0
    work: float = 1.0
    targets: Targets = field(default_factory=dict)


@dataclass
class Lived:
    """What came of it: the cases, and by worker the seconds of work and of shifts from the start to
    the end of what counts. `failed` are cases that could not go on, by why. It was `swamped` where
    the desk did not keep up, and ended there."""

    traces: list[CaseTrace] = field(default_factory=list)
    worked: dict[str, float] = field(default_factory=dict)
    on_shift: dict[str, float] = field(default_factory=dict)
    failed: Counter[str] = field(default_factory=Counter)
    swamped: bool = False


@dataclass(eq=False)
class _Living:
    """A simulated case. `turn` grows with each step: what was planned before is void then."""

    number: int
    new: NewCase
    calendar: Calendar
    rng: Random
    trace: CaseTrace
    step: Step | None = None
    turn: int = 0
    timers: int = 0
    due: dict[str, datetime] = field(default_factory=dict)
    own_due: dict[str, datetime] = field(default_factory=dict)
    decided: set[str] = field(default_factory=set)
    ready: datetime | None = None
    act: Act | None = None
    worker: _Agent | None = None
    last: _Agent | None = None


@dataclass(eq=False)
class _Agent:
    worker: WorkingAgent
    calendar: Calendar
    number: int
    case: _Living | None = None
    began: datetime | None = None
    called: bool = False


class DeskRun:
    """One repetition. The same `seed` gives the same, whatever process it runs in."""

    def __init__(
        self, process: Process, model: DeskModel, span: Span, conditions: Conditions, seed: str
    ):
        self._process = process
        self._model = model
        self._span = span
        self._conditions = conditions
        self._seed = seed
        self._desk = process.calendars.default
        self._events: list[tuple[datetime, int, Callable[..., None], tuple[Any, ...]]] = []
        self._order = count()
        self._agents = [self._agent(n, one) for n, one in enumerate(model.workers)]
        self._served = frozenset(team for one in model.workers for team in one.teams)
        self._living: list[_Living] = []
        self._waiting: list[_Living] = []
        self._elements = process.diagram.elements
        self._milestone_of = {
            key: one.properties["milestone"]
            for key, one in self._elements.items()
            if one.properties.get("milestone")
        }
        self._actions = {(a.id, _is_customers(a.audience)): a for a in process.compiled.actions}
        self._filled: dict[tuple[int, str, bool], dict[str, Any]] = {}
        self._lived = Lived()

    def run(self, one_more: Callable[[], None] = lambda: None) -> Lived:
        """`one_more` is called for each case that comes."""
        for number, at, new in self._arriving():
            self._at(at, self._submit, number, new, at, one_more)
        while self._events:
            at, _, do, given = heappop(self._events)
            if at >= self._span.end:
                break
            do(at, *given)
            if len(self._waiting) > MOST_WAITING:
                self._lived.swamped = True
                break
        self._count_loads()
        for case in self._living:
            for name, due in case.own_due.items():
                if name not in case.decided and due < self._span.end:
                    case.trace.milestones.append(MilestoneEnd(name, False, due))
        return self._lived

    # -------------------------------------------------------------- cases

    def _arriving(self) -> Iterator[tuple[int, datetime, NewCase]]:
        """The same cases for the same seed; more of them are copies some minutes later."""
        rng, factor = Random(f"{self._seed}/arrivals"), self._conditions.arrivals
        arrivals = self._model.arrivals.draw(self._span.begin, self._span.end, rng)
        for number, at in enumerate(arrivals):
            new, chance = rng.choice(self._model.mix), rng.random()
            copies = int(factor) + (chance < factor % 1)
            for copy in range(copies):
                yield number + copy * 10_000_000, at + timedelta(seconds=60 * copy), new

    def _submit(
        self, now: datetime, number: int, new: NewCase, at: datetime, one_more: Callable[[], None]
    ) -> None:
        calendar = self._process.calendars.named(new.calendar)
        trace = CaseTrace(str(new.facts.get("priority", "")), at)
        case = _Living(number, new, calendar, Random(f"{self._seed}/{number}"), trace)
        self._lived.traces.append(trace)
        self._living.append(case)
        one_more()
        self._take(case, now, lambda: self._process.start(dict(new.facts), now, calendar), "")

    def _take(self, case: _Living, now: datetime, do: Callable[[], Step], last: str) -> None:
        """Does something to a case. What nobody can do in this drawing ends the case there."""
        try:
            step = do()
        except CaselaneError as error:
            self._free(case, now)
            case.turn += 1
            case.timers += 1
            case.ready = None
            self._lived.failed[_plain(str(error), last)] += 1
            return
        before, case.step = case.step, step
        self._note(case, step)
        moved = before is None or before.status != step.status or bool(last)
        if step.completed:
            case.trace.closed_at = now
        if moved:
            self._free(case, now)
            case.turn += 1
            case.ready = case.act = None
            if not step.completed:
                self._plan(case, now, last or _last_of(step))
        self._wind(case, step)

    def _note(self, case: _Living, step: Step) -> None:
        """What figures are made of."""
        trace = case.trace
        for one in step.happened:
            for effect in one.effects:
                self._note_milestone(case, effect.kind, effect.name, one.at)
                if effect.kind == "moved" and effect.name in case.due.keys() - case.own_due.keys():
                    case.due[effect.name] = effect.details["due"]
            if one.to_status and one.to_status != one.from_status:
                if trace.stays:
                    status, begun, _ = trace.stays[-1]
                    trace.stays[-1] = (status, begun, max(one.at, begun))
                trace.stays.append((one.to_status, one.at, None))
        for timer in step.timers:
            name = self._milestone_of.get(timer.element)
            if name and name not in case.decided and name not in case.due:
                case.due[name] = self._due(case, name, timer, step)

    def _due(self, case: _Living, name: str, timer: Due, step: Step) -> datetime:
        target = self._conditions.targets.get((name, case.trace.priority))
        if target is None or not step.happened:
            return timer.at
        calendar = self._process.calendars.named(timer.calendar)
        case.own_due[name] = calendar.due(step.happened[-1].at, target)
        return case.own_due[name]

    def _note_milestone(self, case: _Living, kind: str, name: str, at: datetime) -> None:
        own = case.own_due.get(name)
        if kind == "missed" and own:
            return
        if own and kind in ("reached", "ended") and at > own:
            kind, at = "missed", own
            case.due.pop(name, None)
        if kind in ("reached", "missed") and name not in case.decided:
            case.trace.milestones.append(MilestoneEnd(name, kind == "reached", at))
            case.decided.add(name)
        if kind in ("reached", "ended"):
            case.due.pop(name, None)
            case.decided.add(name)

    def _wind(self, case: _Living, step: Step) -> None:
        case.timers += 1
        if (due := step.next_due) is not None:
            self._at(due, self._fire, case, case.timers)

    def _fire(self, now: datetime, case: _Living, timers: int) -> None:
        if timers == case.timers and case.step:
            state = case.step.state
            self._take(case, now, lambda: self._process.wake(state, now, case.calendar), "")

    # -------------------------------------------------------------- what people do next

    def _plan(self, case: _Living, now: datetime, last: str) -> None:
        """Draws what each party would do next, if nothing came first."""
        assert case.step
        there = Situation(case.step.status, last, case.trace.priority)
        for party in PARTIES:
            possible = self._possible(case.step, party)
            act = self._model.habits.draw(party, there, possible, case.rng)
            if act is None:
                continue
            if party == "support":
                case.act = act
                if act.at_once and case.last and case.last.case is None and not act.delay:
                    self._begin(now, case.last, case)
                    continue
                self._at(self._desk.after(now, act.delay), self._come_up, case, case.turn)
            else:
                at = now + timedelta(seconds=act.delay)
                self._at(at, self._others_act, case, case.turn, party, act)

    def _possible(self, step: Step, party: Party) -> frozenset[str]:
        match party:
            case "program":
                return frozenset(
                    task for task in self._elements
                    if (name := self._elements[task].message) and name in step.messages
                    and name != CUSTOMER_REPLY
                )  # fmt: skip
            case "customer":
                reply = {CUSTOMER_REPLY} & set(step.messages)
                mine = {o.action for o in step.offers if _is_customers(o.audience)}
                return frozenset(mine | reply)
        return frozenset(o.action for o in step.offers if not _is_customers(o.audience))

    def _others_act(self, now: datetime, case: _Living, turn: int, party: Party, act: Act) -> None:
        if turn == case.turn and case.step:
            self._take(case, now, self._doing(case, act, party, now), act.what)

    def _doing(self, case: _Living, act: Act, party: Party, now: datetime) -> Callable[[], Step]:
        """The act, to be carried out."""
        assert case.step
        process, state, calendar = self._process, case.step.state, case.calendar
        by = -1 - case.last.number if party == "support" and case.last else None
        if party == "program":
            message = self._elements[act.what].message or ""
            values = {k: v for k, v in act.values.items() if not isinstance(v, list)}
            return lambda: process.deliver(state, message, values, now, calendar)
        if act.what == CUSTOMER_REPLY:
            return lambda: process.deliver(state, CUSTOMER_REPLY, {}, now, calendar)
        values = self._values(act, party == "customer")
        return lambda: process.act(state, act.what, values, now, calendar, by=by)

    def _values(self, act: Act, customers: bool) -> dict[str, Any]:
        """What was filled in then, and something where a form asks for what nobody filled in."""
        key = (id(act), act.what, customers)
        if key not in self._filled:
            action: Action | None = self._actions.get((act.what, customers))
            form = action.form if action else None
            fields = forms.fields(form or {})
            kept = {k: v for k, v in act.values.items() if k in fields and v is not None}
            self._filled[key] = forms.submit(form, forms.sample(form or {}, kept))
        return self._filled[key]

    # -------------------------------------------------------------- agents

    def _agent(self, number: int, worker: WorkingAgent) -> _Agent:
        """A worker, with the days on which they are not there."""
        calendar = worker.calendar
        if worker.presence < 1:
            rng = Random(f"{self._seed}/days/{worker.key}")
            day, last = self._span.begin.date() - DAY, (self._span.end + 30 * DAY).date()
            away = []
            while day <= last:
                if rng.random() >= worker.presence:
                    away.append(day)
                day += DAY
            calendar = without(calendar, away)
        return _Agent(worker, calendar, number)

    def _come_up(self, now: datetime, case: _Living, turn: int) -> None:
        """A case is ready to be worked on."""
        if turn == case.turn and case.ready is None:
            case.ready = now
            bound = case.rng.random() < self._model.same
            case.worker = case.last if bound else None
            self._waiting.append(case)
            self._call(now, case)

    def _call(self, now: datetime, case: _Living) -> None:
        """Whoever is free and may take it looks into the inbox, now or when their shift begins."""
        first = case.number % len(self._agents)
        for agent in (*self._agents[first:], *self._agents[:first]):
            if agent.case is None and not agent.called and self._may_take(agent, case):
                self._look_later(now, agent)
                if agent.case is case:
                    return

    def _look_later(self, now: datetime, agent: _Agent) -> None:
        opens = agent.calendar.opens(now)
        if opens is None:
            return
        if opens <= now:
            self._look(now, agent)
        else:
            agent.called = True
            self._at(opens, self._arrive, agent)

    def _arrive(self, now: datetime, agent: _Agent) -> None:
        agent.called = False
        if agent.case is None:
            self._look(now, agent)

    def _may_take(self, agent: _Agent, case: _Living) -> bool:
        """Cases of a team that nobody works for are everybody's."""
        if case.worker is not None:
            return case.worker is agent
        return case.new.team in agent.worker.teams or case.new.team not in self._served

    def _look(self, now: datetime, agent: _Agent) -> None:
        """Takes the most urgent case, as the inbox orders them: what is due first, then what has
        waited longest."""
        mine = [case for case in self._waiting if self._may_take(agent, case)]
        if not mine:
            return
        case = min(mine, key=_urgency)
        self._waiting.remove(case)
        self._begin(now, agent, case)

    def _begin(self, now: datetime, agent: _Agent, case: _Living) -> None:
        assert case.act
        agent.case, agent.began, case.ready = case, now, case.ready or now
        seconds = case.act.work * self._conditions.work
        self._at(agent.calendar.after(now, seconds), self._finish, agent, case, case.turn)

    def _finish(self, now: datetime, agent: _Agent, case: _Living, turn: int) -> None:
        """Work is done: the act happens, and the next case is looked for."""
        if agent.case is not case or turn != case.turn:
            return
        assert case.step
        assert case.act
        self._release(now, agent)
        case.last = agent
        if case.act.what in self._possible(case.step, "support"):
            doing = self._doing(case, case.act, "support", now)
            self._take(case, now, doing, case.act.what)
        else:
            self._plan(case, now, _last_of(case.step))
        if agent.case is None and self._waiting:
            self._look_later(now, agent)

    def _free(self, case: _Living, now: datetime) -> None:
        """The case went on without who worked at it, or waited."""
        if case.ready is None:
            return
        if case in self._waiting:
            self._waiting.remove(case)
            return
        for agent in self._agents:
            if agent.case is case:
                self._release(now, agent)
                self._at(now, self._arrive, agent)

    def _release(self, now: datetime, agent: _Agent) -> None:
        assert agent.began
        self._count(agent, agent.began, now)
        agent.case = agent.began = None

    def _count(self, agent: _Agent, began: datetime, until: datetime) -> None:
        low, high = max(began, self._span.start), min(until, self._span.end)
        if low < high:
            key, worked = agent.worker.key, self._lived.worked
            worked[key] = worked.get(key, 0) + agent.calendar.between(low, high).total_seconds()

    def _count_loads(self) -> None:
        for agent in self._agents:
            if agent.began:
                self._count(agent, agent.began, self._span.end)
            shift = agent.calendar.between(self._span.start, self._span.end)
            self._lived.on_shift[agent.worker.key] = shift.total_seconds()

    def _at(self, at: datetime, do: Callable[..., None], *given: Any) -> None:
        heappush(self._events, (at, next(self._order), do, given))


def _is_customers(audience: str) -> bool:
    return audience.lower() == "customer"


def _urgency(case: _Living) -> tuple[bool, datetime, int]:
    first = min(case.due.values(), default=None)
    assert case.ready
    return first is None, first or case.ready, case.number


def _last_of(step: Step) -> str:
    """The step that brought a case where it is, if nobody took it."""
    return step.happened[-1].element if step.happened else ""


def _plain(text: str, last: str) -> str:
    return f"After '{last}': {text}" if last else text
