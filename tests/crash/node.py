"""A real node that kills itself: `python -m tests.crash.node after 7 serve --port 8160`.

It is the command `caselane` with its real parts. Only the database, or a channel, is one that ends the
process by SIGKILL at its n-th commit: right `before` it, right `after` it (nothing was acknowledged yet), or
when the n-th mail or webhook was `sent` (and nobody has noted that). `never` lives on.

Decision 0051.
"""

import os
import signal
import sys
from datetime import timedelta
from itertools import count

from runner.bootstrap import Parts
from runner.cli import main as caselane
from runner.delivery import channels, worker
from runner.delivery.channels.smtp import SmtpChannel
from runner.delivery.channels.webhook import WebhookClient
from runner.delivery.jobs import table
from runner.model import MAIL
from runner.store import Database

LEASE = timedelta(seconds=2)
"""What a dead node held is free soon, so that nobody has to wait for it."""

when, nth, *arguments = sys.argv[1:]
_passed = count(1)


def pass_by(point: str) -> None:
    if point == when and next(_passed) == int(nth):
        os.kill(os.getpid(), signal.SIGKILL)


class MortalDatabase(Database):
    def _commit(self, transaction):
        pass_by("before")
        super()._commit(transaction)
        pass_by("after")


class MortalChannel(SmtpChannel):
    def send(self, note, links=(), address=""):
        super().send(note, links, address)
        pass_by("sent")


class MortalWebhooks(WebhookClient):
    def send(self, receiver, id, body, now):
        super().send(receiver, id, body, now)
        pass_by("sent")


def connect(settings, clock):
    found = channels.connect(settings, clock)
    if MAIL in found:
        found[MAIL].__class__ = MortalChannel  # as it is set up
    return found


if __name__ == "__main__":
    table.LEASE = worker.LEASE = LEASE
    caselane(arguments, obj=Parts(MortalDatabase, connect, MortalWebhooks))
