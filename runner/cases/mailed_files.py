"""The files of a message that go along with the mail that tells of it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from runner.cases.dependencies import Dependencies
from runner.errors import NotFound
from runner.model import MAIL, Attachment, NoticeFile, Notification
from runner.store import attachments


class MailedFiles:
    """`most` is how many bytes a mail may bring along."""

    def __init__(self, dependencies: Dependencies, most: int):
        self._db = dependencies.db
        self._folder = dependencies.folder
        self._most = most

    def add_to(self, note: Notification, way: str) -> Notification:
        """Puts the files of its message into a mail, as many as there is room for. All of them are
        named in its text, and its link to the case shows them."""
        if way != MAIL or note.message_id is None or note.case_id is None:
            return note
        with self._db.read() as tx:
            found = attachments.of_messages(tx, note.case_id, [note.message_id])
        return replace(note, files=(*note.files, *self._read(found)))

    def _read(self, found: Sequence[Attachment]) -> list[NoticeFile]:
        read, room = [], self._most
        for file in found:
            if file.size <= room:
                with suppress(NotFound), self._folder.open(file.digest) as content:
                    read.append(NoticeFile(file.name, file.kind, content.read()))
                    room -= file.size
        return read
