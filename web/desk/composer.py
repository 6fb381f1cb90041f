"""The composer of a case: what is written to the customer, and the actions that send it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import request

from runner.cases import ActionView, CaseView
from web.shared import fields

PLAIN = "reply"
"""Stands for a plain message where actions are chosen."""


@dataclass(frozen=True, slots=True)
class Composer:
    """`sends` are the actions whose form is one message to the customer, in the order of the
    drawing. `first` is the one that the main button takes, None where that sends a plain message;
    `more` are the others. `plain` says whether a plain message is a way beside them: not where
    there are none, or where the drawing takes a message for one of them."""

    sends: tuple[ActionView, ...]
    first: ActionView | None
    more: tuple[ActionView, ...]
    plain: bool


def compose(view: CaseView, chosen: str = "") -> Composer:
    """`chosen` is the action to send with, or `PLAIN`; else it is the first."""
    sends = tuple(action for action in view.actions if fields.text_field(action.form))
    plain = bool(sends) and not any(action.message_means for action in sends)
    if plain and chosen == PLAIN:
        return Composer(sends, None, sends, plain)
    first = next((action for action in sends if action.id == chosen), next(iter(sends), None))
    return Composer(sends, first, tuple(a for a in sends if a != first), plain)


def action_values() -> dict[str, Any]:
    """The fields of an action. The composer's text fills the field that its button names."""
    found = fields.read(request.form)
    named = request.form.get("as")
    return found | {named: request.form.get("text", "")} if named else found
