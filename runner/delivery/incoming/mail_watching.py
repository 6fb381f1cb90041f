"""Hearing of mails at once: a connection for each mailbox on which its server says by itself that
one has come (IDLE, RFC 2177). It only rings: the mails are fetched by the mailbox's job, and a
server without IDLE, or one that cannot be reached, is looked into once a minute all the same.
Decision 0314.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from typing import Protocol

from runner.delivery.incoming.mailboxes import ImapAccess, Mailbox
from runner.errors import ChannelError, StoreError

log = logging.getLogger("caselane.mail")

AGAIN = 60.0
"""Seconds until a server that could not be listened to is called again."""


class WatchedFolder(Protocol):
    """A folder of a mail server, such as `imap.ImapFolder`."""

    @property
    def can_wait(self) -> bool: ...
    def wait(self, stopped: Callable[[], bool], begun: Callable[[], None]) -> None: ...


class MailWatch:
    """`ring` gives a mailbox, by its name, a job that fetches its mails; it may raise
    StoreError."""

    def __init__(
        self,
        mailboxes: Mapping[str, Mailbox],
        connect: Callable[[ImapAccess], AbstractContextManager[WatchedFolder]],
        ring: Callable[[str], None],
    ):
        self._connect = connect
        self._ring = ring
        self._stop = threading.Event()
        self._threads = [
            threading.Thread(
                target=self._watch, args=[box.name, box.access], daemon=True,
                name=f"mailbox-{box.name}",
            )
            for box in mailboxes.values()
            if box.access is not None
        ]  # fmt: skip

    def start(self) -> None:
        """Listens to each mailbox in a thread of its own. Called once, by a node with a worker."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Hangs up within seconds; a server that is just being called is left behind."""
        self._stop.set()
        for thread in self._threads:
            if thread.is_alive():
                thread.join(timeout=3)

    def _watch(self, name: str, access: ImapAccess) -> None:
        while not self._stop.is_set():
            try:
                with self._connect(access) as folder:
                    if not folder.can_wait:
                        log.info("mailbox %s: no IDLE there, looked into once a minute", name)
                        return
                    self._listen(name, folder)
            except (ChannelError, StoreError) as error:
                log.info("mailbox %s is not listened to: %s", name, error)
            except Exception:
                log.exception("mailbox %s is not listened to", name)
            self._stop.wait(AGAIN)

    def _listen(self, name: str, folder: WatchedFolder) -> None:
        while not self._stop.is_set():  # each time for what came while nobody listened
            folder.wait(self._stop.is_set, lambda: self._ring(name))
