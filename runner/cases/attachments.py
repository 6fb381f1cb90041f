"""Files that come with messages: brought first, then sent with a text, then read by whoever may
read that text.

Decision 0282.
"""

from __future__ import annotations

import socket
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from functools import partial
from itertools import islice
from typing import BinaryIO

from runner.cases.dependencies import Dependencies
from runner.cases.file_checks import HEAD, checked_kind, clean_name
from runner.cases.views import find_case
from runner.errors import InvalidInput, NotFound, StoreError
from runner.language import _
from runner.model import Attachment, Person, Reporting, size_in_words, to_number
from runner.people.permissions import may
from runner.store import Transaction, attachments, daily_counts, incoming_mails
from runner.store.file_folder import Source, TooLarge

KEEP_WAITING = timedelta(days=30)
"""How long a file is kept that nobody sends, such as one of a draft."""

KEEP_UNNAMED = A_DAY = timedelta(days=1)
"""How long the folder keeps what no table names: longer than any request takes."""

WAITING_SHARE = 4
"""So many messages full of files may wait to be sent, of what one person has brought in a day."""

DAILY_SHARE, DAILY_SHARE_OF_VISITOR = 40, 4
"""So many messages full of files may be brought in a day: by a person, and by all visitors
together; by the visitors of one network address."""


ANOTHERS, MISSING = "The folder of files is another’s", "Files are missing"
"""Incidents, each of a node. Decision 0353."""


class Attachments:
    def __init__(self, dependencies: Dependencies):
        self._db = dependencies.db
        self._clock = dependencies.clock
        self._folder = dependencies.folder
        self._limits = dependencies.file_limits
        self._scanner = dependencies.scanner
        self._note_reads = dependencies.note_reads

    # -------------------------------------------------------------- bringing

    def let_in(self, sizes: Sequence[int], by: Person | None, network_address: str) -> None:
        """Counts files of these sizes before any is written, so that what is refused later fills no
        disk either. `by` is None for a visitor. Raises InvalidInput."""
        self._check_number(len(sizes))
        shares = {"files of visitors": DAILY_SHARE}
        shares |= {f"files of {network_address}": DAILY_SHARE_OF_VISITOR}
        kilobytes, most = sum(sizes) // 1_000 + len(sizes), self._limits.message_bytes // 1_000
        with self._db.write() as tx:
            for who, share in ({f"files {by.id}": DAILY_SHARE} if by else shares).items():
                if daily_counts.add(tx, who, self._clock.now(), kilobytes) > most * share:
                    raise InvalidInput(
                        {"files": [_("are more than are taken in one day: go on tomorrow")]}
                    )

    def _check_number(self, number: int) -> None:
        most = self._limits.message_files
        if number > most:
            raise InvalidInput(
                {
                    "files": [
                        _("are %(number)s; a message may have %(most)s", number=number, most=most)
                    ]
                }
            )

    def keep(self, name: str, source: Source) -> Attachment:
        """Writes a file into the folder, where nobody sees it yet. Raises InvalidInput, naming the
        limit that it is beyond, Infected, NotExamined, and ScannerAway."""
        name, most = clean_name(name), self._limits.file_bytes
        head = source.read(HEAD)
        kind = checked_kind(name, head, self._limits.refused)
        examine = partial(self._scanner.examine, name) if self._scanner else None
        try:
            digest, size = self._folder.put(_Whole(head, source), most, examine)
        except TooLarge as error:
            raise InvalidInput(
                {
                    "files": [
                        _(
                            "cannot include “%(name)s”: one may have %(most)s",
                            name=name,
                            most=size_in_words(most),
                        )
                    ]
                }
            ) from error
        if not size:
            raise InvalidInput({"files": [_("cannot include “%(name)s”: it is empty", name=name)]})
        return Attachment(0, name, kind, size, digest)

    def add(self, person: Person, kept: Iterable[Attachment]) -> tuple[Attachment, ...]:
        """Makes files of the folder ones that wait for their person to send them."""
        kept = tuple(kept)
        with self._db.write() as tx:
            most = self._limits.message_bytes * WAITING_SHARE
            there = attachments.bytes_waiting(tx, person.id, self._clock.now() - A_DAY)
            if there + sum(file.size for file in kept) > most:
                wait = _(
                    "wait already, %(there)s of yours: send them, or go on tomorrow",
                    there=size_in_words(there),
                )
                raise InvalidInput({"files": [wait]})
            return self.waiting_of(tx, person, kept)

    def waiting_of(
        self, tx: Transaction, person: Person, kept: Iterable[Attachment]
    ) -> tuple[Attachment, ...]:
        """`add` as a part of a transaction that also sends them."""
        now = self._clock.now()
        return tuple(replace(file, id=attachments.add(tx, file, person.id, now)) for file in kept)

    def waiting(self, person: Person, ids: Sequence[int]) -> list[Attachment]:
        """Those of these files that wait for the person to send them; others are left out."""
        with self._db.read() as tx:
            return attachments.waiting(tx, person.id, ids)

    def chosen(self, tx: Transaction, person: Person, ids: Sequence[int]) -> tuple[Attachment, ...]:
        """The files that a person sends with a text. Raises InvalidInput."""
        if not ids:
            return ()
        ids = list(dict.fromkeys(ids))
        self._check_number(len(ids))
        found = tuple(attachments.waiting(tx, person.id, ids))
        if len(found) < len(ids):
            raise InvalidInput(
                {"files": [_("were sent already, or are not here any more: choose them again")]}
            )
        size, most = sum(file.size for file in found), self._limits.message_bytes
        if size > most:
            raise InvalidInput(
                {
                    "files": [
                        _(
                            "have %(size)s; those of a message may have %(most)s",
                            size=size_in_words(size),
                            most=size_in_words(most),
                        )
                    ]
                }
            )
        return found

    def discard(self, person: Person, ids: Sequence[int]) -> None:
        """Forgets those of these files that wait for the person to send them."""
        if ids:
            with self._db.write() as tx:
                attachments.discard_waiting(tx, person.id, ids)

    # -------------------------------------------------------------- reading

    def get(
        self, person: Person, attachment: int, case_id: int | None = None
    ) -> tuple[Attachment, BinaryIO]:
        """A file and its content, for whoever may read its message, and for whoever brought it as
        long as it waits; with `case_id` only one of that case. Raises NotFound."""
        with self._db.read() as tx:
            file, internal = self._seen(tx, person, attachment)
        if case_id not in (None, file.case_id):
            raise NotFound(_("There is no such file in this case."))
        if internal and file.case_id is not None:
            self._note_reads.note(person, to_number(file.case_id))
        return file, self._folder.open(file.digest)

    def of_case(self, person: Person, number: str) -> list[Attachment]:
        """All files of a case that the person may see. Raises NotFound."""
        with self._db.read() as tx:
            case, _ = find_case(tx, person, number)
            return attachments.of_case(tx, case.id, internal=may(person, "see_internal", case))

    def _seen(self, tx: Transaction, person: Person, attachment: int) -> tuple[Attachment, bool]:
        """A file, and whether it came with an internal note."""
        found = attachments.by_id(tx, attachment)
        if found is not None:
            file, brought_by, visibility = found
            if file.case_id is None and brought_by == person.id:
                return file, False
            with suppress(NotFound):  # that of a case would name it
                if file.case_id is not None:
                    case, _rest = find_case(tx, person, to_number(file.case_id))
                    if visibility == "public" or may(person, "see_internal", case):
                        return file, visibility != "public"
        raise NotFound(_("There is no such file, or it is not yours to see."))

    # -------------------------------------------------------------- looking after the folder

    def sweep(self, incidents: Reporting) -> int:
        """Removes what was brought and not sent in a month, and files that no table names: those of
        a request that ended half-way. Files that are named and not there are an incident of this
        node: another one may see another folder. Returns how many files it removed; none where the
        folder belongs to another database or cannot be read, which are incidents, too."""
        try:
            return self._swept(incidents) if self._is_ours(incidents) else 0
        except OSError as error:
            incidents.report(None, MISSING, _on_this_node(self._folder.told_unread(error)))
            return 0

    def _is_ours(self, incidents: Reporting) -> bool:
        try:
            self._folder.claim()
        except StoreError as error:
            incidents.report(None, ANOTHERS, _on_this_node(str(error)))
            return False
        incidents.settle(ANOTHERS, _on_this_node(""))
        return True

    def _swept(self, incidents: Reporting) -> int:
        now, removed = self._clock.now(), 0
        with self._db.write() as tx:
            attachments.remove_waiting(tx, now - KEEP_WAITING)
            incoming_mails.forget_raw_of_machines(tx, now - KEEP_WAITING)
        before = now - KEEP_UNNAMED
        old = self._folder.before(before)
        while some := list(islice(old, 500)):
            with self._db.read() as tx:
                unnamed = set(some) - attachments.named(tx, some)
            removed += sum(self._folder.remove(digest, before) for digest in unnamed)
        if self.missing():
            text = (
                f"Files of messages are not in {self._folder.path}; caselane doctor says how many. "
                "If another node has them, give all nodes the same CASELANE_FILES; else bring them "
                "back from a backup."
            )
            incidents.report(None, MISSING, _on_this_node(text))
        else:
            incidents.settle(MISSING, _on_this_node(""))
        return removed

    def missing(self) -> list[str]:
        """The digests of files that a message has and the folder has not."""
        with self._db.read() as tx:
            return sorted(d for d in attachments.digests(tx) if not self._folder.has(d))


def _on_this_node(text: str) -> str:
    return f"On the node {socket.gethostname()}: {text}"


class _Whole:
    """A source whose first bytes have been read already."""

    def __init__(self, head: bytes, rest: Source):
        self._head, self._rest = head, rest

    def read(self, size: int, /) -> bytes:
        piece, self._head = self._head[:size], self._head[size:]
        return piece or self._rest.read(size)
