"""What a played step would tell people: by the drawing, and what a person wrote (rule 15 of
docs/lifecycle.md). Nothing leaves a sandbox."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from runner.bpmn import Action, forms
from runner.bpmn.moves import CUSTOMER
from runner.delivery.notifications import fill
from runner.engine import Process
from runner.gate.scenarios import Turn
from runner.model import CUSTOMER_REPLY

SAMPLE = "…"
"""Stands for a text that nobody filled in."""


@dataclass(frozen=True, slots=True)
class Letter:
    """`to` are roles, as the drawing names them; `element` tells it, '' for what a person wrote."""

    to: str
    text: str
    element: str = ""


def letters_of(process: Process, turn: Turn, facts: Mapping[str, str]) -> Iterator[Letter]:
    """Whom a step tells what; `facts` are put into the texts of the drawing. Of what the customer
    does the owner is told, unless the drawing tells them already."""
    told = []
    for effect in (each for one in turn.happened for each in one.effects if each.kind == "notify"):
        element = process.diagram.elements[effect.element]
        text = fill(element.documentation or element.label, facts)
        told.append(Letter(str(effect.details.get("to", "")), text, element.id))
    yield from _of_person(process, turn, any("owner" in letter.to for letter in told))
    yield from told


def _of_person(process: Process, turn: Turn, owner_knows: bool) -> Iterator[Letter]:
    step = turn.step
    if step.kind == "event" and step.what == CUSTOMER_REPLY and not owner_knows:
        yield Letter("owner", "The customer wrote.")
    action = action_of(process, turn) if step.kind == "action" else None
    if action is None:
        return
    said = _said(action, step.values)
    if action.audience.lower() != CUSTOMER:
        yield from (Letter("customer", text) for text in said)
    elif not owner_knows:
        chose = f"The customer chose “{action.label}”."
        yield Letter("owner", "\n".join((chose, *said)))


def action_of(process: Process, turn: Turn) -> Action | None:
    """The action that a step took, for its audience where it names one."""
    step = turn.step
    found = [one for one in process.compiled.actions if one.id == step.what]
    meant = (one for one in found if step.by in (None, one.audience))
    return next(meant, None)


def _said(action: Action, values: Mapping[str, object]) -> list[str]:
    """The texts of its form that go into the conversation for both sides."""
    form = action.form or {}
    return [
        str(values.get(name, SAMPLE))
        for name, visibility in forms.conversation(form).items()
        if visibility == forms.PUBLIC and (name in values or name in form.get("required", ()))
    ]
