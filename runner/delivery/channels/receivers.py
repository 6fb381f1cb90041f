"""The programs that are told of cases, as a file of the operator names them."""

from __future__ import annotations

import base64
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from runner.delivery.channels.outbound import Endpoint, read_url
from runner.errors import ConfigError

SECRET = "whsec_"
SHORTEST_SECRET = 24
"""Bytes; Standard Webhooks asks for 24 to 64."""

_NAME = re.compile(r"[A-Za-z0-9_-]{1,60}")


@dataclass(frozen=True, slots=True)
class Receiver:
    """`keys` sign what it is sent: one, or several while an old one is replaced."""

    name: str
    endpoint: Endpoint
    keys: tuple[bytes, ...] = field(repr=False)


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
    url = read_url(table.get("url"))
    if url is None:
        raise _wrong(name, "has a url like https://bugs.example.com/hooks, without a user in it")
    return Receiver(name, Endpoint(f"Receiver '{name}'", url, private), keys)


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
