"""What other programs are told of cases: jobs written with the history, sent by workers.

Decision 0105.
"""

from __future__ import annotations

from collections.abc import Mapping

import orjson

from runner.clock import Clock
from runner.delivery.channels.receivers import Receiver
from runner.delivery.channels.webhook import WebhookClient
from runner.delivery.jobs import WEBHOOK, Jobs
from runner.errors import ChannelError
from runner.model import Case, Event, Job, NewJob, to_id
from runner.store import Database, Transaction, cases


class Webhooks:
    def __init__(
        self,
        db: Database,
        jobs: Jobs,
        channel: WebhookClient,
        receivers: Mapping[str, Receiver],
        clock: Clock,
    ):
        self._db = db
        self._jobs = jobs
        self._channel = channel
        self._receivers = receivers
        self._clock = clock
        self.has_receivers = bool(receivers)

    def tell(self, tx: Transaction, case: Case, event: Event, resolution: str | None) -> None:
        """Writes a job for each receiver about a line of the history of a case. `case` is the case
        after its last line. What people wrote is not told. Each line that moved a case took one
        revision; a message takes none."""
        event_id = f"{case.number}-{event.sequence}"
        told = {
            "type": f"case.{event.event}",
            "timestamp": event.at.isoformat(),
            "data": {
                "number": case.number,
                "sequence": event.sequence,
                "revision": case.revision - (case.events - event.sequence),
                "action": event.action,
                "element": event.element,
                "from_status": event.from_status or case.status,
                "status": event.to_status or case.status,
                "resolution": resolution,
                "by": event.audience,
                "version": event.version_id,
                **({"sent": event.details["sent"]} if "sent" in event.details else {}),
            },
        }
        for name in self._receivers:
            payload = {"receiver": name, "id": event_id, "about": f"receiver {name}", "event": told}
            key = f"{WEBHOOK}:{name}:{event_id}"
            job = NewJob(WEBHOOK, key, self._clock.now(), payload=payload, queue=WEBHOOK)
            self._jobs.enqueue(tx, job)

    def send(self, job: Job) -> None:
        """Sends nothing of a case that was marked as spam since. Raises ChannelError."""
        if self._is_of_spam(job):
            return
        payload, now = job.payload, self._clock.now()
        receiver = self._receivers.get(payload["receiver"])
        if receiver is None:  # it may be new, and this node not restarted yet
            raise ChannelError(
                f"CASELANE_WEBHOOKS of this node names no receiver '{payload['receiver']}'."
            )
        self._channel.send(receiver, payload["id"], orjson.dumps(payload["event"]), now)

    def _is_of_spam(self, job: Job) -> bool:
        case_id = to_id(job.payload["event"]["data"]["number"])
        with self._db.read() as tx:
            return case_id is not None and cases.is_spam(tx, case_id)
