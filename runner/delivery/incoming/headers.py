"""The headers of a mail, however broken: what cannot be read is not there."""

from __future__ import annotations

import re
from contextlib import suppress
from email import policy
from email.message import EmailMessage
from email.utils import getaddresses

from runner.delivery.incoming.mail_text import plain

MOST_ADDRESSES, LONGEST_ADDRESS, LONGEST_SUBJECT, LONGEST_NAME = 500, 254, 300, 100
"""Addresses of a mail that are looked at; characters."""

LONGEST_HEADER, MOST_HEADERS, MOST_ANSWERED = 20_000, 50, 100
"""Characters of a header, headers of one name, and ids of answered mails that are looked at."""

_ID = re.compile(r"<[^<>\s]{1,250}>")


class Headers:
    def __init__(self, mail: EmailMessage):
        self._mail = mail
        self._read: dict[str, list[str]] = {}

    def has(self, name: str) -> bool:
        return name in self._mail

    def all(self, name: str) -> list[str]:
        if name not in self._read:
            raw = [value for key, value in self._mail.raw_items() if key.lower() == name.lower()]
            self._read[name] = [_decoded(name, str(value)) for value in raw[:MOST_HEADERS]]
        return self._read[name]

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
        return " ".join(self.first("Subject").split())[:LONGEST_SUBJECT]

    @property
    def has_empty_return_path(self) -> bool:
        """Only the server that took the mail in writes it (RFC 5321, 4.4)."""
        return self.first("Return-Path").strip() == "<>"

    @property
    def sender(self) -> tuple[str, str]:
        """Address and name. Two From headers, or several addresses in one, are nobody: mail
        programs show the one, and servers check the other."""
        given = self.all("From")
        found = [pair for pair in getaddresses(given) if any(pair)] if len(given) == 1 else []
        if len(found) != 1 or not _is_address(found[0][1]):
            return "", ""
        name, address = found[0]
        return address.strip().lower(), " ".join(name.split())[:LONGEST_NAME]

    def addresses(self, *names: str) -> list[str]:
        values = [value for name in names for value in self.all(name)]
        found = getaddresses(values)[:MOST_ADDRESSES]
        return list(dict.fromkeys(a.strip().lower() for _, a in found if _is_address(a)))

    def answered(self) -> tuple[str, ...]:
        """The ids of the mails that this one answers, the nearest first."""
        near, far = self.first("In-Reply-To"), self.first("References")
        ids = [*_ID.findall(near), *reversed(_ID.findall(far))]
        return tuple(dict.fromkeys(ids))[:MOST_ANSWERED]


def _decoded(name: str, raw: str) -> str:
    with suppress(Exception):  # the parser of the standard library raises what it likes
        return plain(str(policy.default.header_fetch_parse(name, raw[:LONGEST_HEADER])))
    return ""


def _is_address(text: str) -> bool:
    local, at, domain = text.strip().rpartition("@")
    return (
        bool(local and at and domain) and len(text) <= LONGEST_ADDRESS and " " not in text.strip()
    )
