"""What a mail says. Mails are written by others: nothing in one is believed but what the receiving
server added.

Decision 0284.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage

from runner.delivery.incoming.headers import Headers
from runner.delivery.incoming.machine_signs import signs_of
from runner.delivery.incoming.mail_text import plain, text_of_html
from runner.model import IncomingMail, MailFile

LONGEST_BODY = 90_000
"""Characters of a text that are kept: a little less than a message may have."""

MOST_PARTS, DEEPEST_PART = 200, 20
"""Parts of a mail that are looked at, and how deep they may lie in one another."""

CUT = "\n\n(The rest of this mail is too long: it is in the mailbox.)"


def read_mail(raw: bytes, trusted_server: str = "") -> IncomingMail:
    """Reads a mail, however broken; any exception says that nobody could. `trusted_server` is the
    name by which the receiving server signs its Authentication-Results (RFC 8601); without one they
    are not believed."""
    mail = message_from_bytes(raw, policy=policy.default)
    headers, parts = Headers(mail), list(_parts(mail))
    signs, verdict = signs_of(headers), _Verdict(headers, trusted_server)
    sender, name = headers.sender
    digest = _digest(mail, raw)
    return IncomingMail(
        message_id=headers.first("Message-ID").strip()[:300] or f"<{digest}>",
        digest=digest,
        sender=sender,
        name=name,
        recipients=tuple(
            headers.addresses("To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To")
        ),
        subject=headers.subject,
        text=_shortened("\n".join(_texts(mail))),
        answers=headers.answered(),
        machine=signs.machine,
        bounce=signs.bounce,
        failed=_failed(headers, parts) if signs.bounce else (),
        returned=_returned(parts) if signs.bounce else (),
        distrusted=verdict.distrusted,
        proven=verdict.proven,
        files=tuple(_files(parts)),
    )


def _digest(mail: EmailMessage, raw: bytes) -> str:
    """Of what its writer wrote: a mail that comes by two ways differs in what servers added."""
    of_writer = ("message-id", "date", "from", "subject")
    written = [f"{k}:{v}" for k, v in mail.raw_items() if k.lower() in of_writer]
    head, _, body = raw.partition(b"\n\n") if b"\r\n\r\n" not in raw else raw.partition(b"\r\n\r\n")
    said = "\n".join(written).encode("utf-8", "replace") + b"\n\n" + (body or head).rstrip()
    return hashlib.sha256(said.replace(b"\r\n", b"\n")).hexdigest()


# ------------------------------------------------------------------ parts


def _parts(mail: EmailMessage) -> Iterator[EmailMessage]:
    """Its leaves, in their order. A mail within a mail is one."""
    stack, seen = [(mail, 0)], 0
    while stack and seen < MOST_PARTS:
        part, depth = stack.pop()
        seen += 1
        if not part.is_multipart() or part.get_content_maintype() == "message":
            yield part
        elif depth < DEEPEST_PART:
            stack += [(child, depth + 1) for child in reversed(_children(part))]


def _children(part: EmailMessage) -> list[EmailMessage]:
    return [one for one in part.iter_parts() if isinstance(one, EmailMessage)][:MOST_PARTS]


def _texts(part: EmailMessage, depth: int = 0) -> list[str]:
    """The texts that a person reads: of the same text written twice the plain one, unless there is
    nothing in it."""
    kind = part.get_content_type()
    if part.is_multipart():
        if depth >= DEEPEST_PART or part.get_content_maintype() != "multipart":
            return []
        found = [(_texts(child, depth + 1), child) for child in _children(part)]
        if kind != "multipart/alternative":
            return [text for texts, _ in found for text in texts]
        found.sort(key=lambda pair: pair[1].get_content_type() != "text/plain")
        return next((texts for texts, _ in found if "".join(texts).strip()), [])
    if _is_file(part):
        return []
    text = _content(part)
    return [text_of_html(text) if kind == "text/html" else text]


def _is_file(part: EmailMessage) -> bool:
    shown = part.get_content_type() in ("text/plain", "text/html")
    return not shown or part.get_content_disposition() == "attachment" or bool(_name(part))


def _content(part: EmailMessage) -> str:
    """With what the part's charset cannot say replaced; an unknown charset is read as UTF-8."""
    raw = _bytes(part)
    try:
        return plain(raw.decode(part.get_content_charset() or "utf-8", "replace"))
    except (LookupError, ValueError):
        return plain(raw.decode("utf-8", "replace"))


def _bytes(part: EmailMessage) -> bytes:
    if part.is_multipart():
        return b"\n".join(child.as_bytes() for child in _children(part))
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _name(part: EmailMessage) -> str:
    return plain(part.get_filename() or "")


def _shortened(text: str) -> str:
    text = "\n".join(line.rstrip() for line in text.split("\n")).strip("\n")
    return text if len(text) <= LONGEST_BODY else text[: LONGEST_BODY - len(CUT)] + CUT


_NAMELESS = {"text/calendar": "invitation.ics", "message/rfc822": "mail.eml"}


def _files(parts: list[EmailMessage]) -> Iterator[MailFile]:
    """Attachments, pictures inside the text, and parts that are no text, such as an invitation, a
    signature or winmail.dat: each as it came, and none is opened."""
    for part in parts:
        if _is_file(part) and (content := _bytes(part)):
            name = _name(part) or _NAMELESS.get(part.get_content_type(), "file")
            yield MailFile(name, content)


# ------------------------------------------------------------------ what came back

_RECIPIENT = re.compile(
    r"(?im)^(?:final|original)-recipient:\s*rfc822;[ \t]*<?([^\s<>;@]{1,64}@[^\s<>;@]{1,189})>?"
)
_REPLY_TO = re.compile(r"(?im)^reply-to:[ \t]*<?([^\s<>@]{1,128}@[^\s<>@]{1,189})>?")


def _failed(headers: Headers, parts: list[EmailMessage]) -> tuple[str, ...]:
    """The addresses that a delivery report names."""
    found = headers.addresses("X-Failed-Recipients")
    for part in parts:
        if part.get_content_type() == "message/delivery-status":
            found += _RECIPIENT.findall(_bytes(part).decode("ascii", "replace")[:LONGEST_BODY])
    return tuple(dict.fromkeys(address.lower() for address in found))


def _returned(parts: list[EmailMessage]) -> tuple[str, ...]:
    """Where the mail that came back could be answered, if the report brings it along."""
    texts = [_bytes(part).decode("ascii", "replace")[:LONGEST_BODY] for part in parts]
    return tuple(dict.fromkeys(a.lower() for text in texts for a in _REPLY_TO.findall(text)))


# ------------------------------------------------------------------ whether the sender is right

_RESULT = re.compile(r"\b(spf|dkim|dmarc)\s*=\s*(\w+)", re.IGNORECASE)


class _Verdict:
    """Only of the server that is trusted, and of its newest header, which stands first: anybody can
    write the others."""

    def __init__(self, headers: Headers, server: str):
        found: dict[str, str] = {}
        for value in headers.all("Authentication-Results") if server else ():
            by, _, rest = value.partition(";")
            if by.lower().split()[:1] == [server.lower()]:
                found = {kind.lower(): result.lower() for kind, result in _RESULT.findall(rest)}
                break
        self.proven = found.get("dmarc") == "pass"
        self.distrusted = self._found_wrong(found)

    def _found_wrong(self, found: dict[str, str]) -> str:
        if found.get("dmarc") == "fail":
            return "DMARC failed"
        bad = found.get("spf") in ("fail", "softfail") and found.get("dkim") != "pass"
        return "SPF failed and no signature was good" if bad and not self.proven else ""
