"""What a person does in one step: one action, or two of support. Decision 0260."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from runner.bpmn import Action, forms
from runner.bpmn.forms import Schema
from runner.cases.change import (
    Cause,
    Change,
    after,
    awaited_message,
    check_open,
    current_proposal,
    kept_facts,
    offered_action,
    written,
)
from runner.cases.views import ActionView, actions_for
from runner.errors import EngineError, InvalidInput, NotPossible
from runner.language import _, within_a_sentence
from runner.model import Attachment, Message, Step, Visibility
from runner.people.permissions import can_own, may_take

REPLY = "reply"
"""Stands for a plain message to the customer, where the drawing has no action of this id."""

LONGEST_CHAIN = 2

_BODY = {"type": "string", "title": "Reply", "minLength": 1, "x-conversation": forms.PUBLIC}
_REPLY_FORM: Schema = {
    "type": "object",
    "properties": {"body": {**_BODY, "maxLength": forms.LONGEST_TEXT}},
    "required": ["body"],
}


@dataclass(frozen=True, slots=True)
class Chain:
    """Two actions that the person may take as one step now. `form` is that of the second: its text
    is the one message to the customer, for both, and keeps to the limits of both."""

    actions: tuple[str, str]
    label: str
    audience: str
    form: Schema | None
    leads_to: tuple[str, ...]
    closes: bool = False


@dataclass(frozen=True, slots=True)
class Move:
    """One action, event or message as it was worked out; nothing of it is written yet. `step` is
    None for a plain message, which moves nothing; `said` is what goes into the conversation."""

    step: Step | None
    cause: Cause
    said: tuple[tuple[str, Visibility], ...] = ()
    files: tuple[Attachment, ...] = ()
    """Go with its first text for the other side, or else with its first text."""

    def messages(self, change: Change) -> Iterator[Message]:
        """What goes into the conversation, by the person who makes the change."""
        public = [n for n, (_, visibility) in enumerate(self.said) if visibility == "public"]
        for number, (body, visibility) in enumerate(self.said):
            files = self.files if number == (public or [0])[0] else ()
            yield replace(written(change, body, visibility), files=files)

    def follow(self, change: Change) -> Change:
        """The change with the case as it is after this."""
        if self.step is None:
            return change
        change = self.with_facts(change)
        return replace(change, case=after(change.case, self.step, change.process.diagram))

    def with_facts(self, change: Change) -> Change:
        """The change with what was filled in as facts of the case."""
        if not self.cause.values:
            return change
        facts = {**change.case.facts, **self.cause.values}
        return replace(change, case=replace(change.case, facts=facts))


def checked_chain(actions: str | Sequence[str]) -> tuple[str, ...]:
    """One action, or several in their order. Raises InvalidInput for none and for too many."""
    names = (actions,) if isinstance(actions, str) else tuple(actions)
    if not 1 <= len(names) <= LONGEST_CHAIN:
        raise InvalidInput(
            {
                "chain": [
                    _(
                        "has %(names)s actions; 1 or %(longest_chain)s are taken",
                        names=len(names),
                        longest_chain=LONGEST_CHAIN,
                    )
                ]
            }
        )
    return names


def plan(change: Change, names: Sequence[str], fields: Mapping[str, Any]) -> Iterator[Move]:
    """What the actions come to, one after the other. All of them are tried before the first is
    written. The fields are those of the last one. Raises what `offered_action` raises, and
    InvalidInput."""
    *first, last = names
    for name in first:
        change.require("act_as_support")
        move = _contribution(change, name, _message(change, last, fields))
        change = move.follow(change)
        yield move
    if last == REPLY and not _drawn(change, REPLY):
        change.require("act_as_support")
        check_open(change.case)
        yield reply(change, forms.submit(_REPLY_FORM, fields)["body"])
    else:
        yield action_move(change, offered_action(change, last), fields)


def action_move(change: Change, action: Action, fields: Mapping[str, Any]) -> Move:
    values = forms.submit(action.form, fields)
    if "proposal" in values:
        values["proposal"] = current_proposal(change.case, values["proposal"])
    step = change.act(action.id, values)
    said = spoken(action.form, values)
    words = public(said) if change.side == "customer" else ""
    cause = Cause("action", action.id, kept_facts(action.form, values), words)
    return Move(step, cause, said)


def reply(change: Change, body: str) -> Move:
    """A public message of support: the action that the drawing takes it for, or else a message."""
    change.require("write")
    if awaited := awaited_message(change):
        field = next(iter(forms.conversation(awaited.form or {})))
        return action_move(change, awaited, {field: body})
    return Move(None, Cause("message"), ((body, "public"),))


def spoken(form: Schema | None, values: Mapping[str, Any]) -> tuple[tuple[str, Visibility], ...]:
    """The texts of a form that go into the conversation, each with who may read it."""
    return tuple(
        (values[field], "public" if shown_to == forms.PUBLIC else "internal")
        for field, shown_to in forms.conversation(form or {}).items()
        if values.get(field)
    )


def with_files(moves: Sequence[Move], files: tuple[Attachment, ...]) -> tuple[Move, ...]:
    """The moves, where the first one that says something takes the files along. Raises InvalidInput
    where there is no text for them to go with."""
    if not files:
        return tuple(moves)
    saying = [move for move in moves if public(move.said)] or [move for move in moves if move.said]
    if not saying:
        raise InvalidInput({"files": [_("go with a text: write one")]})
    return tuple(replace(move, files=files) if move is saying[0] else move for move in moves)


def public(said: Iterable[tuple[str, Visibility]]) -> str:
    return "\n\n".join(body for body, visibility in said if visibility == "public")


def takes_case(change: Change, moves: Iterable[Move]) -> bool:
    """Whether somebody of support, who can own cases, writes to the customer of a case that nobody
    owns. The setting `answering_takes` makes it theirs. Decision 0277."""
    return (
        change.case.owner is None
        and change.side == "support"
        and can_own(change.person)
        and any(public(move.said) for move in moves)
    )


# ------------------------------------------------------------------ the first of two


def _contribution(change: Change, name: str, text: str) -> Move:
    """An action that only goes ahead of another: it is given the text of that one where it needs
    one, and says nothing itself."""
    action = offered_action(change, name)
    if not _contributes(action.form):
        raise InvalidInput(
            {"chain": [_("cannot begin with “%(label)s”: it asks for more", label=action.label)]}
        )
    asked = {_text_field(action.form): text} if _needs(action.form) else {}
    return replace(action_move(change, action, asked), said=())


def _message(change: Change, name: str, fields: Mapping[str, Any]) -> str:
    """What an action that may come later says to the customer, by the fields for it."""
    texts = (fields.get(_text_field(form)) for form in drawn_forms(change, name))
    return next((text for text in texts if isinstance(text, str)), "")


def drawn_forms(change: Change, name: str) -> list[Schema]:
    """The forms of an action, for the audiences that the person belongs to."""
    drawn = _drawn(change, name)
    if not drawn and name == REPLY:
        return [_REPLY_FORM]
    return [action.form for action in drawn if action.form]


def _drawn(change: Change, name: str) -> list[Action]:
    """The actions of this id that are drawn for the person."""
    return [
        action
        for action in change.process.compiled.actions
        if action.id == name and may_take(change.person, change.case, action.audience)
    ]


def _contributes(form: Schema | None) -> bool:
    """Whether a form needs nothing, or nothing but a text for the customer, in any words."""
    spec = forms.fields(form or {}).get(_text_field(form), {})
    return _needs(form) <= {_text_field(form)} and not spec.keys() & {"enum", "format"}


def _needs(form: Schema | None) -> set[str]:
    return set(forms.shown(form)["required"]) if form else set()


def _text_field(form: Schema | None) -> str:
    """The field whose text the customer reads; '' when there is none."""
    fields = forms.fields(form or {})
    shown = forms.conversation(form or {}).items()
    return next((name for name, to in shown if to == forms.PUBLIC and name in fields), "")


# ------------------------------------------------------------------ which there are


def chains_of(change: Change) -> tuple[Chain, ...]:
    """Those that are possible now: the engine takes each first action on a copy. What is offered
    by itself already is not offered again behind something else."""
    if change.side != "support":
        return ()
    change = replace(change, process=change.process.rehearsing)
    alone = actions_for(change.process, change.case, change.person)
    return tuple(chain for first in alone for chain in _behind(change, first, alone))


def _behind(change: Change, first: ActionView, alone: Sequence[ActionView]) -> Iterator[Chain]:
    if first.closes or not _contributes(first.form):
        return
    text = forms.sample(first.form or {}, {}).get(_text_field(first.form), "")
    with suppress(EngineError, InvalidInput, NotPossible):
        then = _contribution(change, first.id, text).follow(change)
        before = {action.id for action in alone}
        behind = actions_for(then.process, then.case, then.person)
        needs = bool(_needs(first.form))
        for action in behind:
            if action.id not in before and (_text_field(action.form) or not needs):
                form = _for_both(first.form, action.form)
                if not _can_be_filled_in(form):
                    continue
                yield Chain(
                    (first.id, action.id), _label(first, action.label), action.audience, form,
                    action.leads_to, action.closes,
                )  # fmt: skip
        heard = any(action.message_means for action in behind)
        if not (needs or heard or _text_field(first.form) or _drawn(change, REPLY)):
            actions, label = (first.id, REPLY), _label(first, _("Reply"))
            yield Chain(actions, label, first.audience, _REPLY_FORM, first.leads_to, closes=False)


def _label(first: ActionView, second: str) -> str:
    return _("%(first)s and %(second)s", first=first.label, second=within_a_sentence(second))


def _can_be_filled_in(form: Schema | None) -> bool:
    """Two forms may contradict each other: a text of at least 50 characters, and of at most 40."""
    text = forms.fields(form or {}).get(_text_field(form), {})
    return text.get("minLength", 0) <= text.get("maxLength", forms.LONGEST_TEXT)


def _for_both(first: Schema | None, second: Schema | None) -> Schema | None:
    """The second form; where the first one needs a text, with a text that fits both."""
    if first is None or second is None or not _needs(first):
        return second
    name, fields = _text_field(second), forms.fields(second)
    text, other = fields[name], forms.fields(first)[_text_field(first)]
    limits = {
        "minLength": max(text.get("minLength", 1), other.get("minLength", 1)),
        "maxLength": min(spec.get("maxLength", forms.LONGEST_TEXT) for spec in (text, other)),
    }
    needed = dict.fromkeys([*second["required"], name])
    return {**second, "properties": {**fields, name: {**text, **limits}}, "required": list(needed)}
