"""Mails that came in."""

from __future__ import annotations

from dataclasses import dataclass


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
