"""Who answers a case that nobody owns takes it, where the setting `answering_takes` says so.
Decision 0277."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from runner.cases.chains import Move, public
from runner.cases.change import Change
from runner.people.permissions import can_own


@dataclass(frozen=True, slots=True)
class Answering:
    takes: bool

    def owning(self, change: Change, moves: Iterable[Move]) -> Change:
        """The change, with the person as the owner of the case where the moves take it."""
        if not (self.takes and change.case.owner is None and _is_answer(change, moves)):
            return change
        return replace(change, case=replace(change.case, owner=change.person))


def _is_answer(change: Change, moves: Iterable[Move]) -> bool:
    """Whether somebody of support, who can own cases, writes to the customer."""
    answers = any(public(move.said) for move in moves)
    return answers and change.side == "support" and can_own(change.person)
