"""Connections to a mail server. Decision 0374."""

from __future__ import annotations

import smtplib
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

from runner.errors import ConfigError

SCHEMES = {"smtp": 25, "smtps": 465, "smtp+starttls": 587}
TIMEOUT = 30
"""Seconds for each answer of a mail server."""

LONGEST = 120
"""Seconds for signing in, and for a whole mail: a server that answers a byte at a time is left,
too."""

IDLE = 2.0
"""Seconds for which a connection waits for the next mail. Greeting, TLS and signing in cost more
than most mails do."""

NO_MORE = 421
"""A server ends a connection that has carried enough (RFC 5321, 3.8)."""


class SmtpConnections:
    """Each carries one mail at a time. One whose mail was taken waits for the next."""

    def __init__(self, url: str):
        parts = urlsplit(url)
        self._scheme, self._host = parts.scheme, parts.hostname or ""
        try:
            self._port = parts.port or SCHEMES[parts.scheme]
        except (KeyError, ValueError):
            self._host = ""
        if not self._host:  # the URL is not repeated: a password may stand in it
            raise ConfigError("CASELANE_SMTP_URL is not like smtp://mail.example.com:25.")
        self._user, self._password = unquote(parts.username or ""), unquote(parts.password or "")
        self._waiting: dict[smtplib.SMTP, threading.Timer] = {}
        """Those that wait, each with the timer that ends it."""
        self._lock = threading.Lock()

    def send(self, message: EmailMessage) -> None:
        """Raises OSError, SMTPException, and ValueError for addresses that cannot be sent."""
        if server := self._one_that_waits():
            try:
                self._send(server, message)
                return
            except smtplib.SMTPSenderRefused as error:
                if error.smtp_code != NO_MORE:
                    raise
        self._send(self._new(), message)

    def _send(self, server: smtplib.SMTP, message: EmailMessage) -> None:
        with _closed_if_it_fails(server), _at_most(LONGEST, server):
            server.send_message(message)
        self._let_wait(server)

    def _one_that_waits(self) -> smtplib.SMTP | None:
        """The last one that the server has not ended meanwhile."""
        while True:
            with self._lock:
                if not self._waiting:
                    return None
                server, end = self._waiting.popitem()
            end.cancel()
            with suppress(OSError, smtplib.SMTPException), _at_most(TIMEOUT, server):
                if server.noop()[0] == 250:
                    return server
            server.close()

    def _let_wait(self, server: smtplib.SMTP) -> None:
        end = threading.Timer(IDLE, self._end, [server])
        end.daemon = True
        with self._lock:
            self._waiting[server] = end
        end.start()

    def _end(self, server: smtplib.SMTP) -> None:
        with self._lock:
            waits = self._waiting.pop(server, None)
        if waits:
            with suppress(OSError, smtplib.SMTPException), _at_most(TIMEOUT, server):
                server.quit()
            server.close()

    def _new(self) -> smtplib.SMTP:
        server = self._reached()
        with _closed_if_it_fails(server), _at_most(LONGEST, server):
            if self._scheme == "smtp+starttls":
                server.starttls(context=ssl.create_default_context())
            if self._user:
                server.login(self._user, self._password)
        return server

    def _reached(self) -> smtplib.SMTP:
        if self._scheme != "smtps":
            return smtplib.SMTP(self._host, self._port, timeout=TIMEOUT)
        context = ssl.create_default_context()  # smtplib's own checks no certificate
        return smtplib.SMTP_SSL(self._host, self._port, timeout=TIMEOUT, context=context)


@contextmanager
def _closed_if_it_fails(server: smtplib.SMTP) -> Iterator[None]:
    try:
        yield
    except BaseException:
        server.close()
        raise


@contextmanager
def _at_most(seconds: float, server: smtplib.SMTP) -> Iterator[None]:
    """Hangs up on a server that takes longer."""
    too_long = threading.Timer(seconds, _hang_up, [server])
    too_long.daemon = True
    too_long.start()
    try:
        yield
    finally:
        too_long.cancel()


def _hang_up(server: smtplib.SMTP) -> None:
    with suppress(OSError):
        if server.sock is not None:
            server.sock.shutdown(socket.SHUT_RDWR)
