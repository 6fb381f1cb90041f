"""Mails that came in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from runner.model.person import Person


@dataclass(frozen=True, slots=True)
class MailFile:
    """A file of a mail, under the name that its sender gave it."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class IncomingMail:
    """A mail as it was read.

    `sender` is the one address of From, '' where there is none or several; `name` is what stands
    beside it. `answers` are the ids of In-Reply-To and References. `machine` says by which sign a
    machine wrote it, '' for a person. A `bounce` names the addresses that `failed`, and `returned`
    are the addresses at which the mail that came back could be answered. `distrusted` says what the
    receiving server found wrong with the sender; `proven`, that it found the sender to be right.
    `digest` tells this mail from any other, however often and by which way it comes."""

    message_id: str
    digest: str
    sender: str
    name: str
    recipients: tuple[str, ...]
    subject: str
    text: str
    answers: tuple[str, ...]
    machine: str
    bounce: bool
    failed: tuple[str, ...]
    returned: tuple[str, ...]
    distrusted: str
    proven: bool
    files: tuple[MailFile, ...]


MailState = Literal["taken", "machine", "waiting", "accepted", "discarded"]
"""What became of a mail: it did what it is for; a machine wrote it, so that it moved nothing; it
waits for a person to decide, who then accepted or discarded it."""

UNDECIDED: tuple[MailState, ...] = ("machine", "waiting")


@dataclass(frozen=True, slots=True)
class ReceivedMail:
    """A mail as it is kept. `why` says why it waits, or by what sign a machine wrote it; `raw` is
    the digest under which the folder of files has all of it, as long as it may be needed. The case
    of one that waits is the one that it names itself."""

    id: int
    digest: str
    mailbox: str
    message_id: str
    at: datetime
    sender: str
    subject: str
    body: str
    state: MailState
    why: str = ""
    raw: str | None = None
    case_id: int | None = None
    decided_by: Person | None = None
    spam: bool = False
    """Whether its case is marked as spam."""

    @property
    def is_undecided(self) -> bool:
        """Whether a person may decide about it. One that Caselane could not keep is looked at in
        its mailbox: it can only be discarded."""
        return self.state in UNDECIDED


@dataclass(frozen=True, slots=True)
class MailboxLook:
    """When a mailbox was looked into last, and when it could be read last; how often in a row it
    could not since then, and what was said about it."""

    at: datetime
    read_at: datetime | None
    failures: int
    failure: str


@dataclass(frozen=True, slots=True)
class MailPlace:
    """How far a mailbox was read: the last number that its server gave to a mail, which is good
    while its UIDVALIDITY is (RFC 3501, 2.3.1.1)."""

    uid_validity: int
    uid: int
