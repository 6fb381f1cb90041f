"""The mailboxes of which mails are taken in, from the file that CASELANE_MAILBOXES names."""

from __future__ import annotations

import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import parseaddr
from typing import Any
from urllib.parse import unquote, urlsplit

from runner.config import Settings, read_toml, secret_keys
from runner.errors import ConfigError
from runner.people.reply_addresses import ReplyAddresses

PORTS = {"imaps": 993, "imap+starttls": 143, "imap": 143}

_NAME = re.compile(r"[a-z0-9_-]{1,60}")
_ADDRESS = re.compile(r"[a-z0-9.!#$%&'*/=?^_`{|}~-]{1,30}@[a-z0-9.-]{1,189}")
"""Without a +, and so short that a signed part fits behind it (RFC 5321, 4.5.3.1.1)."""


@dataclass(frozen=True, slots=True)
class ImapAccess:
    scheme: str
    host: str
    port: int
    user: str
    password: str
    folder: str

    def __repr__(self) -> str:  # no password in a log
        return f"ImapAccess({self.scheme}://{self.host}:{self.port}/{self.folder})"


@dataclass(frozen=True, slots=True)
class Mailbox:
    """`access` is None where mails are handed over, by `caselane receive-mail` or over HTTP with
    the `token` ('' for none). New cases get the `lifecycle` and the `product`. `strangers` says
    whether people without an account may open cases by mail. `trusted_server` is the name with
    which the receiving server signs its Authentication-Results."""

    name: str
    address: str
    access: ImapAccess | None = None
    lifecycle: str | None = None
    product: str | None = None
    strangers: bool = True
    trusted_server: str = ""
    token: str = field(default="", repr=False)

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2]


_KEYS = {"address", "imap", "lifecycle", "product", "strangers", "trusted_server", "token"}

SHORTEST_TOKEN = 32
"""Characters of the token of a mailbox."""

_TOKEN = re.compile(rf"[!-~]{{{SHORTEST_TOKEN},200}}")


def read_mailboxes(settings: Settings) -> dict[str, Mailbox]:
    """Mailboxes by name, in the order of the file; none where no file is named. Raises
    ConfigError, in which no password is repeated."""
    if not settings.mailboxes.parts:
        return {}
    tables = read_toml(settings.mailboxes, "The file of mailboxes")
    found = {name: _mailbox(name, table) for name, table in tables.items()}
    tokens = [box.token for box in found.values() if box.token]
    if len(set(tokens)) < len(tokens):
        raise ConfigError("CASELANE_MAILBOXES: two mailboxes have one token. Each has its own.")
    return found


def mailbox_of_token(mailboxes: Mapping[str, Mailbox], token: str) -> Mailbox | None:
    """The mailbox whose mails may be handed over with this token. All are compared, in equal
    time."""
    given = token.encode("utf-8", "replace")
    fits = [
        box for box in mailboxes.values()
        if hmac.compare_digest(box.token.encode(), given) and box.token
    ]  # fmt: skip
    return fits[0] if fits else None


def reply_addresses(settings: Settings, mailboxes: Mapping[str, Mailbox]) -> ReplyAddresses:
    """Answers come into the first mailbox."""
    first = next((mailbox.address for mailbox in mailboxes.values()), "")
    domain = _writes_from(settings).rpartition("@")[2] or "localhost"
    return ReplyAddresses(secret_keys(settings), first, domain)


def own_addresses(settings: Settings, mailboxes: Mapping[str, Mailbox]) -> frozenset[str]:
    """From which Caselane writes, and those of its mailboxes."""
    own = {mailbox.address for mailbox in mailboxes.values()}
    return frozenset(own | {_writes_from(settings)})


def _writes_from(settings: Settings) -> str:
    return parseaddr(settings.mail_from)[1].lower()


def _mailbox(name: str, table: Any) -> Mailbox:
    if not isinstance(table, Mapping) or not _NAME.fullmatch(name):
        raise ConfigError(
            "CASELANE_MAILBOXES: each mailbox is a table such as [support], named in small "
            f"letters, digits, - and _. '{name[:60]}' is not."
        )
    if unknown := table.keys() - _KEYS:
        raise _wrong(name, f"has no {', '.join(sorted(unknown))}, but {', '.join(sorted(_KEYS))}")
    address = str(table.get("address", "")).strip().lower()
    if not _ADDRESS.fullmatch(address):
        raise _wrong(name, "has an address like support@example.com, without a + in it")
    strangers = table.get("strangers", True)
    if not isinstance(strangers, bool):
        raise _wrong(name, "has strangers = true or false")
    texts = {key: table.get(key, "") for key in ("lifecycle", "product", "trusted_server", "token")}
    if wrong := [key for key, text in texts.items() if not isinstance(text, str)]:
        raise _wrong(name, f"has a text as {wrong[0]}")
    if texts["token"] and not _TOKEN.fullmatch(texts["token"]):
        raise _wrong(
            name,
            f"has a token of {SHORTEST_TOKEN} to 200 letters, digits and signs. Make one: "
            "openssl rand -base64 32",
        )
    return Mailbox(
        name, address, _access(name, table.get("imap")), texts["lifecycle"] or None,
        texts["product"] or None, strangers, texts["trusted_server"],
        texts["token"],
    )  # fmt: skip


def _access(name: str, url: Any) -> ImapAccess | None:
    """Only over TLS, or on this machine: a password is not sent in the open."""
    if url is None:
        return None
    how = 'has imap = "imaps://user:password@mail.example.com/INBOX"'
    try:
        parts = urlsplit(str(url))
        port = parts.port or PORTS[parts.scheme]
    except (ValueError, KeyError) as error:
        raise _wrong(name, how) from error
    if not (parts.hostname and parts.username):
        raise _wrong(name, how)
    if parts.scheme == "imap" and parts.hostname not in ("localhost", "127.0.0.1", "::1"):
        raise _wrong(name, "has imaps:// or imap+starttls://: the password would be readable")
    return ImapAccess(
        parts.scheme, parts.hostname, port, unquote(parts.username), unquote(parts.password or ""),
        unquote(parts.path.strip("/")) or "INBOX",
    )  # fmt: skip


def _wrong(name: str, what: str) -> ConfigError:
    return ConfigError(f"CASELANE_MAILBOXES: the mailbox {name} {what}.")
