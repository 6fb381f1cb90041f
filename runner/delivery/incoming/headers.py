"""The headers of a mail, however broken: what cannot be read is not there."""

from __future__ import annotations

import re
from contextlib import suppress
from email import policy
from email.message import Message

from runner.delivery.incoming.mail_text import plain

MOST_ADDRESSES, LONGEST_SUBJECT, LONGEST_NAME = 500, 300, 100
"""Addresses of a mail that are looked at; characters."""

LONGEST_HEADER, MOST_HEADERS, MOST_ANSWERED = 20_000, 50, 100
"""Characters of a header, headers of one name, and ids of answered mails that are looked at."""

LONGEST_DECODED = 2_000
"""Characters of a header that are looked at for encoded words (RFC 2047), and of From."""

_ID = re.compile(r"<[^<>\s]{1,250}>")
_ADDRESS = r"[^\s<>()\[\]\\,;:@\"\ufffd]{1,64}@[^\s<>()\[\]\\,;:@\"\ufffd]{1,189}"
ADDRESSES = re.compile(_ADDRESS)
"""Those that stand somewhere in a header."""

_SENDER = tuple(
    re.compile(form)
    for form in (
        rf'(?P<name>(?:"(?:[^"\\]|\\.)*"|[^"<>@])*)<\s*(?P<address>{_ADDRESS})\s*>',
        rf'(?P<address>{_ADDRESS})\s*(?:\((?P<name>[^()<>@"]*)\))?',
        rf"(?P<name>(?P<address>{_ADDRESS}))\s*<\s*(?P=address)\s*>",
    )
)
"""`Bob <bob@example.com>`, `bob@example.com (Bob)`, and the address twice. No other address may
stand beside it, but within quotes: of two, programs show the one, and servers check the other."""


class Headers:
    """As they were written, on one line each: encoded words are opened in the subject and in names
    alone, since an address within one is an address to nobody else."""

    def __init__(self, mail: Message):
        self._mail = mail
        self._all: dict[str, list[str]] = {}
        for name, value in mail.items():
            values = self._all.setdefault(name.lower(), [])
            if len(values) < MOST_HEADERS:
                values.append(plain(str(value)[:LONGEST_HEADER]).replace("\n", "").strip())

    def has(self, name: str) -> bool:
        return name.lower() in self._all

    def all(self, name: str) -> list[str]:
        return self._all.get(name.lower(), [])

    def first(self, name: str) -> str:
        return next(iter(self.all(name)), "")

    @property
    def kind(self) -> str:
        return self._mail.get_content_type()

    def parameter(self, name: str) -> str:
        """Of the Content-Type."""
        with suppress(Exception):
            return str(self._mail.get_param(name, "")).strip().lower()
        return ""

    @property
    def subject(self) -> str:
        return decoded(self.first("Subject"))[:LONGEST_SUBJECT]

    @property
    def has_empty_return_path(self) -> bool:
        """Only the server that took the mail in writes it (RFC 5321, 4.4)."""
        return self.first("Return-Path") == "<>"

    @property
    def sender(self) -> tuple[str, str]:
        """Address and name. Two From headers, or several addresses in one, are nobody."""
        given = self.all("From")
        if len(given) != 1 or len(given[0]) > LONGEST_DECODED:
            return "", ""
        found = next(filter(None, (form.fullmatch(given[0]) for form in _SENDER)), None)
        if found is None:
            return "", ""
        name = re.sub(r'\\(.)|"', r"\1", found["name"] or "")
        return found["address"].lower(), decoded(name)[:LONGEST_NAME]

    def addresses(self, *names: str) -> list[str]:
        """Those that stand in headers, wherever in them."""
        found = [one.lower() for name in names for one in self._addresses(name)]
        return list(dict.fromkeys(found))[:MOST_ADDRESSES]

    def _addresses(self, name: str) -> list[str]:
        return [address for value in self.all(name) for address in ADDRESSES.findall(value)]

    def answered(self) -> tuple[str, ...]:
        """The ids of the mails that this one answers, the nearest first."""
        near, far = self.first("In-Reply-To"), self.first("References")
        ids = [*_ID.findall(near), *reversed(_ID.findall(far))]
        return tuple(dict.fromkeys(ids))[:MOST_ANSWERED]


def decoded(raw: str) -> str:
    """With its encoded words opened, and on one line."""
    with suppress(Exception):  # the parser of the standard library raises what it likes
        text = str(policy.default.header_fetch_parse("Subject", raw[:LONGEST_DECODED]))
        return " ".join(plain(text).split())
    return " ".join(raw.split())
