"""Mail out, by SMTP."""

from __future__ import annotations

import smtplib
from collections.abc import Sequence
from dataclasses import replace
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import parseaddr

from runner.clock import Clock
from runner.config import Settings
from runner.delivery.channels.channel import Links
from runner.delivery.channels.mail_html import html_of
from runner.delivery.channels.smtp_connections import SmtpConnections
from runner.delivery.incoming.mailboxes import read_mailboxes, reply_addresses
from runner.errors import ChannelError, ConfigError, Undeliverable
from runner.language import N_
from runner.model import ALL_ROLES, MAIL, TOPICS, NoticeFile, NoticePart, Notification, Way
from runner.people.reply_addresses import ReplyAddresses

MERGED = N_(
    "More messages in this case are counted in the application, and mailed again once you have "
    "opened the case, or after a day."
)


PUBLIC = N_("Answer this mail to write to the customer.")
ANSWER = N_("You can answer this mail.")
OF_SEVERAL = N_("To answer, open a case: an answer to this mail would reach none of them.")

_ANSWERED = {"answer": ANSWER, "message": PUBLIC, "decision": PUBLIC}
"""The topics whose mails have a reply address of their own, and what is said of it. An answer to a
note or a reminder would be meant for a colleague, and must not reach the customer; but customers
answer whatever they are sent, receipts and reminders, too."""


_OF_CUSTOMERS = {"answer"}
"""The topics of what is written to a person, and no list that one could leave."""


def connect(settings: Settings, clock: Clock) -> SmtpChannel | None:
    if not settings.smtp_url:
        return None
    replies = reply_addresses(settings, read_mailboxes(settings))
    chosen = f"{settings.base_url.rstrip('/')}/settings/notifications"
    return SmtpChannel(settings.smtp_url, settings.mail_from, replies, chosen)


class SmtpChannel:
    """`replies` gives mails the addresses at which they are answered, and their ids; `chosen` is
    the page on which people choose how they are told."""

    def __init__(
        self, url: str, sender: str, replies: ReplyAddresses | None = None, chosen: str = ""
    ):
        self._replies = replies or ReplyAddresses(
            [""], domain=parseaddr(sender)[1].partition("@")[2]
        )
        self._chosen = chosen
        self._connections = SmtpConnections(url)
        name, address = parseaddr(sender)
        if "@" not in address:
            raise ConfigError(f"CASELANE_MAIL_FROM '{sender}' is not a mail address.")
        self._sender = Address(name, addr_spec=address)

    def ways(self) -> Sequence[Way]:
        return [Way(MAIL, N_("By mail at once"), ALL_ROLES)]

    def send(self, note: Notification, links: Links = (), address: str = "") -> None:
        """Raises ChannelError; Undeliverable when the server refused this mail for good. One whose
        files it finds too large goes without them: its text names them, and its link shows them."""
        try:
            self._connections.send(self.compose(note, links))
        except (OSError, smtplib.SMTPException, ValueError) as error:
            if note.message_id is not None and note.files and _is_too_large(error):
                return self.send(replace(note, files=()), links)
            kind = Undeliverable if _for_good(error) else ChannelError
            raise kind(f"Mail to {note.person.email} was not sent: {_why(error)}") from error

    def compose(self, note: Notification, links: Links = ()) -> EmailMessage:
        """The mail for a notification. Its id is the notification's, so that a mail that is sent
        twice (a crash between sending and noting it) can be told by who receives it."""
        message = EmailMessage()
        message["From"] = self._sender
        message["To"] = Address(_one_line(note.person.name), addr_spec=note.person.email)
        message["Subject"] = _one_line(note.subject)
        message["Date"] = note.created_at
        kind = "" if note.topic in TOPICS or not note.topic else f"{note.topic}."
        message["Message-ID"] = self._replies.message_id(f"{kind}{note.id}")
        message["Auto-Submitted"] = "auto-generated"
        message["X-Auto-Response-Suppress"] = "All"
        if note.case_id is not None:
            self._put_into_thread(message, note, note.case_id, self._replies)
        if self._chosen and (note.parts or note.topic in TOPICS.keys() - _OF_CUSTOMERS):
            message["List-Unsubscribe"] = f"<{self._chosen}>"
        said = _notices(note, message)
        message.set_content(_text(note, links, said))
        page = html_of(message["Subject"], note.body, links, said, note.parts)
        message.add_alternative(page, subtype="html")
        for file in note.files:
            main, sub = _type_of(file)
            message.add_attachment(file.data, main, sub, filename=file.name)
        return message

    def _put_into_thread(
        self, message: EmailMessage, note: Notification, case_id: int, replies: ReplyAddresses
    ) -> None:
        """Keeps the mails of a case together, and has answers come back to it."""
        message["References"] = replies.thread(case_id)
        message["List-Id"] = f"Cases <cases.{self._sender.domain}>"
        to = replies.address(case_id, note.person) if _answered(note) else replies.mailbox
        if to:
            message["Reply-To"] = Address(self._sender.display_name, addr_spec=to)


def _notices(note: Notification, message: EmailMessage) -> list[str]:
    """What is said below every mail of its kind."""
    topic = TOPICS.get(note.topic)
    if note.parts:
        return [str(OF_SEVERAL)]
    said = [_answered(note)] if "Reply-To" in message else []
    said += [MERGED] if topic and topic.merged else []
    return [str(each) for each in said if each]


def _answered(note: Notification) -> str:
    """What is said of the reply address of its own; '' where a mail has none."""
    only_customer = note.person.roles == {"customer"}
    return _ANSWERED.get(note.topic, ANSWER if only_customer else "")


def _text(note: Notification, links: Links, said: Sequence[str]) -> str:
    parts = [text for part in note.parts for text in _part(part)]
    return "\n\n".join([note.body, *parts, *_lines(links), *said])


def _part(part: NoticePart) -> list[str]:
    subject = _one_line(part.subject)
    return [f"{subject}\n{'-' * min(len(subject), 70)}", part.body, *_lines(part.links)]


def _lines(links: Links) -> list[str]:
    return [f"{label}:\n{url}" for label, url in links]


def _for_good(error: Exception) -> bool:
    """Did the server refuse this mail or its recipient with a code of 500 or more (RFC 5321,
    4.2.1)? Trouble with the connection or the password is ours to mend: then it is asked again."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in error.recipients.values())
    return isinstance(error, smtplib.SMTPDataError) and error.smtp_code >= 500


def _why(error: Exception) -> str:
    """What the server said, with its code; else what went wrong."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        answers = error.recipients.values()
    elif isinstance(error, smtplib.SMTPResponseException):
        answers = [(error.smtp_code, error.smtp_error)]
    else:
        return str(error)
    return "; ".join(f"{code} {_in_words(said)}" for code, said in answers)


def _in_words(said: str | bytes) -> str:
    return said.decode(errors="replace") if isinstance(said, bytes) else said


def _is_too_large(error: Exception) -> bool:
    """Said of the size that we announce, or of the whole mail (RFC 1870)."""
    refused = (smtplib.SMTPSenderRefused, smtplib.SMTPDataError)
    return isinstance(error, refused) and error.smtp_code == 552


def _type_of(file: NoticeFile) -> tuple[str, str]:
    """A mail inside a mail would be one of several parts, and not a file."""
    main, _, sub = file.kind.partition("/")
    known = main and sub and main not in ("message", "multipart")
    return (main, sub) if known else ("application", "octet-stream")


def _one_line(text: str) -> str:
    return " ".join(text.split())
