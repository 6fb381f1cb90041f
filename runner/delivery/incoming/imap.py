"""Reading a folder of an IMAP server. Nothing in it is changed, nor marked as read."""

from __future__ import annotations

import imaplib
import re
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date
from functools import partial

from imap_tools import BaseMailBox, ImapToolsError, MailBox, MailBoxStartTls, MailBoxUnencrypted
from imap_tools.idle import get_socket_poller

from runner.clock import stopwatch
from runner.delivery.incoming.mailboxes import ImapAccess
from runner.errors import ChannelError
from runner.model import MailPlace

TIMEOUT = 30
"""Seconds for each answer of a mail server."""

LISTENING, LONGEST_IDLE = 1.0, 1200
"""Seconds of each look for news, and after which the server is told again that somebody waits: it
may hang up after thirty minutes (RFC 2177), and a connection that broke is not heard to break."""

LARGEST_ANSWER = 256 << 20
"""Bytes of one answer of a server."""

SIZE, BODY = "(RFC822.SIZE)", "(BODY.PEEK[])"

_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


class ImapFolder:
    """What a server says is looked at before it is believed. Each method raises ChannelError."""

    def __init__(self, box: BaseMailBox, name: str):
        self._box = box
        self._name = name

    def end(self) -> MailPlace:
        """The place behind the newest mail."""
        with _errors():
            found = self._box.folder.status(self._name, ["UIDVALIDITY", "UIDNEXT"])
            return MailPlace(_number(found["UIDVALIDITY"]), _number(found["UIDNEXT"]) - 1)

    def after(self, uid: int) -> list[int]:
        """The numbers of the mails behind this one, in their order. A server answers a range that
        is empty with the newest mail (RFC 3501, 6.4.8)."""
        return [number for number in self._found(f"UID {uid + 1}:*") if number > uid]

    def since(self, day: date) -> list[int]:
        """The numbers of the mails that came on this day or later."""
        return self._found(f"SINCE {day.day}-{_MONTHS[day.month - 1]}-{day.year}")

    def _found(self, criteria: str) -> list[int]:
        with _errors():
            return sorted(map(_number, self._box.uids(criteria, charset=None)))

    def size(self, uid: int) -> int:
        """Bytes of a mail as the server says; 0 for one that is gone."""
        lines = [part if isinstance(part, bytes) else part[0] for part in self._fetched(uid, SIZE)]
        found = _SIZE.search(b" ".join(lines))
        return int(found[1]) if found else 0

    def raw(self, uid: int) -> bytes:
        """A mail as it came; empty for one that is gone."""
        parts = [part for part in self._fetched(uid, BODY) if isinstance(part, tuple)]
        return next((part[1] for part in parts if b"BODY[]" in part[0].upper()), b"")

    def _fetched(self, uid: int, what: str) -> list[bytes | tuple[bytes, bytes]]:
        """A refusal is not a mail: its words come in the same place as one would."""
        with _errors():
            status, parts = self._box.client.uid("FETCH", str(uid), what)
            if status != "OK":
                raise ChannelError(f"the server does not give mail {uid}: {parts!r:.200}")
            return [part for part in parts if part]

    # -------------------------------------------------------------- waiting

    @property
    def can_wait(self) -> bool:
        """Whether the server says by itself that a mail has come. Many say that they can to those
        alone who have signed in."""
        with _errors():
            _, said = self._box.client.capability()
            return b"IDLE" in b" ".join(filter(None, said)).upper().split()

    def wait(self, stopped: Callable[[], bool], begun: Callable[[], None]) -> None:
        """Waits until the server says anything, or for LONGEST_IDLE. `begun` is called once the
        server listens: what came before that is not heard, and may be looked for."""
        with _errors():
            self._begin_waiting()
        try:
            begun()
            spent, connection = stopwatch(), self._box.client.socket()
            while not stopped() and spent() < LONGEST_IDLE:
                if get_socket_poller(connection, LISTENING):  # type: ignore[arg-type]
                    break  # what it says is not looked at: it may have come in part
        finally:
            with _errors():
                self._box.idle.stop()

    def _begin_waiting(self) -> None:
        """As `IdleManager.start`, which takes news for a refusal that the server has before it says
        that it waits."""
        client = self._box.client
        tag = self._box.idle._idle_tag = client._command("IDLE")
        while client._get_response() is not None:
            if refused := client.tagged_commands[tag]:
                raise ChannelError(f"the server does not wait: {refused!r:.200}")


def _number(given: int | str) -> int:
    """Raises ValueError for what RFC 3501 has no number for."""
    number = int(given)
    if not 0 <= number < 1 << 32:
        raise ValueError(f"{number} is no number of a mail")
    return number


@contextmanager
def _errors() -> Iterator[None]:
    """What goes wrong while a server is asked, as ChannelError."""
    try:
        yield
    except (OSError, imaplib.IMAP4.error, ImapToolsError, ValueError, LookupError) as error:
        raise ChannelError(f"{type(error).__name__}: {error}") from error


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
"""As IMAP names them, in whatever language the machine speaks."""


@contextmanager
def connect(access: ImapAccess) -> Iterator[ImapFolder]:
    """Signs in and opens the folder for reading. Raises ChannelError."""
    with _errors():
        box = _reached(access)
    try:
        with _errors():
            box.client.read = partial(_at_most, box.client.read)
            box.login(access.user, access.password, initial_folder=None)
            box.folder.set(access.folder, readonly=True)
        yield ImapFolder(box, access.folder)
    finally:
        with suppress(OSError, imaplib.IMAP4.error, ImapToolsError):
            box.logout()


def _at_most(read: Callable[[int], bytes], size: int) -> bytes:
    """Before a server that announces gigabytes fills the memory."""
    if size > LARGEST_ANSWER:
        raise imaplib.IMAP4.abort(f"the server announces {size} bytes")
    return read(size)


def _reached(access: ImapAccess) -> BaseMailBox:
    if access.scheme == "imap":
        return MailBoxUnencrypted(access.host, access.port, timeout=TIMEOUT)
    context = ssl.create_default_context()
    kind = MailBox if access.scheme == "imaps" else MailBoxStartTls
    return kind(access.host, access.port, timeout=TIMEOUT, ssl_context=context)
