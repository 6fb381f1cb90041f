"""What a mail says. Mails are written by others: nothing in one is believed but what the receiving
server added.

Decision 0284.
"""

from __future__ import annotations

import codecs
import hashlib
import re
from collections.abc import Iterator, Sequence
from email import message_from_bytes
from email.message import Message
from email.policy import Compat32

from runner.delivery.incoming.headers import ADDRESSES, Headers, decoded
from runner.delivery.incoming.machine_signs import signs_of
from runner.delivery.incoming.mail_text import LONGEST_HTML, plain, text_of_html
from runner.errors import UnreadableMail
from runner.model import IncomingMail, MailFile

LONGEST_BODY = 90_000
"""Characters of a text that are kept: a little less than a message may have."""

MOST_PARTS, DEEPEST_PART = 200, 20
"""Parts of a mail that are looked at, and how deep they may lie in one another."""

MOST_LINES, MOST_NESTED, MOST_BOUNDS, MOST_WORK = 2_000_000, 150, 20_000, 30_000_000
"""Lines of a mail, parts that hold parts, lines that may begin a part; and lines times parts that
hold parts, since the parser asks of each line whether it ends each of these."""

LONGEST_OF_PART = 1_000
"""Characters of a header that says what a part is."""

CUT = "\n\n(The rest of this mail is too long: it is in the mailbox.)"


class _Careful(Compat32):
    """The parser of old: that of `policy.default` takes minutes for hostile headers."""

    def header_source_parse(self, sourcelines: Sequence[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(list(sourcelines))
        of_part = name.lower().startswith("content-")
        return name, value[:LONGEST_OF_PART] if of_part else value

    def header_fetch_parse(self, name: str, value: str) -> str:
        return value.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def read_mail(raw: bytes, trusted_server: str = "", domain: str = "") -> IncomingMail:
    """Reads a mail, however broken. `trusted_server` is the name by which the receiving server
    signs its Authentication-Results (RFC 8601); without one they are not believed. `domain` is that
    of the mailbox, whose own lists pass on what people write (decision 0337). Raises
    UnreadableMail for one that would take for ever; any other exception says that nobody could."""
    _check_work(raw)
    mail = message_from_bytes(raw, policy=_Careful())
    headers, parts = Headers(mail), list(_parts(mail))
    signs, verdict = signs_of(headers, domain), _Verdict(headers, trusted_server)
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
        bounce=signs.bounce and not _only_late(parts),
        failed=_failed(headers, parts) if signs.bounce else (),
        returned=_returned(parts) if signs.bounce else (),
        distrusted=verdict.distrusted,
        proven=verdict.proven,
        files=tuple(_files(parts)),
    )


def _check_work(raw: bytes) -> None:
    lines = raw.count(b"\n")
    nested = len(re.findall(rb"(?i)boundary|message/", raw))
    bounds = raw.count(b"\n--")
    if lines > MOST_LINES or bounds > MOST_BOUNDS:
        raise UnreadableMail("it has more lines or parts than are read: look at it in the mailbox")
    if nested > MOST_NESTED or lines * nested > MOST_WORK:
        raise UnreadableMail("its parts hold too many others: look at it in the mailbox")


def _digest(mail: Message, raw: bytes) -> str:
    """Of what its writer wrote: a mail that comes by two ways differs in what servers added."""
    of_writer = ("message-id", "date", "from", "to", "cc", "subject")
    written = [f"{k}:{v}" for k, v in mail.raw_items() if k.lower() in of_writer]
    head, _, body = raw.partition(b"\n\n") if b"\r\n\r\n" not in raw else raw.partition(b"\r\n\r\n")
    said = "\n".join(written).encode("utf-8", "replace") + b"\n\n" + (body or head).rstrip()
    return hashlib.sha256(said.replace(b"\r\n", b"\n")).hexdigest()


# ------------------------------------------------------------------ parts


def _parts(mail: Message) -> Iterator[Message]:
    """Its leaves, in their order. A mail within a mail is one."""
    stack, seen = [(mail, 0)], 0
    while stack and seen < MOST_PARTS:
        part, depth = stack.pop()
        seen += 1
        if not part.is_multipart() or part.get_content_maintype() == "message":
            yield part
        elif depth < DEEPEST_PART:
            stack += [(child, depth + 1) for child in reversed(_children(part))]


def _children(part: Message) -> list[Message]:
    inside = part.get_payload()
    found = inside if isinstance(inside, list) else []
    return [one for one in found if isinstance(one, Message)][:MOST_PARTS]


def _texts(part: Message, depth: int = 0) -> list[str]:
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


def _is_file(part: Message) -> bool:
    shown = part.get_content_type() in ("text/plain", "text/html")
    return not shown or part.get_content_disposition() == "attachment" or bool(_name(part))


def _content(part: Message) -> str:
    """With what the part's charset cannot say replaced; an unknown charset is read as UTF-8."""
    raw = _bytes(part)[: 4 * LONGEST_HTML]
    try:
        charset = codecs.lookup(part.get_content_charset() or "utf-8").name
        text = raw.decode("utf-8" if charset in _NO_CHARSETS else charset, "replace")
    except (LookupError, ValueError):
        text = raw.decode("utf-8", "replace")
    return plain(text[:LONGEST_HTML])


_NO_CHARSETS = frozenset({"punycode", "idna", "unicode_escape", "raw_unicode_escape", "undefined"})
"""Python knows them as such. Punycode takes minutes for a megabyte."""


def _bytes(part: Message) -> bytes:
    if part.is_multipart():
        return b"\n".join(child.as_bytes() for child in _children(part))
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _name(part: Message) -> str:
    return decoded(plain(part.get_filename() or ""))


def _shortened(text: str) -> str:
    text = "\n".join(line.rstrip() for line in text[:LONGEST_HTML].split("\n")).strip("\n")
    return text if len(text) <= LONGEST_BODY else text[: LONGEST_BODY - len(CUT)] + CUT


_NAMELESS = {"text/calendar": "invitation.ics", "message/rfc822": "mail.eml"}


def _files(parts: list[Message]) -> Iterator[MailFile]:
    """Attachments, pictures inside the text, and parts that are no text, such as an invitation, a
    signature or winmail.dat: each as it came, and none is opened. One that has only a name is
    told of: perhaps something was lost on the way."""
    for part in parts:
        content, given = _bytes(part), _name(part)
        if _is_file(part) and (content or given):
            name = given or _NAMELESS.get(part.get_content_type(), "file")
            yield MailFile(name, content)


# ------------------------------------------------------------------ what came back

_RECIPIENT = re.compile(r"rfc822;[ \t]*<?([^\s<>;@]{1,64}@[^\s<>;@]{1,189})>?", re.IGNORECASE)
_REPLY_TO = re.compile(r"(?im)^reply-to:((?:[^\n]|\n[ \t]){1,1000})")
"""As it was sent: with a name, and perhaps on several lines."""


def _failed(headers: Headers, parts: list[Message]) -> tuple[str, ...]:
    """The addresses that a delivery report gives up."""
    found = headers.addresses("X-Failed-Recipients")
    for block in _reported(parts):
        if _action(block) not in _NOT_GIVEN_UP:
            for name in ("Original-Recipient", "Final-Recipient"):
                found += _RECIPIENT.findall(str(block.get(name, ""))[:LONGEST_OF_PART])
    return tuple(dict.fromkeys(address.lower() for address in found))


def _only_late(parts: list[Message]) -> bool:
    """Whether a delivery report says of every address that it gives none up: the mail is delayed,
    or it was delivered (RFC 3464, 2.3.3)."""
    said = {action for block in _reported(parts) if (action := _action(block))}
    return bool(said) and said <= _NOT_GIVEN_UP


def _reported(parts: list[Message]) -> list[Message]:
    """What delivery reports say of each address: a block of headers for each."""
    reports = [part for part in parts if part.get_content_type() == "message/delivery-status"]
    return [block for report in reports for block in _children(report)]


_NOT_GIVEN_UP = frozenset({"delayed", "delivered", "relayed", "expanded"})


def _action(block: Message) -> str:
    """In one word; a comment may stand behind it."""
    return re.split(r"[\s(;]", str(block.get("Action", "")).strip().lower(), maxsplit=1)[0]


def _returned(parts: list[Message]) -> tuple[str, ...]:
    """Where the mail that came back could be answered, if the report brings it along."""
    texts = [_bytes(part).decode("ascii", "replace")[:LONGEST_BODY] for part in parts]
    headers = [header for text in texts for header in _REPLY_TO.findall(text)]
    found = [address.lower() for header in headers for address in ADDRESSES.findall(header)]
    return tuple(dict.fromkeys(found))


# ------------------------------------------------------------------ whether the sender is right

_UNSAID = re.compile(r'"(?:[^"\\]|\\.)*"|\([^()]*\)')
"""Quoted strings and comments: a sender chooses what stands in some of them."""

_RESULT = re.compile(r"\s*(spf|dkim|dmarc)\s*=\s*(\w+)", re.IGNORECASE)


class _Verdict:
    """Only of the server that is trusted, and of its newest header, which stands first: anybody can
    write the others."""

    def __init__(self, headers: Headers, server: str):
        found: dict[str, set[str]] = {"spf": set(), "dkim": set(), "dmarc": set()}
        for value in headers.all("Authentication-Results") if server else ():
            by, *results = _UNSAID.sub("", value).split(";")
            if by.lower().split()[:1] == [server.lower()]:
                for result in filter(None, map(_RESULT.match, results)):
                    found[result[1].lower()].add(result[2].lower())
                break
        self.proven = found["dmarc"] == {"pass"}
        self.distrusted = self._found_wrong(found)

    def _found_wrong(self, found: dict[str, set[str]]) -> str:
        if "fail" in found["dmarc"]:
            return "DMARC failed"
        bad = found["spf"] & {"fail", "softfail"} and "pass" not in found["dkim"]
        return "SPF failed and no signature was good" if bad and not self.proven else ""
