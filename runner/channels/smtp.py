"""Mail out, by SMTP."""

from __future__ import annotations

import smtplib
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import parseaddr
from urllib.parse import unquote, urlsplit

from runner.errors import ChannelError, ConfigError
from runner.model import Notification

SCHEMES = {"smtp": 25, "smtps": 465, "smtp+starttls": 587}
TIMEOUT = 30
"""Seconds for a mail server to answer."""


class SmtpChannel:
    def __init__(self, url: str, sender: str):
        parts = urlsplit(url)
        if parts.scheme not in SCHEMES or not parts.hostname:
            raise ConfigError(f"CASELANE_SMTP_URL '{url}' is not like smtp://mail.example.com:25.")
        self._scheme, self._host = parts.scheme, parts.hostname
        self._port = parts.port or SCHEMES[parts.scheme]
        self._user, self._password = unquote(parts.username or ""), unquote(parts.password or "")
        name, address = parseaddr(sender)
        if "@" not in address:
            raise ConfigError(f"CASELANE_MAIL_FROM '{sender}' is not a mail address.")
        self._sender = Address(name, addr_spec=address)

    def send(self, note: Notification) -> None:
        try:
            message = self.compose(note)
            with self._connection() as server:
                server.send_message(message)
        except (OSError, smtplib.SMTPException, ValueError) as error:
            raise ChannelError(f"Mail to {note.person.email} was not sent: {error}") from error

    def compose(self, note: Notification) -> EmailMessage:
        """The mail for a notification. Its id is the notification's, so that a mail that is sent
        twice (a crash between sending and noting it) can be told by who receives it."""
        message = EmailMessage()
        message["From"] = self._sender
        message["To"] = Address(_one_line(note.person.name), addr_spec=note.person.email)
        message["Subject"] = _one_line(note.subject)
        message["Date"] = note.created_at
        message["Message-ID"] = f"<caselane.{note.id}@{self._sender.domain}>"
        message["Auto-Submitted"] = "auto-generated"
        message["X-Auto-Response-Suppress"] = "All"
        message.set_content(note.body)
        return message

    def _connection(self) -> smtplib.SMTP:
        kind = smtplib.SMTP_SSL if self._scheme == "smtps" else smtplib.SMTP
        server = kind(self._host, self._port, timeout=TIMEOUT)
        try:
            if self._scheme == "smtp+starttls":
                server.starttls()
            if self._user:
                server.login(self._user, self._password)
        except BaseException:
            server.close()
            raise
        return server


def _one_line(text: str) -> str:
    return " ".join(text.split())
