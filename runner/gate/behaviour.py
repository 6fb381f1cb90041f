"""What two diagrams let happen otherwise, in sentences, from all that can happen in each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from runner.bpmn import Diagram
from runner.bpmn.timer_words import timer_words
from runner.gate.policies import PossibleStep, findings, possible_steps
from runner.gate.soundness import Undecided
from runner.language import _, later, made, retold


@dataclass(frozen=True, slots=True)
class BehaviourChange:
    """`kind` says what of: `possible` and `impossible` (a step), `leads` (where a step leads),
    `status`, `timer`, `policy`, `undecided`. `way` are the labels of a shortest way that tells the
    two apart and `path` its elements: of the new diagram, of the old one where `in_old`. The
    sentence is for several readers: each has it in their language."""

    kind: str
    sentence: str
    way: tuple[str, ...] = ()
    path: tuple[str, ...] = ()
    in_old: bool = False


def behaviour_changes(old: Diagram, new: Diagram) -> tuple[BehaviourChange, ...]:
    """All of them; of a diagram whose ways are too many to follow only what is drawn."""
    try:
        steps = tuple(_of_steps(_steps(old, _renamed(old, new)), _steps(new, {})))
    except Undecided as undecided:
        why = made(lambda told=str(undecided): retold(told))
        said = later("What became possible or impossible was not decided: %(why)s", why=why)
        steps = (BehaviourChange("undecided", said),)
    return (*_of_statuses(old, new), *steps, *_of_timers(old, new), *_of_policies(old, new))


Steps = Mapping[tuple[str, str], list[PossibleStep]]
"""By the status and what happens, the shortest way first."""


def _steps(diagram: Diagram, renamed: Mapping[str, str]) -> Steps:
    """Statuses under the names that they have in the other diagram."""
    found: dict[tuple[str, str], list[PossibleStep]] = {}
    for one in possible_steps(diagram):
        leads_to = frozenset(renamed.get(name, name) for name in one.leads_to)
        status = renamed.get(one.status, one.status)
        step = replace(one, status=status, leads_to=leads_to)
        found.setdefault((step.status, step.event), []).append(step)
    return found


def _renamed(old: Diagram, new: Diagram) -> dict[str, str]:
    """Statuses that only have another name: an element that had the one has the other."""
    before, after = ({status.name for status in each.statuses} for each in (old, new))
    pairs = (
        (old.elements[key].properties.get("status"), new.elements[key].properties.get("status"))
        for key in old.elements.keys() & new.elements.keys()
    )
    return {one: other for one, other in pairs if one in before - after and other in after - before}


def _of_steps(old: Steps, new: Steps) -> Iterator[BehaviourChange]:
    for key, steps in new.items():
        first, leads = steps[0], _leads(steps)
        if key not in old:
            said = later("%(step)s became possible. It leads to %(statuses)s.",
                         step=_step(first), statuses=_listed(leads))  # fmt: skip
            yield BehaviourChange("possible", said, first.way, first.path)
        elif leads != (before := _leads(old[key])):
            other = next((one for one in steps if one.leads_to - before), first)
            yield BehaviourChange("leads", _leads_now(first, leads, before), other.way, other.path)
    for key, steps in old.items():
        if key not in new:
            said = later("%(step)s is not possible any more. It led to %(statuses)s.",
                         step=_step(steps[0]), statuses=_listed(_leads(steps)))  # fmt: skip
            yield BehaviourChange("impossible", said, steps[0].way, steps[0].path, True)


def _leads_now(step: PossibleStep, leads: frozenset[str], before: frozenset[str]) -> str:
    if not before:
        return later("%(step)s leads to %(statuses)s. It led to no status before.",
                     step=_step(step), statuses=_listed(leads))  # fmt: skip
    return later(
        "%(step)s leads to %(statuses)s, no longer to %(before)s.",
        step=_step(step), statuses=_listed(leads), before=_listed(before),
    )  # fmt: skip


def _leads(steps: list[PossibleStep]) -> frozenset[str]:
    return frozenset(name for step in steps for name in step.leads_to)


def _step(step: PossibleStep) -> str:
    if not step.status:
        return later("“%(what)s”", what=step.way[-1])
    return later("In %(status)s, “%(what)s”", status=step.status, what=step.way[-1])


def _listed(names: frozenset[str]) -> str:
    return made(lambda: _(" or ").join(sorted(names)) or _("no status"))


def _of_statuses(old: Diagram, new: Diagram) -> Iterator[BehaviourChange]:
    before, after = ([status.name for status in each.statuses] for each in (old, new))
    renamed = _renamed(old, new)
    for name, other in sorted(renamed.items()):
        yield BehaviourChange(
            "status", later("The status %(name)s is called %(other)s.", name=name, other=other)
        )
    for name in after:
        if name not in before and name not in renamed.values():
            yield BehaviourChange("status", later("There is a new status, %(name)s.", name=name))
    for name in before:
        if name not in after and name not in renamed:
            yield BehaviourChange("status", later("The status %(name)s is gone.", name=name))


def _of_timers(old: Diagram, new: Diagram) -> Iterator[BehaviourChange]:
    for key, element in new.elements.items():
        before = old.elements.get(key)
        if before and element.timer_text and timer_words(before) != timer_words(element):
            said = later(
                "The timer “%(name)s” waits %(time)s, no longer %(before)s.",
                name=element.label, time=timer_words(element), before=timer_words(before),
            )  # fmt: skip
            yield BehaviourChange("timer", said)


def _of_policies(old: Diagram, new: Diagram) -> Iterator[BehaviourChange]:
    before, after = ({one.message: one for one in findings(each)} for each in (old, new))
    for message, one in after.items():
        if message not in before:
            said = made(lambda told=message: retold(told))
            yield BehaviourChange("policy", said, path=one.path)
    for message, one in before.items():
        if message not in after:
            said = made(lambda told=message: retold(told))
            said = later("No longer so: %(policy)s", policy=said)
            yield BehaviourChange("policy", said, path=one.path, in_old=True)
