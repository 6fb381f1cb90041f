"""The composer of a case: the one place where support writes and acts. Decision 0265."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from math import ceil
from typing import Any, Literal

from flask import request

from runner.bpmn.forms import Schema
from runner.cases import ActionView, CasePage, CaseView, Chain
from runner.language import _
from runner.model import CASE_FIELDS
from web.shared import fields
from web.shared.fields import Field

REPLY, NOTE, HEARD = "reply", "note", "heard"
"""The segments that are no action: a message, an internal note, what the customer said. An action
that has one of these ids in a drawing is another segment, with a dot behind it."""

MOST = 12
"""So many segments have a rule in composer.css; actions beyond them stand aside."""


@dataclass(frozen=True, slots=True)
class Segment:
    """One way to write. `chain` are the actions that sending it takes, in their order; none where
    it moves nothing. `text` is the field of a form that the text of the composer fills, '' where a
    form of its own takes its place: `fields`. `key` chooses it; nothing is ever sent by that. One
    that `asks` can't be taken back, or puts words into the customer's mouth: it asks once."""

    id: str
    kind: Literal["reply", "action", "note", "heard"]
    label: str
    button: str
    key: str = ""
    chain: tuple[str, ...] = ()
    text: str = ""
    fields: tuple[Field, ...] = ()
    help: str = ""
    leads_to: tuple[str, ...] = ()
    closes: bool = False
    asks: bool = False


@dataclass(frozen=True, slots=True)
class Aside:
    """An action that needs no text: a button below the text. `asks` as in a segment."""

    action: ActionView
    key: str
    asks: bool


@dataclass(frozen=True, slots=True)
class Composer:
    """`chosen` is the segment that the page opens with."""

    segments: tuple[Segment, ...]
    aside: tuple[Aside, ...]
    chosen: Segment


@dataclass(frozen=True, slots=True)
class Bar:
    """What was sent and can still be taken back, in the place of the composer."""

    hold: int
    label: str
    text: str
    due_at: datetime
    seconds: int


def bars(page: CasePage, composer: Composer, now: datetime) -> list[Bar]:
    """By when they are due; each called by the button that sent it."""
    labels = {segment.chain: segment.button for segment in composer.segments if segment.chain}
    labels |= {(one.action.id,): one.action.label for one in composer.aside}
    return [
        Bar(
            hold.id, labels.get(hold.act.actions, _("Reply")), hold.text.fields.get("text", ""),
            hold.due_at, max(1, ceil((hold.due_at - now).total_seconds())),
        )
        for hold in page.held
    ]  # fmt: skip


def compose(page: CasePage, wanted: str = "") -> Composer:
    """The ways to write in a case, from what its drawing offers now. *Reply* is the default in
    every status; `wanted` is another segment, such as one that was sent with something wrong."""
    view = page.view
    beside = _beside(view)
    acting = [*_actions(view), *_chains(page)]
    acting.sort(key=lambda segment: segment.closes)  # what ends a case stands last
    shown = acting[: MOST - 1 - len(beside)]
    segments = (_reply(view), *shown, *beside)
    taken = {segment.chain for segment in segments}
    aside = tuple(
        Aside(action, key, _for_good(view, action.closes))
        for key, action in _keyed(view)
        if (action.id,) not in taken
    )
    found = {segment.id: segment for segment in segments}
    return Composer(segments, aside, found.get(wanted, segments[0]))


def _keyed(view: CaseView) -> Iterator[tuple[str, ActionView]]:
    """The actions by the digits that choose them, in the order of the drawing."""
    for number, action in enumerate(view.actions, 1):
        yield (str(number) if number < 10 else ""), action


def _reply(view: CaseView) -> Segment:
    """A message to the customer. Where the drawing takes one for an action, it is that action."""
    for action in view.actions:
        text = fields.text_field(action.form) if action.message_means else None
        if text:
            return Segment(
                REPLY, "reply", _("Reply"), action.label, "r", (action.id,), text,
                leads_to=action.leads_to,
            )  # fmt: skip
    return Segment(REPLY, "reply", _("Reply"), _("Send reply"), "r")


def _actions(view: CaseView) -> Iterator[Segment]:
    """The actions that somebody has to write something for."""
    for key, action in _keyed(view):
        name = f"{action.id}." if action.id in (REPLY, NOTE, HEARD) else action.id
        plain = Segment(name, "action", action.label, action.label, key, (action.id,))
        if _is_written(action.form) and not action.message_means:
            yield _filled(plain, action, view)


def _chains(page: CasePage) -> list[Segment]:
    """The pairs of actions that are one step, called by the second unless that says too little."""
    view = page.view
    labels = {action.id: action.label for action in view.actions}
    written = [chain for chain in page.chains if _is_written(chain.form)]
    shorts = [_short(chain, labels) for chain in written]
    often = Counter([_("Reply"), *labels.values(), *shorts])
    number, found = len(view.actions), []
    for chain, short in zip(written, shorts, strict=True):
        number += 1
        plain = Segment(
            "-".join(chain.actions), "action", short if often[short] == 1 else chain.label,
            chain.label, str(number) if number < 10 else "", chain.actions,
        )  # fmt: skip
        found.append(_filled(plain, chain, view))
    return found


def _short(chain: Chain, labels: dict[str, str]) -> str:
    first = labels[chain.actions[0]]
    second = chain.label.removeprefix(_("%(first)s and ", first=first))
    return second[:1].upper() + second[1:]


def _is_written(form: Schema | None) -> bool:
    return any(field.required for field in fields.fields(form))


def _filled(plain: Segment, acts: ActionView | Chain, view: CaseView) -> Segment:
    """A segment with the form of what it takes, and what follows from it."""
    asked, text = fields.fields(acts.form), fields.text_field(acts.form)
    return replace(
        plain,
        label=f"{plain.label}…" if acts.closes else plain.label,
        text=text or "",
        fields=() if text else asked,
        help=asked[0].help if text else "",
        leads_to=acts.leads_to,
        closes=acts.closes,
        asks=_for_good(view, acts.closes),
    )


def _beside(view: CaseView) -> tuple[Segment, ...]:
    note = Segment(NOTE, "note", _("Note"), _("Add internal note"), "n")
    heard = Segment(HEARD, "heard", _("Customer said…"), _("Write it down"), asks=True)
    return (note,) if view.case.closed else (note, heard)


def _for_good(view: CaseView, closes: bool) -> bool:
    """Whether an action can't be taken back: it closes the case, or ends a proposal that the
    customer may be answering at this moment."""
    return closes or bool(view.case.proposal)


def homeless(page: CasePage, composer: Composer) -> list[tuple[str, list[tuple[str, str]]]]:
    """The texts by their labels that were not sent and whose form the case does not offer now, by
    that form: what somebody wrote is never out of sight."""
    shown = {"", *(one.id for one in composer.segments if one.fields)}
    shown |= {one.action.id for one in composer.aside}
    found = [
        (form, _texts(page, form, kept.fields))
        for form, kept in page.unsent.items()
        if form not in shown
    ]
    return [(form, texts) for form, texts in found if texts]


def _texts(page: CasePage, form: str, kept: Mapping[str, str]) -> list[tuple[str, str]]:
    """What of a form somebody wrote, and did not choose: one of a chain has the fields of all its
    actions."""
    labels = {"text": _("Your text")}
    for action in {form.removesuffix("."), *form.split("-")}:
        labels |= {f"{fields.PREFIX}{k}": label for k, label in page.texts.get(action, {}).items()}
    named = [(name.partition(":")[0], text) for name, text in kept.items()]
    return [(labels[name], text) for name, text in named if name in labels]


def labels_of(composer: Composer) -> dict[str, str]:
    """What the fields of the page are called, to name those with something wrong."""
    found = {
        "add": _("An entry"),
        "body": _("The text"),
        "note": _("Note"),
        "owner": _("Owner"),
        "priority": _("Priority"),
    }
    found |= {item.name: item.metadata["label"] for item in CASE_FIELDS}
    return found | {field.name: field.label for field in composer.chosen.fields}


def action_values() -> dict[str, Any]:
    """The fields of an action. The composer's text fills the field that its button names."""
    found = fields.read(request.form)
    named = request.form.get("as")
    return found | {named: request.form.get("text", "")} if named else found
