"""What the work on cases is joined from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from runner.clock import Clock
from runner.delivery.incoming.hook_rules import Hook
from runner.delivery.incoming.mailboxes import Mailbox
from runner.delivery.jobs import Jobs
from runner.delivery.notifications import Notifications
from runner.delivery.virus_scanner import VirusScanner
from runner.delivery.webhooks import Webhooks
from runner.people.accounts import Accounts
from runner.people.links import Links
from runner.people.note_reads import NoteReads
from runner.people.reply_addresses import ReplyAddresses
from runner.people.retention_rules import RetentionRule
from runner.store import Database
from runner.store.file_folder import FileFolder
from runner.versions import Versions


@dataclass(frozen=True, slots=True)
class FileLimits:
    """Of the files that come with messages: bytes of one, how many a message may have, bytes of all
    of them; and the endings of names that are refused."""

    file_bytes: int
    message_files: int
    message_bytes: int
    refused: frozenset[str]


@dataclass(frozen=True, slots=True)
class Dependencies:
    """Made once, by `bootstrap`; every floor that changes cases takes what it needs."""

    db: Database
    versions: Versions
    jobs: Jobs
    notifications: Notifications
    webhooks: Webhooks
    links: Links
    accounts: Accounts
    clock: Clock
    hold: timedelta
    """How long support can take back what is sent from the page of a case; nothing for never."""
    folder: FileFolder
    file_limits: FileLimits
    scanner: VirusScanner | None
    """Looks for viruses in each file; None where nobody does."""
    mailboxes: Mapping[str, Mailbox]
    reply_addresses: ReplyAddresses
    own_addresses: frozenset[str]
    """From which Caselane writes, and those of its mailboxes."""
    hooks: Mapping[str, Hook]
    """By which programs deliver."""
    retention: tuple[RetentionRule, ...]
    """How long what people wrote is kept after its case was closed."""
    note_reads: NoteReads
    answering_takes: bool = False
    """Whether who answers a case that nobody owns becomes its owner."""
