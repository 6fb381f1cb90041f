"""The programs that hear of cases, as a file of whoever runs the installation names them."""

from __future__ import annotations

import base64
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit

from runner.errors import ConfigError

PORTS = {"http": 80, "https": 443}
SECRET = "whsec_"
SHORTEST_SECRET = 24
"""Bytes; Standard Webhooks asks for 24 to 64."""

_NAME = re.compile(r"[A-Za-z0-9_-]{1,60}")


@dataclass(frozen=True, slots=True)
class Receiver:
    """`keys` sign what it is sent: one, or several while an old one is replaced. `private`: it may
    lie in a network of our own. Its URL may carry a token: it is never shown."""

    name: str
    url: SplitResult = field(repr=False)
    keys: tuple[bytes, ...] = field(repr=False)
    private: bool = False

    @property
    def host(self) -> str:
        return self.url.hostname or ""

    @property
    def port(self) -> int:
        return self.url.port or PORTS[self.url.scheme]


def read_receivers(path: Path) -> dict[str, Receiver]:
    """Receivers by name; none where no file is named. Raises ConfigError."""
    if not path.parts:
        return {}
    try:
        tables = tomllib.loads(path.read_text())
    except (OSError, ValueError) as error:
        raise ConfigError(f"CASELANE_WEBHOOKS: {path} cannot be read: {error}") from error
    return {name: _receiver(name, table) for name, table in tables.items()}


def _receiver(name: str, table: Any) -> Receiver:
    """Neither the URL nor the secret is repeated in what is said of it."""
    if not isinstance(table, Mapping) or not _NAME.fullmatch(name):
        raise ConfigError(
            "CASELANE_WEBHOOKS: each receiver is a table such as [bug-tracker], named in letters, "
            f"digits, - and _. '{name[:60]}' is not."
        )
    if unknown := table.keys() - {"url", "secret", "private"}:
        raise _wrong(name, f"has url, secret and private, but no {', '.join(sorted(unknown))}")
    private = table.get("private", False)
    if not isinstance(private, bool):
        raise _wrong(name, "has private = true or false")
    keys = tuple(_key(name, text) for text in str(table.get("secret", "")).split())
    if not keys:
        raise _wrong(name, f"has no secret. Make one: echo {SECRET}$(openssl rand -base64 32)")
    return Receiver(name, _url(name, table.get("url")), keys, private)


def _url(name: str, text: Any) -> SplitResult:
    try:
        url = urlsplit(text if isinstance(text, str) and re.fullmatch(r"[!-~]+", text) else "")
        port = url.port
        (url.hostname or "").encode("idna")
    except ValueError:
        url, port = urlsplit(""), None
    if url.scheme not in PORTS or not url.hostname or "@" in url.netloc or port == 0:
        raise _wrong(name, "has a url like https://bugs.example.com/hooks, without a user in it")
    return url


def _key(name: str, text: str) -> bytes:
    try:
        key = base64.b64decode(text.removeprefix(SECRET), validate=True)
    except ValueError:
        key = b""
    if not text.startswith(SECRET) or len(key) < SHORTEST_SECRET:
        raise _wrong(
            name,
            f"has a secret that is {SECRET} and at least {SHORTEST_SECRET} bytes in Base64. "
            f"Make one: echo {SECRET}$(openssl rand -base64 32)",
        )
    return key


def _wrong(name: str, what: str) -> ConfigError:
    return ConfigError(f"CASELANE_WEBHOOKS: the receiver {name} {what}.")
