"""Reading a folder of an IMAP server. Nothing in it is changed, nor marked as read."""

from __future__ import annotations

import imaplib
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date

from imap_tools import BaseMailBox, ImapToolsError, MailBox, MailBoxStartTls, MailBoxUnencrypted

from runner.delivery.incoming.mailboxes import ImapAccess
from runner.errors import ChannelError
from runner.model import MailPlace

TIMEOUT = 30
"""Seconds for each answer of a mail server."""

_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


class ImapFolder:
    def __init__(self, box: BaseMailBox, name: str):
        self._box = box
        self._name = name

    def end(self) -> MailPlace:
        """The place behind the newest mail."""
        found = self._box.folder.status(self._name, ["UIDVALIDITY", "UIDNEXT"])
        return MailPlace(found["UIDVALIDITY"], found["UIDNEXT"] - 1)

    def after(self, uid: int) -> list[int]:
        """The numbers of the mails behind this one, in their order. A server answers a range that
        is empty with the newest mail (RFC 3501, 6.4.8)."""
        found = self._box.uids(f"UID {uid + 1}:*", charset=None)
        return sorted(number for number in map(int, found) if number > uid)

    def since(self, day: date) -> list[int]:
        """The numbers of the mails that came on this day or later."""
        found = self._box.uids(f"SINCE {day.day}-{_MONTHS[day.month - 1]}-{day.year}", charset=None)
        return sorted(map(int, found))

    def size(self, uid: int) -> int:
        """Bytes of a mail; 0 for one that is gone."""
        found = _SIZE.search(b" ".join(self._fetched(uid, "(RFC822.SIZE)")))
        return int(found[1]) if found else 0

    def raw(self, uid: int) -> bytes:
        """A mail as it came; empty for one that is gone."""
        return max(self._fetched(uid, "(BODY.PEEK[])"), key=len, default=b"")

    def _fetched(self, uid: int, what: str) -> list[bytes]:
        _, answer = self._box.client.uid("FETCH", str(uid), what)
        parts: list[bytes] = []
        for part in answer:
            parts += [part] if isinstance(part, bytes) else list(part or ())
        return parts


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
"""As IMAP names them, in whatever language the machine speaks."""


@contextmanager
def connect(access: ImapAccess) -> Iterator[ImapFolder]:
    """Signs in and opens the folder for reading. Raises ChannelError."""
    try:
        box = _reached(access)
        try:
            box.login(access.user, access.password, initial_folder=None)
            box.folder.set(access.folder, readonly=True)
            yield ImapFolder(box, access.folder)
        finally:
            with suppress(OSError, imaplib.IMAP4.error, ImapToolsError):
                box.logout()
    except (OSError, imaplib.IMAP4.error, ImapToolsError) as error:
        raise ChannelError(f"{access.host}:{access.port}: {error}") from error


def _reached(access: ImapAccess) -> BaseMailBox:
    if access.scheme == "imap":
        return MailBoxUnencrypted(access.host, access.port, timeout=TIMEOUT)
    context = ssl.create_default_context()
    kind = MailBox if access.scheme == "imaps" else MailBoxStartTls
    return kind(access.host, access.port, timeout=TIMEOUT, ssl_context=context)
