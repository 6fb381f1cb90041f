"""Model checking: does a policy hold whatever happens? If not, the shortest way to break it."""

from __future__ import annotations

import tomllib
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from runner.bpmn import Diagram, Element
from runner.bpmn.files import POLICIES_FILE, UNREADABLE_TOML
from runner.errors import DiagramError
from runner.gate.policies.facts import DiagramFacts
from runner.gate.policies.policy import Policy, PolicyProblem, parse_policies
from runner.gate.policies.watching import Watch
from runner.gate.soundness import Space, Undecided, whole
from runner.model import Finding

RULE = "policy"


@dataclass(frozen=True, slots=True)
class Transition:
    """What can happen between two states in which everybody waits."""

    event: str
    path: tuple[str, ...]
    facts: frozenset[str]
    target: int


@dataclass(frozen=True)
class States:
    """Where everybody waits, and the steps out of each state. 0 is before the submission."""

    diagram_facts: DiagramFacts
    steps: dict[int, list[Transition]]
    waiting: dict[int, tuple[str, ...]]
    """The elements at which tokens wait."""

    def statuses(self, state: int) -> set[str]:
        elements = self.diagram_facts.diagram.elements
        found = {self.diagram_facts.status(elements[key]) for key in self.waiting.get(state, ())}
        return {f"status {status}" for status in found if status}


def unreadable(diagram: Diagram) -> list[Finding]:
    """What is wrong with the file of policies itself."""
    text = diagram.files.get(POLICIES_FILE)
    return [] if text is None else _unreadable(text, DiagramFacts(diagram))


def findings(diagram: Diagram) -> list[Finding]:
    """The policies of a diagram that cannot be read, and those that it breaks, each with the
    shortest way."""
    text = diagram.files.get(POLICIES_FILE)
    if text is None:
        return []
    diagram_facts = DiagramFacts(diagram)
    policies, _ = parse_policies(text, diagram_facts)
    found = _unreadable(text, diagram_facts)
    try:
        states = states_of(whole(diagram), diagram_facts)
    except Undecided as undecided:
        why = f"Whether the policies of {POLICIES_FILE} are kept was not decided: {undecided}"
        return [*found, Finding(RULE, why, severity="warning", file=POLICIES_FILE)]
    return [*found, *(finding for policy in policies for finding in _check(policy, states))]


def breaks(diagram: Diagram, policies: Iterable[Policy]) -> dict[str, str]:
    """How a diagram breaks policies, by their names; also those of which it was not decided."""
    diagram_facts = DiagramFacts(diagram)
    try:
        states = states_of(whole(diagram), diagram_facts)
    except Undecided as undecided:
        return {policy.name: str(undecided) for policy in policies}
    found = {policy.name: next(_check(policy, states), None) for policy in policies}
    return {name: finding.message for name, finding in found.items() if finding}


def _unreadable(text: str, diagram_facts: DiagramFacts) -> list[Finding]:
    _, problems = parse_policies(text, diagram_facts)
    problems = [*_wrong_process(text, diagram_facts.diagram.process), *problems]
    return [
        Finding(RULE, problem.message, file=POLICIES_FILE, line=problem.line)
        for problem in problems
    ]


def _wrong_process(text: str, process: str) -> Iterator[PolicyProblem]:
    """Policies name the process that they are about: it is what they are kept by."""
    try:
        named = str(tomllib.loads(text).get("process", ""))
    except UNREADABLE_TOML:
        return  # told already
    if not named:
        yield PolicyProblem(
            f"{POLICIES_FILE} does not say which process it is about: deploying would leave it "
            f'out. Write `process = "{process}"` in its first line.'
        )
    elif named != process:
        yield PolicyProblem(
            f"{POLICIES_FILE} is about '{named}', the diagram about '{process}': deploying would "
            f'leave it out. Write `process = "{process}"`.'
        )


def broken(diagram: Diagram) -> str:
    """The first policy that a diagram breaks, in a sentence; '' when it keeps all."""
    found = [f for f in findings(diagram) if f.severity == "error" or f.path]
    return found[0].message if found else ""


# ------------------------------------------------------------------ states and steps


@dataclass(frozen=True, slots=True)
class PossibleStep:
    """Something that can happen: in which status, '' before the submission; which action, message
    or timer; to which statuses it leads. `way` are the labels of a shortest way, itself the last,
    `path` the elements and flows of that way."""

    status: str
    event: str
    leads_to: frozenset[str]
    way: tuple[str, ...]
    path: tuple[str, ...]


def possible_steps(diagram: Diagram) -> Iterator[PossibleStep]:
    """Everything that can happen in a diagram, shortest ways first. Raises Undecided."""
    diagram_facts = DiagramFacts(diagram)
    states = states_of(whole(diagram), diagram_facts)
    for state, way in _breadth_first(states):
        before = sorted(name.removeprefix("status ") for name in states.statuses(state)) or [""]
        for step in states.steps[state]:
            whole_way = [*way, step]
            after = states.statuses(step.target) or {
                fact for fact in step.facts if fact.startswith("status ")
            }
            for status in before:
                yield PossibleStep(
                    status,
                    step.event,
                    frozenset(name.removeprefix("status ") for name in after),
                    tuple(diagram_facts.label(one.event) for one in whole_way),
                    tuple(key for one in whole_way for key in _through(one)),
                )


def states_of(space: Space, diagram_facts: DiagramFacts) -> States:
    """The markings of the token game at which the case waits, as states. Raises Undecided."""
    steps: dict[int, list[Transition]] = {0: []}
    waiting: dict[int, tuple[str, ...]] = {}
    todo: list[int] = []

    def reached(marking: int) -> int:
        if marking + 1 not in steps:
            steps[marking + 1] = []
            waiting[marking + 1] = _waiting(space, marking)
            todo.append(marking)
        return marking + 1

    begin = diagram_facts.diagram.start.id
    for first in space.starts:
        arc = space.first[first]
        for path, marking in _settled(space, first):
            way = (arc.firing.path if arc else ()) + path
            facts = diagram_facts.facts(begin, way, ())
            steps[0].append(Transition(begin, way, facts, reached(marking)))
    while todo:
        here = todo.pop()
        before = {
            diagram_facts.status(diagram_facts.diagram.elements[key]) for key in waiting[here + 1]
        }
        for arc in space.arcs[here]:
            firing = arc.firing
            for path, marking in _settled(space, arc.target):
                way = firing.path + path
                for side in firing.audiences or (None,):
                    facts = diagram_facts.facts(firing.event, way, before, side)
                    steps[here + 1].append(Transition(firing.event, way, facts, reached(marking)))
    return States(diagram_facts, steps, waiting)


MOST_WAYS = 20_000
"""Automatic steps between two waits, on all ways together: twenty gateways in a row have a million
ways."""


def _settled(space: Space, start: int) -> Iterator[tuple[tuple[str, ...], int]]:
    """The markings at which everything waits again, and the way to each. A loop without a wait
    leads to none: soundness reports it. Raises Undecided for more ways than are followed.
    """
    todo: list[tuple[tuple[str, ...], int, frozenset[int]]] = [((), start, frozenset())]
    followed = 0
    while todo:
        followed += 1
        if followed > MOST_WAYS:
            raise Undecided(f"more than {MOST_WAYS:,} ways lead from one wait to the next.")
        path, marking, seen = todo.pop()
        arcs = space.arcs[marking]
        if not arcs or arcs[0].firing.event:
            yield path, marking
            continue
        for arc in arcs:
            if arc.target not in seen:
                todo.append((path + arc.firing.path, arc.target, seen | {marking}))


def _waiting(space: Space, marking: int) -> tuple[str, ...]:
    net = space.net
    tokens = space.markings[marking]
    hosts = {host for token in tokens for host in net.hosts(token.place)}
    return tuple(net.element_of(t.place).id for t in tokens if t.place not in hosts)


# ------------------------------------------------------------------ policies


def _check(policy: Policy, states: States) -> Iterator[Finding]:
    if policy.template == "always":
        yield from _check_always(policy, states)
    elif policy.template == "within":
        yield from _check_within(policy, states)
    else:
        yield from _check_steps(policy, states)


def _check_steps(policy: Policy, states: States) -> Iterator[Finding]:
    """Every run is watched; what has been seen so far is part of the state."""
    watch = Watch(policy)
    came: dict[tuple[int, bool], tuple[tuple[int, bool], Transition] | None] = {(0, False): None}
    todo = deque(came)
    while todo:
        here = todo.popleft()
        for step in states.steps[here[0]]:
            wrong, seen = watch.step(step.facts, here[1])
            if wrong:
                yield _broken(policy, states, [*_way(came, here), step], wrong)
                return
            there = (step.target, seen)
            if there not in came:
                came[there] = (here, step)
                todo.append(there)


def _check_always(policy: Policy, states: States) -> Iterator[Finding]:
    """While a status lasts something is possible at once; without `while`: it can still come."""
    can = possible_at(policy, states)
    for state, way in _breadth_first(states):
        if is_asked(policy, states, state) and state not in can:
            listed = " or ".join(f"'{fact}'" for fact in policy.facts)
            wrong = (
                f"then {listed} is not possible at once"
                if policy.during
                else f"then {listed} is not possible any more"
            )
            yield _broken(policy, states, way, wrong)
            return


def possible_at(policy: Policy, states: States) -> set[int]:
    """The states in which what an `always` asks for is possible."""
    can = {state for state, steps in states.steps.items() if _offers(policy, steps)}
    if not policy.during:
        before: dict[int, list[int]] = {}
        for state, steps in states.steps.items():
            for step in steps:
                before.setdefault(step.target, []).append(state)
        todo = list(can)
        while todo:
            for state in before.get(todo.pop(), ()):
                if state not in can:
                    can.add(state)
                    todo.append(state)
    return can


def is_asked(policy: Policy, states: States, state: int) -> bool:
    """Whether an `always` says anything of a state."""
    if policy.during:
        return bool(states.statuses(state).intersection(policy.during))
    return bool(states.waiting.get(state))


def _offers(policy: Policy, steps: list[Transition]) -> bool:
    return any(fact in step.facts for step in steps for fact in policy.facts)


def _check_within(policy: Policy, states: States) -> Iterator[Finding]:
    """Decided on the timers of the activities at which cases of the status wait, and of the
    sub-processes that begin with such a wait."""
    told: set[str] = set()
    for state, way in _breadth_first(states):
        if not states.statuses(state).intersection(policy.during):
            continue
        for key in states.waiting[state]:
            element = states.diagram_facts.diagram.elements[key]
            if key in told or f"status {states.diagram_facts.status(element)}" not in policy.during:
                continue
            told.add(key)
            verdict = _in_time(policy, states, element)
            if verdict == "unknown":
                yield Finding(
                    RULE,
                    f"Whether “{policy.sentence}” is kept at '{element.label}' was not decided: "
                    "its timers wait for a date, or count another kind of time.",
                    "Give the activity a timer with a duration, in the same time.",
                    "warning", key, element.name, element.line, POLICIES_FILE,
                )  # fmt: skip
            elif verdict == "late":
                listed = " or ".join(f"'{fact}'" for fact in policy.facts)
                yield _broken(
                    policy, states, way, f"no timer makes {listed} happen in time", element
                )


def _in_time(policy: Policy, states: States, element: Element) -> str:
    """`kept`, `late`, or `unknown` where a timer that would do it cannot be compared."""
    verdict = "late"
    diagram = states.diagram_facts.diagram
    hosts = (element, *_begun_with(states, element))
    for event in (event for host in hosts for event in diagram.boundary_events(host.id)):
        if not event.timer_kind or not _always_does(policy, states, event.id):
            continue
        try:
            timer = event.timer()
        except DiagramError:
            continue
        length, limit = timer.duration, policy.limit
        if (
            length is None
            or limit is None
            or length.months
            or limit.months
            or timer.business != policy.business
        ):
            verdict = "unknown"
        elif length.days <= limit.days and length.seconds <= limit.seconds:
            return "kept"
    return verdict


def _begun_with(states: States, element: Element) -> Iterator[Element]:
    """The sub-processes around an element that every token enters on its way to it, with no wait
    in between: a timer on their border starts when the wait does."""
    paths = [step.path for steps in states.steps.values() for step in steps]
    ways = [path[: path.index(element.id)] for path in paths if element.id in path]
    elements = states.diagram_facts.diagram.elements
    around = elements.get(element.container)
    while around is not None and all(around.id in way for way in ways):
        yield around
        around = elements.get(around.container)


def _always_does(policy: Policy, states: States, event: str) -> bool:
    rings = [step for steps in states.steps.values() for step in steps if step.event == event]
    return bool(rings) and all(any(fact in step.facts for fact in policy.facts) for step in rings)


# ------------------------------------------------------------------ ways


def _breadth_first(states: States) -> Iterator[tuple[int, list[Transition]]]:
    """Every state, with a shortest way there."""
    came: dict[int, tuple[int, Transition] | None] = {0: None}
    todo = deque([0])
    while todo:
        here = todo.popleft()
        yield here, list(_way(came, here))
        for step in states.steps[here]:
            if step.target not in came:
                came[step.target] = (here, step)
                todo.append(step.target)


def _way(came: dict, here: object) -> list[Transition]:
    way = []
    while came[here] is not None:
        here, step = came[here]
        way.append(step)
    return way[::-1]


def _broken(
    policy: Policy, states: States, way: list[Transition], wrong: str, at: Element | None = None
) -> Finding:
    diagram = states.diagram_facts.diagram
    last = at.id if at else way[-1].event
    item = diagram.elements.get(last) or diagram.flows.get(last)
    said = " → ".join(states.diagram_facts.label(step.event) for step in way)
    return Finding(
        RULE,
        f"This breaks the policy “{policy.sentence}” ('{policy.name}'): {said}: {wrong}.",
        f"Change the diagram; or the policy in {POLICIES_FILE}, when it no longer holds.",
        policy.severity,
        element=last,
        name=item.name if item else "",
        line=item.line if item else 0,
        path=tuple(key for step in way for key in _through(step)),
    )


def _through(step: Transition) -> tuple[str, ...]:
    return step.path if step.event in step.path else (step.event, *step.path)
