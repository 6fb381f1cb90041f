"""Policies that every past case kept, and that nobody has written down.

What a policy is about is counted over all histories, read once. `always` and `within` are about
what is possible: what cases did says which are worth asking, and the drawings on which they were
say whether it held there (decision 0262).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from runner.bpmn import Diagram
from runner.bpmn.files import POLICIES_FILE
from runner.bpmn.toml_text import toml_value
from runner.errors import DiagramError
from runner.gate.policies.checking import breaks
from runner.gate.policies.facts import ANYTHING, TIMER, DiagramFacts
from runner.gate.policies.policy import Policy, parse_policies
from runner.model import PastStep

FEWEST = 3
"""Cases that have to speak for a policy."""

MOST = 60
"""Proposals in one answer: those with the most cases."""

_CAUSES = ("action ", "message ", "timer ")
_EFFECTS = ("status ", "notify ", "flag ", "resolution ")
_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Proposal:
    """A policy that no past case broke: its template as in docs/policies.md, its keys as in
    policies.toml, without name and sentence, and how many cases speak for it. `broken` says by
    which way the draft would break it, '' where it keeps it."""

    name: str
    template: str
    keys: Mapping[str, Any]
    cases: int
    broken: str = ""


def propose(
    past: Iterable[PastStep], diagram_of: Callable[[int], Diagram], draft: Diagram
) -> tuple[Proposal, ...]:
    """In the words of a draft, and without what its policies say already: first those that the
    draft breaks, then by the number of cases. `past` as for `conformance`."""
    facts = DiagramFacts(draft)
    gathered = _gather(past, diagram_of, draft.process)
    found = [one for one in _candidates(gathered, facts) if one.cases >= FEWEST]
    found = _unsaid(_named(found), draft, facts)
    found.sort(key=lambda one: (-one.cases, one.name))
    possible = [one for one in found if one.template in ("always", "within")]
    drawings = {diagram.data: diagram for diagram in map(diagram_of, gathered.versions)}
    kept = _kept_on(possible, drawings.values())
    found = [one for one in found if one not in possible or one.name in kept][:MOST]
    policies, _ = parse_policies(_text(found), facts)
    wrong = breaks(draft, policies)
    known = {policy.name for policy in policies}
    judged = [
        replace(one, broken=_how(wrong.get(one.name, ""), one.name))
        for one in found
        if one.name in known
    ]
    return tuple(sorted(judged, key=lambda one: not one.broken))


# ------------------------------------------------------------------ what happened


class _Gathered:
    """What all cases have in common. `effects` and `before` hold, for each fact, what every step
    with it led to, and which actions came before it or in it, in every case; `goes_on` the statuses
    after which something happened, `by_time` what timers led to."""

    def __init__(self) -> None:
        self.cases: Counter[str] = Counter()
        self.effects: dict[str, set[str]] = {}
        self.before: dict[str, set[str]] = {}
        self.goes_on: set[str] = set()
        self.by_time: set[str] = set()
        self.versions: set[int] = set()

    def add(self, life: list[frozenset[str]]) -> None:
        seen: set[str] = set()
        actions: set[str] = set()
        for facts in life:
            self.goes_on |= {fact for fact in seen if fact.startswith("status ")}
            actions |= {fact for fact in facts if fact.startswith("action ")}
            led = {fact for fact in facts if fact.startswith(_EFFECTS)}
            self.by_time |= led if TIMER in facts else set()
            for fact in facts:
                if fact.startswith(_CAUSES):
                    self._narrow(self.effects, fact, led)
                if fact not in seen:
                    self._narrow(self.before, fact, actions - {fact})
            seen |= facts
        self.cases.update(seen)

    @staticmethod
    def _narrow(of: dict[str, set[str]], fact: str, found: set[str]) -> None:
        if fact in of:
            of[fact] &= found
        else:
            of[fact] = set(found)


def _gather(
    past: Iterable[PastStep], diagram_of: Callable[[int], Diagram], process: str
) -> _Gathered:
    """Of the cases of one lifecycle."""
    gathered, facts_of = _Gathered(), {}
    for _case, rows in groupby(past, lambda step: step.case_id):
        life = []
        for step in rows:
            if step.version_id not in facts_of:
                facts_of[step.version_id] = DiagramFacts(diagram_of(step.version_id))
            of = facts_of[step.version_id]
            if of.diagram.process == process:
                life.append(of.happened(step.element, step.path, step.before, step.side))
                gathered.versions.add(step.version_id)
        gathered.add(life)
    return gathered


# ------------------------------------------------------------------ what could be said of it


def _candidates(gathered: _Gathered, facts: DiagramFacts) -> Iterator[Proposal]:
    yield from _leads_to(gathered, facts)
    yield from _only_after(gathered, facts)
    yield from _never(gathered, facts)
    yield from _always(gathered, facts)
    yield from _within(gathered, facts)


def _leads_to(gathered: _Gathered, facts: DiagramFacts) -> Iterator[Proposal]:
    for cause in _known(gathered.effects, facts):
        if led := sorted(gathered.effects[cause] & facts.vocabulary):
            yield Proposal("", "leads to", {"when": cause, "leads_to": led}, gathered.cases[cause])


def _only_after(gathered: _Gathered, facts: DiagramFacts) -> Iterator[Proposal]:
    """An action and the end of a case; of what came before the last that is needed."""
    ends = {f"status {name}" for name in _final(facts)}
    needs = {one: gathered.before.get(one, set()) & facts.vocabulary for one in gathered.before}
    for one in _known(needs, facts, ("action ", *ends)):
        for other in sorted(needs[one]):
            # Of actions that always come together the first by name stands for all.
            between = (third for third in needs[one] - {other} if other in needs[third])
            if not any(third not in needs[other] or third < other for third in between):
                yield Proposal(
                    "", "only after", {"when": one, "only_after": other}, gathered.cases[one]
                )


def _never(gathered: _Gathered, facts: DiagramFacts) -> Iterator[Proposal]:
    final = [f"status {name}" for name in sorted(_final(facts))]
    for end in final:
        if gathered.cases[end] and end not in gathered.goes_on:
            keys = {"after": end, "never": ANYTHING}
            yield Proposal("", "never", keys, gathered.cases[end])
        if end not in gathered.by_time:
            keys = {"when": TIMER, "never": end}
            yield Proposal("", "never", keys, gathered.cases[TIMER])
    for action in _known(gathered.cases, facts, ("action ",)):
        for side in sorted(facts.audiences & {"Customer", "Support"}):
            if f"{action} by {side}" not in gathered.cases:
                yield Proposal(
                    "", "never", {"never": f"{action} by {side}"}, gathered.cases[action]
                )


def _always(gathered: _Gathered, facts: DiagramFacts) -> Iterator[Proposal]:
    for status in sorted(facts.statuses):
        for fact in _known(gathered.cases, facts, ("action ", "message ")):
            if count := gathered.cases[f"{fact} in {status}"]:
                keys = {"while": f"status {status}", "always": fact}
                yield Proposal("", "always", keys, count)


def _within(gathered: _Gathered, facts: DiagramFacts) -> Iterator[Proposal]:
    for timer in _known(gathered.effects, facts, ("timer ",)):
        element = facts.diagram.elements[timer.removeprefix("timer ")]
        if element.timer_kind != "duration":
            continue
        business = {"time": "business"} if element.timer().business else {}
        for status in sorted(facts.statuses):
            for led in sorted(gathered.effects[timer] & facts.vocabulary):
                keys = {"while": f"status {status}", "within": element.timer_text, "happens": led}
                count = gathered.cases[f"{timer} in {status}"]
                yield Proposal("", "within", {**keys, **business}, count)


def _final(facts: DiagramFacts) -> frozenset[str]:
    ends = (one for one in facts.diagram.elements.values() if one.kind == "endEvent")
    return frozenset(filter(None, (one.properties.get("status") for one in ends)))


def _known(among: Iterable[str], facts: DiagramFacts, of: tuple[str, ...] = _CAUSES) -> list[str]:
    return sorted(fact for fact in among if fact in facts.vocabulary and fact.startswith(of))


# ------------------------------------------------------------------ what of it is new, and held


def _how(message: str, name: str) -> str:
    """The way alone: a proposal has no name yet that people know."""
    return message.rpartition(f"('{name}'): ")[2]


def _named(found: Iterable[Proposal]) -> list[Proposal]:
    return [replace(one, name=_name(one)) for one in found]


def _name(one: Proposal) -> str:
    listed = [value if isinstance(value, str) else " ".join(value) for value in one.keys.values()]
    words = " ".join([one.template, *listed])
    return re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")[:_LONGEST_NAME].rstrip("-")


def _text(proposals: Iterable[Proposal]) -> str:
    lines = []
    for one in proposals:
        said = {"name": one.name, "promise": one.name, **one.keys}
        lines += ["[[policy]]", *(f"{key} = {toml_value(value)}" for key, value in said.items())]
    return "\n".join(lines)


def _unsaid(found: list[Proposal], draft: Diagram, facts: DiagramFacts) -> list[Proposal]:
    """Those that say more than the policies of the draft do."""
    policies, _ = parse_policies(draft.files.get(POLICIES_FILE, ""), facts)
    said = {atom for policy in policies for atom in _atoms(policy)}
    read, _ = parse_policies(_text(found), facts)
    new = {policy.name for policy in read if not said.issuperset(_atoms(policy))}
    names = {policy.name for policy in policies}
    return [one for one in found if one.name in new - names]


def _atoms(policy: Policy) -> Iterator[tuple[str, str, str]]:
    for cause in (*policy.when, *policy.after, *policy.during) or ("",):
        for fact in policy.facts:
            yield policy.template, cause, fact


def _kept_on(found: list[Proposal], diagrams: Iterable[Diagram]) -> set[str]:
    """The names of those that every one of these drawings keeps."""
    kept = {one.name for one in found}
    for diagram in diagrams:
        asked = [one for one in found if one.name in kept]
        policies, _ = parse_policies(_text(asked), DiagramFacts(diagram))
        try:
            wrong = breaks(diagram, policies)
        except DiagramError:
            return set()
        kept &= {policy.name for policy in policies} - wrong.keys()
    return kept
