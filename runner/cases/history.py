"""The history of a case. Its lines are written here and nowhere else, so that no way of changing a
case forgets the receivers of web hooks."""

from __future__ import annotations

from runner.delivery.webhooks import Webhooks
from runner.model import Case, Event
from runner.store import Transaction, events


class History:
    def __init__(self, webhooks: Webhooks):
        self._webhooks = webhooks

    def record(
        self, tx: Transaction, case: Case, event: Event, resolution: str | None = None
    ) -> None:
        """Adds a line to the history of a case, and tells it to the receivers of web hooks, except
        for internal notes. `case` is the case after its last line, `resolution` is set for the
        line that resolved it."""
        events.add(tx, case.id, event)
        if event.details.get("visibility") != "internal":
            self._webhooks.tell(tx, case, event, resolution)
