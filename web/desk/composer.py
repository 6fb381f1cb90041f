"""The composer of a case: the one place where support writes and acts. Decision 0265."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from flask import request

from runner.cases import ActionView, CaseView
from runner.model import CASE_FIELDS
from web.shared import fields
from web.shared.fields import Field

REPLY, NOTE, HEARD = "reply", "note", "heard"
"""The segments that are no action: a message, an internal note, what the customer said."""

MOST = 12
"""So many segments have a rule in composer.css; actions beyond them stand aside."""


@dataclass(frozen=True, slots=True)
class Segment:
    """One way to write. `chain` are the actions that sending it takes, in their order; none where
    it moves nothing. `text` is the field of a form that the text of the composer fills, '' where a
    form of its own takes its place: `fields`. `key` chooses it; nothing is ever sent by that."""

    id: str
    kind: Literal["reply", "action", "note", "heard"]
    label: str
    button: str
    key: str
    chain: tuple[ActionView, ...] = ()
    text: str = ""
    fields: tuple[Field, ...] = ()
    help: str = ""

    @property
    def leads_to(self) -> tuple[str, ...]:
        return self.chain[-1].leads_to if self.chain else ()

    @property
    def closes(self) -> bool:
        return any(action.closes for action in self.chain)

    @property
    def asks(self) -> bool:
        """Whether sending asks once: it can't be taken back, or puts words into the customer's
        mouth."""
        return self.closes or self.kind == HEARD


@dataclass(frozen=True, slots=True)
class Aside:
    """An action that needs no text: a button beside the composer. `asks` as in a segment."""

    action: ActionView
    key: str
    asks: bool


@dataclass(frozen=True, slots=True)
class Composer:
    """`chosen` is the id of the segment that the page opens with."""

    segments: tuple[Segment, ...]
    aside: tuple[Aside, ...]
    chosen: str


def compose(view: CaseView, wanted: str = "") -> Composer:
    """The ways to write in a case, from what its drawing offers now. *Reply* is the default in
    every status; `wanted` is another segment, such as one that was sent with something wrong."""
    keyed = [(action, str(number)) for number, action in enumerate(view.actions, 1)]
    acting = [segment for action, key in keyed if (segment := _acting(action, key))]
    shown = acting[: MOST - 3]
    segments = (_reply(view), *shown, *_beside(view))
    taken = {action.id for segment in segments for action in segment.chain}
    aside = tuple(
        Aside(action, key, _for_good(view, action))
        for action, key in keyed
        if action.id not in taken
    )
    ids = {segment.id for segment in segments}
    return Composer(segments, aside, wanted if wanted in ids else REPLY)


def _reply(view: CaseView) -> Segment:
    """A message to the customer. Where the drawing takes one for an action, it is that action."""
    for action in view.actions:
        text = fields.text_field(action.form) if action.message_means else None
        if text:
            return Segment(REPLY, "reply", "Reply", action.label, "r", (action,), text)
    return Segment(REPLY, "reply", "Reply", "Send reply", "r")


def _acting(action: ActionView, key: str) -> Segment | None:
    """An action that somebody has to write something for; None for any other."""
    asked = fields.fields(action.form)
    text = fields.text_field(action.form)
    if action.message_means or not any(one.required for one in asked):
        return None
    label = f"{action.label}…" if action.closes else action.label
    own = () if text else asked
    told = asked[0].help if text else ""
    return Segment(action.id, "action", label, action.label, key, (action,), text or "", own, told)


def _beside(view: CaseView) -> Iterator[Segment]:
    yield Segment(NOTE, "note", "Note", "Add internal note", "n")
    if not view.case.closed:
        yield Segment(HEARD, "heard", "Customer said…", "Write it down", "")


def _for_good(view: CaseView, action: ActionView) -> bool:
    """Whether an action can't be taken back: it closes the case, or ends a proposal that the
    customer may be answering at this moment."""
    return action.closes or bool(view.case.proposal)


def labels_of(composer: Composer) -> dict[str, str]:
    """What the fields of the page are called, to name those with something wrong."""
    found = {"body": "The text", "note": "Note", "owner": "Owner", "priority": "Priority"}
    found |= {item.name: item.metadata["label"] for item in CASE_FIELDS}
    chosen = next(segment for segment in composer.segments if segment.id == composer.chosen)
    return found | {field.name: field.label for field in chosen.fields}


def action_values() -> dict[str, Any]:
    """The fields of an action. The composer's text fills the field that its button names."""
    found = fields.read(request.form)
    named = request.form.get("as")
    return found | {named: request.form.get("text", "")} if named else found
