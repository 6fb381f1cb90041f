"""How a live case stands with the policies of a version: what it broke, what may break next, and
what has to happen until when. Decision 0303."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, cached_property, lru_cache

from runner.bpmn import WAITING_TASKS, Diagram
from runner.bpmn.calendar import Calendar
from runner.bpmn.files import POLICIES_FILE
from runner.errors import CalendarError, ConfigError
from runner.gate.policies.checking import States, is_asked, possible_at, states_of
from runner.gate.policies.facts import DiagramFacts
from runner.gate.policies.policy import Policy, read_policies
from runner.gate.policies.watching import WATCHED, Watch
from runner.gate.soundness import Undecided, whole
from runner.model import Event, PolicyVerdict

_KEPT_ROUTES = 4096
"""Steps whose facts are kept: all cases take the same few hundred."""


@dataclass(frozen=True, slots=True)
class LiveCase:
    """A case as its history tells it, and the elements at which it waits: none once it is closed,
    None where it waits on another version."""

    history: Sequence[Event]
    calendar: Calendar
    waits_at: frozenset[str] | None


@dataclass(frozen=True, slots=True)
class _LiveStep:
    event: Event
    facts: frozenset[str]


_Now = tuple[frozenset[int], datetime]
"""The states in which a case may be, none where it does not wait here; and since when."""


class PolicyWatch:
    """The policies of one version, which judge case by case. What the drawing makes possible is
    worked out once."""

    def __init__(self, version_id: int, diagram: Diagram):
        self._id = version_id
        self._diagram = diagram
        self._diagram_facts = DiagramFacts(diagram)
        self._facts = lru_cache(_KEPT_ROUTES)(self._diagram_facts.happened)
        self._may_break = cache(self._next_break)
        self._missing = cache(self._what_is_missing)
        self._after = lru_cache(_KEPT_ROUTES)(self._next_states)

    @cached_property
    def policies(self) -> tuple[Policy, ...]:
        """None, where the version has no policies that can be read."""
        text = self._diagram.files.get(POLICIES_FILE)
        try:
            return read_policies(text, self._diagram_facts) if text else ()
        except ConfigError:
            return ()

    def verdicts(self, case: LiveCase) -> Iterator[PolicyVerdict]:
        """One for each policy that the case does not simply keep."""
        if not self.policies:
            return
        steps = [_LiveStep(event, self._facts_at(event)) for event in case.history if _moved(event)]
        here = self._states_of(steps, case) if case.waits_at else frozenset()
        last = case.history[-1].at
        for policy in self.policies:
            if policy.template in WATCHED:
                found = self._watched(policy, steps, (here, last))
            elif policy.template == "within":
                found = self._in_time(policy, steps, case)
            else:
                found = self._possible(policy, (here, last))
            if found is not None:
                yield found

    # ------------------------------------------------------------------ what happened

    def _watched(
        self, policy: Policy, steps: Sequence[_LiveStep], now: _Now
    ) -> PolicyVerdict | None:
        watch, seen = Watch(policy), False
        for step in steps:
            wrong, seen = watch.step(step.facts, seen)
            if wrong and step.event.version_id == self._id:
                return PolicyVerdict(self._id, policy.name, "broken", wrong, step.event.at)
        here, last = now
        wrong = self._may_break(policy, here, seen)
        return PolicyVerdict(self._id, policy.name, "at_risk", wrong, last) if wrong else None

    def _in_time(
        self, policy: Policy, steps: Sequence[_LiveStep], case: LiveCase
    ) -> PolicyVerdict | None:
        """Of each stay in a status that began on this version. The first that was too long counts,
        else that in which the case is now."""
        what = " or ".join(f"'{fact}'" for fact in policy.facts)
        for start, end, within in _stays(policy, steps):
            due = _due(policy, case.calendar, start.event.at)
            if due is None or start.event.version_id != self._id:
                continue
            done = next((one.event.at for one in within if _has(policy, one)), end)
            if done is None:
                found = f"{what} has to happen", start.event.at, due
                return PolicyVerdict(self._id, policy.name, "waits", *found)
            if done > due:
                return PolicyVerdict(
                    self._id, policy.name, "broken", f"{what} did not happen in time", due
                )
        return None

    # ------------------------------------------------------------------ what is possible

    def _possible(self, policy: Policy, now: _Now) -> PolicyVerdict | None:
        here, last = now
        wrong = self._missing(policy, here)
        return PolicyVerdict(self._id, policy.name, "broken", wrong, last) if wrong else None

    def _next_break(self, policy: Policy, here: frozenset[int], seen: bool) -> str:
        """How the next step may break a policy; '' where none does. Of several states in which the
        case may be each has to have one: what is not known alarms nobody."""
        if self._states is None:
            return ""
        watch, wrong = Watch(policy), ""
        for state in sorted(here):
            steps = self._states.steps[state]
            found = ((one, watch.step(one.facts, seen)[0]) for one in steps)
            step, wrong = next(((one, what) for one, what in found if what), (None, ""))
            if step is None:
                return ""
            wrong = f"{self._diagram_facts.label(step.event)}: {wrong}"
        return wrong

    def _what_is_missing(self, policy: Policy, here: frozenset[int]) -> str:
        """What an `always` asks for and nobody can do; '' where it is possible, or not known."""
        states = self._states
        if states is None or not here:
            return ""
        can = possible_at(policy, states)
        if any(state in can or not is_asked(policy, states, state) for state in here):
            return ""
        listed = " or ".join(f"'{fact}'" for fact in policy.facts)
        if policy.during:
            return f"{listed} is not possible at once"
        return f"{listed} is not possible any more"

    def _states_of(self, steps: Sequence[_LiveStep], case: LiveCase) -> frozenset[int]:
        """The states in which a case may be: those to which its steps lead from the beginning, as
        far as it went its whole way on this version; of these, where it waits at its tasks."""
        assert case.waits_at is not None
        waiting = self._at.get(case.waits_at, frozenset())
        here = frozenset({0}) if waiting else frozenset()
        for step in steps:
            here = self._after(here, step.event.element, frozenset(step.event.path))
        return here & waiting or waiting

    def _next_states(
        self, here: frozenset[int], event: str, path: frozenset[str]
    ) -> frozenset[int]:
        steps = self._states.steps if self._states else {}
        return frozenset(
            step.target
            for state in here
            for step in steps[state]
            if step.event == event and path == frozenset(step.path)
        )

    @cached_property
    def _states(self) -> States | None:
        """None, where there are too many to be worked out: what comes next is not known then."""
        try:
            return states_of(whole(self._diagram), self._diagram_facts)
        except Undecided:
            return None

    @cached_property
    def _at(self) -> dict[frozenset[str], frozenset[int]]:
        """States by the tasks at which a case waits in them."""
        found: dict[frozenset[str], set[int]] = {}
        elements = self._diagram_facts.diagram.elements
        for state, waiting in (self._states.waiting if self._states else {}).items():
            tasks = frozenset(key for key in waiting if elements[key].kind in WAITING_TASKS)
            found.setdefault(tasks, set()).add(state)
        return {tasks: frozenset(states) for tasks, states in found.items()}

    # ------------------------------------------------------------------ facts

    def _facts_at(self, event: Event) -> frozenset[str]:
        return self._facts(event.element, event.path, event.from_status, event.audience)


def _moved(event: Event) -> bool:
    """Whether tokens moved, as in `conformance`."""
    return event.element is not None and bool(event.path)


def _has(policy: Policy, step: _LiveStep) -> bool:
    return not step.facts.isdisjoint(policy.facts)


def _due(policy: Policy, calendar: Calendar, start: datetime) -> datetime | None:
    """None where the calendar cannot tell."""
    assert policy.limit is not None
    try:
        return (
            calendar.due(start, policy.limit)
            if policy.business
            else policy.limit.elapsed_from(start)
        )
    except (CalendarError, OverflowError):
        return None


def _stays(
    policy: Policy, steps: Sequence[_LiveStep]
) -> Iterator[tuple[_LiveStep, datetime | None, Sequence[_LiveStep]]]:
    """Each stay in a status of the policy: the step that began it, when it ended (None: it has
    not), and the steps meanwhile; that which ended it is the last of them."""
    begun: int | None = None
    for number, step in enumerate(steps):
        after = step.event.to_status
        if after is None or after == step.event.from_status:
            continue
        if begun is not None:
            yield steps[begun], step.event.at, steps[begun + 1 : number + 1]
        begun = number if f"status {after}" in policy.during else None
    if begun is not None:
        yield steps[begun], None, steps[begun + 1 :]
