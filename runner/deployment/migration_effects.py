"""What goes on, begins and is over when a case moves to another drawing: buttons, timers, and what
its customer reads."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TypeVar

from runner.bpmn import Diagram
from runner.language import _
from runner.model import Case, Due, Offer, Step

K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class Turnover:
    """Names of what a case keeps, of what starts, and of what ends."""

    kept: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Effects:
    """`reads` are what the customer read before and reads then: the status, whose move it is, and
    the text of the drawing, in which `{names}` stand for values of the case."""

    buttons: Turnover = Turnover()
    timers: Turnover = Turnover()
    reads: tuple[str, str] = ("", "")

    @property
    def reads_otherwise(self) -> bool:
        return self.reads[0] != self.reads[1]


@dataclass(frozen=True, slots=True)
class Standing:
    """A case, and where it waits in the drawing that it is on."""

    diagram: Diagram
    case: Case
    waits_at: tuple[str, ...]


def effects(was: Standing, new: Diagram, step: Step, renamed: Mapping[str, str]) -> Effects:
    """Of a case as it stands, and as it would wait after a `step` into the `new` drawing. An
    element with another name, and the same id, is kept."""
    old, waits = was.diagram, was.case.waits
    actions = _actions(old), _actions(new)
    before = {_moved(offer, renamed): _button(offer, actions[0]) for offer in waits.offers}
    after = {(offer.action, offer.audience): _button(offer, actions[1]) for offer in step.offers}
    due = {renamed.get(one.element, one.element): _timer(one, old) for one in waits.timers}
    due_then = {one.element: _timer(one, new) for one in step.timers}
    return Effects(
        _turnover(before, after),
        _turnover(due, due_then),
        (
            _read(old, was.waits_at, was.case.status),
            _read(new, [task.element for task in step.tasks], step.status),
        ),
    )


def _turnover(before: Mapping[K, str], after: Mapping[K, str]) -> Turnover:
    return Turnover(
        tuple(dict.fromkeys(name for key, name in after.items() if key in before)),
        tuple(dict.fromkeys(name for key, name in after.items() if key not in before)),
        tuple(dict.fromkeys(name for key, name in before.items() if key not in after)),
    )


def _moved(offer: Offer, renamed: Mapping[str, str]) -> tuple[str, str]:
    return renamed.get(offer.action, offer.action), offer.audience


def _actions(diagram: Diagram) -> dict[tuple[str, str], str]:
    return {(one.id, one.audience): one.label for one in diagram.actions}


def _button(offer: Offer, labels: Mapping[tuple[str, str], str]) -> str:
    label = labels.get((offer.action, offer.audience), offer.action)
    audience = offer.audience or _("Support")  # what is offered to nobody is for support
    return f"{label} ({audience})"


def _timer(due: Due, diagram: Diagram) -> str:
    element = diagram.elements.get(due.element)
    return element.label if element else due.element


def _read(diagram: Diagram, at: Collection[str], status: str) -> str:
    """As `own_cases` tells it."""
    waits = [diagram.elements[key] for key in sorted(at) if key in diagram.elements]
    moves = [one.properties.get("move") or one.lane or "" for one in waits]
    told = [one.documentation.strip() for one in waits]
    return " · ".join(dict.fromkeys(filter(None, [status, *moves, *told])))
