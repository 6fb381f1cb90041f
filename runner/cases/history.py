"""The history of a case. Its lines are written here and nowhere else, so that no way of changing a
case forgets those who are told of it."""

from __future__ import annotations

from typing import Any

from runner.delivery.webhooks import Webhooks
from runner.model import Case, Occurrence, Person, Side
from runner.store import Transaction, events


class History:
    def __init__(self, webhooks: Webhooks):
        self._webhooks = webhooks

    def record(
        self,
        tx: Transaction,
        case: Case,
        sequence: int,
        happening: Occurrence,
        *,
        event: str,
        actor: Person | None = None,
        side: Side | None = None,
        action: str | None = None,
        details: dict[str, Any] | None = None,
        internal: bool = False,
    ) -> None:
        """Adds line `sequence` to the history of a case, which is given as it is after its last
        line. Of what is `internal` nobody outside is told."""
        events.record(
            tx,
            case,
            sequence,
            happening,
            event=event,
            actor=actor.id if actor and actor.id else None,
            audience=side,
            action=action,
            details=details,
        )
        if not internal:
            self._webhooks.tell(tx, case, sequence, happening, event, action, side)
