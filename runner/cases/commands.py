"""What is done with a case: take an action, send an event, write, claim, change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from runner.bpmn import forms
from runner.cases.assignment import checked_owner, checked_team, turned_to
from runner.cases.chains import Move, checked_chain, plan, reply, spoken, with_files
from runner.cases.change import (
    CUSTOMER_REPLY,
    Cause,
    Change,
    check_open,
    check_revision,
    check_seen,
    checked_fields,
    checked_note,
    checked_priority,
    checked_text,
    form_of_event,
    kept_facts,
    routing,
    written,
)
from runner.cases.conversation import Conversation, Telling
from runner.cases.preview import Preview, filled_in
from runner.cases.records import Actions
from runner.cases.transaction import Transactions
from runner.cases.undo import Holds
from runner.cases.views import CaseView
from runner.errors import InvalidInput, NotPossible
from runner.language import _
from runner.model import ActRequest, Message, Person, Team, UnsentText, Visibility
from runner.store import unsent_texts


class Commands:
    """Every method is one transaction, and checks first what the person may do.

    Each raises NotFound for a case that the person may not see, Forbidden, StaleCase for a
    `revision` that is not the case's any more, NotPossible, and InvalidInput.
    """

    def __init__(
        self,
        transactions: Transactions,
        actions: Actions,
        holds: Holds,
        conversation: Conversation,
        telling: Telling,
    ):
        self._transactions = transactions
        self._actions = actions
        self._holds = holds
        self._previews = actions.previews
        self._attachments = actions.attachments
        self._records = transactions.records
        self._conversation = conversation
        self._telling = telling

    # -------------------------------------------------------------- moving

    def act(
        self,
        person: Person,
        number: str,
        actions: str | Sequence[str],
        fields: Mapping[str, Any] | None = None,
        revision: int | None = None,
    ) -> CaseView:
        """Takes an action that the drawing offers, or two of support in one step: see `take`."""
        return self.take(person, number, ActRequest(checked_chain(actions), fields or {}, revision))

    def take(self, person: Person, number: str, request: ActRequest) -> CaseView:
        """Does what is asked for, all of it or nothing. Raises OutdatedProposal, too."""
        checked_chain(request.actions)
        forms.check_size(request.fields)
        with self._transactions.change(person, number) as change:
            return self._actions.take(change, request)

    def send(self, person: Person, number: str, act: ActRequest, text: UnsentText) -> CaseView:
        """Does what somebody sends from the page of a case, once it can no longer be taken back:
        until then the case is as it was. `text` is what they get back if it is not done. It is no
        unsent text any more. What a customer sends is not held. Raises what `act` raises, at
        once."""
        forms.check_size(act.fields)
        with self._transactions.change(person, number) as change:
            unsent_texts.remove(change.tx, change.case.id, person.id, text.form)
            if change.side == "customer" and not act.actions:
                change.require("write")
                body = checked_text("body", act.fields.get("body", ""))
                check_seen(change, act.seen)
                return self._receive_reply(change, self._said(change, body, files=act.files))
            if change.side == "customer" or not self._holds.wanted:
                return self._actions.take(change, act)
            self._holds.add(change, act, text)
            return change.view()

    def undo(self, person: Person, number: str, hold: int) -> CaseView:
        """Takes back what is held: its text is an unsent one. Raises NotPossible for what has
        happened."""
        with self._transactions.change(person, number) as change:
            self._holds.take_back(change, hold)
            return change.view()

    def send_now(self, person: Person, number: str, hold: int) -> None:
        """Lets what is held go out. Raises NotPossible for what has happened."""
        with self._transactions.change(person, number) as change:
            self._holds.bring_forward(change, hold)
        self._transactions.wake(change.case.id)

    def preview(
        self,
        person: Person,
        number: str,
        actions: str | Sequence[str],
        fields: Mapping[str, Any] | None = None,
    ) -> Preview:
        """What `act` would do now. It reads, and holds nobody up. Required fields that decide
        nothing may be left out. Raises what `act` raises."""
        given, names = fields or {}, checked_chain(actions)
        forms.check_size(given)
        with self._transactions.rehearsal(person, number) as change:
            now, known = self._previews.up_to_now(change)
            moves = tuple(plan(now, names, filled_in(now, names[-1], given)))
            return self._previews.of(now, moves, known)

    def deliver(
        self,
        person: Person,
        number: str,
        event: str,
        fields: Mapping[str, Any] | None = None,
        revision: int | None = None,
    ) -> CaseView:
        """Delivers a message that the drawing waits for: an action that is a message event, or one
        for machines such as a bug tracker (`blocker_cleared`)."""
        forms.check_size(fields or {})
        with self._transactions.change(person, number) as change:
            check_revision(change, revision)
            actions = change.process.compiled.actions
            if any(action.id == event and action.message for action in actions):
                return self._actions.write(change, plan(change, [event], fields or {}))
            return self._actions.write(change, [self._delivered(change, event, fields or {})])

    def _delivered(self, change: Change, event: str, fields: Mapping[str, Any]) -> Move:
        form = form_of_event(change.process, event)
        change.require("send_event")
        values = forms.submit(form, fields)
        if event not in change.case.waits.messages:
            raise NotPossible(
                _(
                    "Case %(number)s does not wait for '%(event)s' now.",
                    number=change.case.number,
                    event=event,
                )
            )
        step = change.deliver(event, values)
        return Move(step, Cause("event", values=kept_facts(form, values)), spoken(form, values))

    # -------------------------------------------------------------- talking

    def comment(
        self,
        person: Person,
        number: str,
        body: str,
        visibility: Visibility = "public",
        on_behalf_of_customer: bool = False,
        *,
        seen: int | None = None,
        files: Sequence[int] = (),
    ) -> CaseView:
        """Adds a message, with waiting `files` of the person. A customer's, or one that support
        heard and writes down for them, is a customer response; a public one of support's may be
        what the drawing waits for. Support's is held back when there is news behind the line of the
        history that they have `seen`."""
        with self._transactions.change(person, number) as change:
            change.require("write")
            if visibility == "internal":
                change.require("write_note")
            if on_behalf_of_customer:
                change.require("write_for_customer")
            if on_behalf_of_customer and visibility == "internal":
                raise InvalidInput({"visibility": [_("of what a customer said is public")]})
            body = checked_text("body", body)
            check_seen(change, seen)
            if change.side == "customer" or on_behalf_of_customer:
                said = self._said(change, body, "public", on_behalf_of_customer, files)
                return self._receive_reply(change, said)
            if visibility == "public":
                brought = self._attachments.chosen(change.tx, person, files)
                moves = with_files([reply(change, body)], brought)
                return self._actions.write(change, moves)
            self._conversation.note(change, self._said(change, body, visibility, files=files))
            return change.view()

    def _said(
        self,
        change: Change,
        body: str,
        visibility: Visibility = "public",
        on_behalf: bool = False,
        files: Sequence[int] = (),
    ) -> Message:
        brought = self._attachments.chosen(change.tx, change.person, files)
        return replace(written(change, body, visibility, on_behalf), files=brought)

    def _receive_reply(self, change: Change, message: Message) -> CaseView:
        """A customer response: kept in any status, and delivered where the drawing waits for it."""
        late = change.case.closed
        message = replace(message, late=late)
        if CUSTOMER_REPLY in change.case.waits.messages:
            self._conversation.say(change, message)
            step = change.deliver(CUSTOMER_REPLY, {})
            said = {"on_behalf_of_customer": True} if message.on_behalf else {}
            return self._records.save(change, step, Cause("message", values=said)).view()
        self._conversation.note(change, message)
        if late:
            self._telling.of_late_mail(change)
        return replace(change.view(), late=late)

    # -------------------------------------------------------------- owner, priority, fields

    def update(
        self,
        person: Person,
        number: str,
        changes: Mapping[str, Any],
        revision: int | None = None,
    ) -> CaseView:
        """Sets `priority`, `owner` (an address, or None for no owner), `team` (a name, or None) or
        fields of the case. A case that comes to another team has no owner but the one whose turn
        it is there, unless `owner` is given. Without `even_if_away` nobody gets a case who is away.
        A `note` is for the new owner or team, and kept as an internal note."""
        with self._transactions.change(person, number) as change:
            change.require("change_case")
            check_revision(change, revision)
            check_open(change.case)
            wanted = {**changes, **checked_fields(changes)}
            note, even_if_away = checked_note(wanted), bool(wanted.pop("even_if_away", False))
            if "owner" in wanted:
                wanted["owner"] = checked_owner(change, wanted["owner"], even_if_away)
            if "team" in wanted:
                wanted["team"] = checked_team(change.tx, wanted["team"])
            if "priority" in wanted:
                wanted["priority"] = checked_priority(wanted["priority"])
            return self._update(change, turned_to(change, wanted), note)

    def claim(self, person: Person, number: str, revision: int | None = None) -> CaseView:
        """Makes the person the owner of a case that has none."""
        with self._transactions.change(person, number) as change:
            case = change.case
            change.require("claim_case")
            check_revision(change, revision)
            check_open(case)
            if case.owner is not None and case.owner.id != person.id:
                raise NotPossible(
                    _(
                        "%(name)s already owns case %(number)s.",
                        name=case.owner.name,
                        number=case.number,
                    )
                )
            return self._update(change, {"owner": person})

    def _update(self, change: Change, wanted: Mapping[str, Any], note: str = "") -> CaseView:
        case = change.case
        changed = {name: value for name, value in wanted.items() if value != getattr(case, name)}
        for name in ("owner", "team"):
            if name in wanted and _id(getattr(case, name)) == _id(wanted[name]):
                changed.pop(name, None)
        if note and not (changed.get("owner") or changed.get("team")):
            raise InvalidInput(
                {"note": [_("goes to a new owner or team: name one, or write an internal note")]}
            )
        if not changed:
            return change.view()
        values = {name: [_shown(getattr(case, name)), _shown(v)] for name, v in changed.items()}
        new = replace(case, **changed)
        facts = routing(new)
        step = change.revise(facts if facts.keys() & changed.keys() else {})
        cause = Cause("changed", values=values)
        change = self._records.save(replace(change, case=new), step, cause)
        if note:
            self._conversation.note(change, written(change, note, "internal"))
        self._telling.of_change(change, case, note)
        return change.view()


def _shown(value: Any) -> Any:
    if isinstance(value, Person):
        return value.email
    return value.name if isinstance(value, Team) else value


def _id(one: Person | Team | None) -> int | None:
    return one.id if one else None
