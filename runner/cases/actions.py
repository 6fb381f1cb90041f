"""Taking actions in a change that is open: all of it is worked out first, then written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from runner.bpmn import forms
from runner.cases.chains import Move, checked_chain, plan, reply
from runner.cases.change import Change, check_revision, check_seen, checked_text
from runner.cases.conversation import Conversation, written
from runner.cases.preview import Previews, differing
from runner.cases.records import Records
from runner.cases.views import CaseView
from runner.errors import StaleCase
from runner.model import ActRequest
from runner.store import milestones


class Actions:
    def __init__(self, records: Records, conversation: Conversation, previews: Previews):
        self._records = records
        self._conversation = conversation
        self._previews = previews

    def take(self, change: Change, request: ActRequest) -> CaseView:
        return self.carry_out(change, self.worked_out(change, request))

    def worked_out(self, change: Change, request: ActRequest) -> tuple[Move, ...]:
        """What the person asks for; nothing is written yet. Raises Forbidden, NotPossible,
        StaleCase, OutdatedProposal and InvalidInput."""
        forms.check_size(request.fields)
        check_revision(change.case, request.revision)
        if not request.actions:
            change.require("write")
            body = checked_text("body", request.fields.get("body", ""))
            check_seen(change, request.seen)
            return (reply(change, body),)
        names = checked_chain(request.actions)
        check_seen(change, request.seen)
        moves = tuple(plan(change, names, request.fields))
        if request.expected is not None:
            self._check_expected(change, moves, request.expected)
        return moves

    def _check_expected(self, change: Change, moves: Sequence[Move], expected: str) -> None:
        known = milestones.of_case(change.tx, change.case.id)
        differs = differing(expected, self._previews.of(change, moves, known).token)
        if differs:
            raise StaleCase(
                f"What would happen to case {change.case.number} is not what you were shown: "
                f"{', '.join(differs)}. Look at it, then send again; your text is kept.",
                differs=differs,
            )

    def carry_out(self, change: Change, moves: Iterable[Move]) -> CaseView:
        """Writes what the person does, once all of it has been worked out."""
        for move in tuple(moves):
            change = self._write(change, move)
        return change.view()

    def _write(self, change: Change, move: Move) -> Change:
        """Writes what a person did and said: texts go into the conversation, the rest are facts of
        the case from now on. With an action of the customer what they said is told as part of
        that."""
        if move.step is None:
            return self._note(change, move)
        keep = self._conversation.keep if change.side == "customer" else self._conversation.say
        for body, visibility in move.said:
            keep(change, written(change, body, visibility))
        change = move.with_facts(change)
        return replace(change, case=self._records.save(change, move.step, move.cause))

    def _note(self, change: Change, move: Move) -> Change:
        for body, visibility in move.said:
            self._conversation.note(change, written(change, body, visibility))
        return change
