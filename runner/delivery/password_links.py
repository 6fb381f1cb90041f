"""Mails with a link to set a new password.

A link is made when its mail is sent, so that no job, log or backup ever holds one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from runner.clock import Clock
from runner.delivery.channels import Channel
from runner.delivery.jobs import NOTIFY, PASSWORD_LINK, Jobs
from runner.delivery.sender import SpeakingTo
from runner.errors import InvalidInput, NotFound
from runner.language import N_, _
from runner.model import MAIL, Job, NewJob, Notification, Person, Visit
from runner.people.accounts import Accounts
from runner.people.attempts import (
    LINKS_PER_ADDRESS,
    LINKS_PER_EMAIL,
    count_attempts,
)
from runner.people.password_resets import ASKED_FOR, GIVEN, PasswordResets
from runner.people.permissions import require
from runner.store import Database, Transaction

SUBJECT = N_("A new password")

ASKED = N_("""Somebody, probably you, asked for a new password for Caselane.

Open the link within an hour to set one. It is good once, and ends all sessions of yours.

If it was not you, do nothing: your password stays as it is.""")

INVITED = N_("""An account of Caselane is waiting for you.

Open the link within a day to set a password. It is good once.""")


class PasswordLinks:
    def __init__(
        self, db: Database, accounts: Accounts, resets: PasswordResets,
        ways: tuple[Jobs, Mapping[str, Channel], SpeakingTo], clock: Clock,
    ):  # fmt: skip
        """`ways`: where jobs go, the channels of this node, and how people are spoken to."""
        self._db = db
        self._accounts = accounts
        self._resets = resets
        self._jobs, self._channels, self._speaking_to = ways
        self._clock = clock

    @property
    def by_mail(self) -> bool:
        """Whether this node can send mails."""
        return MAIL in self._channels

    def ask(self, email: str, visit: Visit) -> None:
        """Enqueues a mail to whoever has this address. The same is done, and takes as long, where
        nobody has: the answer does not tell which addresses have accounts. Raises
        TooManyAttempts."""
        email, now = email.strip().lower()[:254], self._clock.now()
        buckets = {
            f"password link {email}": LINKS_PER_EMAIL,
            f"password links from {visit.address}": LINKS_PER_ADDRESS,
        }
        with self._db.write() as tx:
            count_attempts(tx, buckets, now)
            self._enqueue(tx, email, invited=False)

    def invite(self, email: str, by: Person) -> None:
        """Enqueues a mail with a link to a person who is to set a first password, or another one.
        Raises NotFound, and InvalidInput where no mail can be sent."""
        require(by, "manage_people")
        if not self.by_mail:
            raise InvalidInput({"email": [_("gets no mail: CASELANE_SMTP_URL is not set")]})
        with self._db.write() as tx:
            person = self._accounts.active(email)
            self._enqueue(tx, person.email, invited=True)
            self._accounts.note(tx, person, by, "password link sent")

    def _enqueue(self, tx: Transaction, email: str, invited: bool) -> None:
        key = hashlib.sha256(email.encode("utf-8", "replace")).hexdigest()[:32]
        payload = {
            "email": email,
            "invited": invited,
            "about": "Mails with links to set a password",
        }
        name, now = f"{PASSWORD_LINK}:{key}", self._clock.now()
        self._jobs.enqueue(tx, NewJob(PASSWORD_LINK, name, now, None, payload, NOTIFY))

    def send(self, job: Job) -> None:
        """Sends the mail of a job. Nobody gets one whose account is not active, or is none. Raises
        ChannelError."""
        try:
            person = self._accounts.active(job.payload["email"])
        except NotFound:
            return
        channel = self._channels.get(MAIL)
        if channel is None:
            return  # asked on a node that had one
        invited = job.payload["invited"]
        subject, body = (
            (N_("Set a password for Caselane"), INVITED) if invited else (SUBJECT, ASKED)
        )
        url = self._resets.url(person, GIVEN if invited else ASKED_FOR)
        with self._speaking_to(person):
            note = Notification(
                job.id, person, None, "", str(subject), str(body), self._clock.now(),
                topic=PASSWORD_LINK,
            )  # fmt: skip
            channel.send(note, [(_("Set a password"), url)], "")
