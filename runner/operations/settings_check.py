"""Settings that are possible and not safe, and all of them as they are."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from urllib.parse import urlsplit

from runner.config import PREFIX, Settings, secret_keys
from runner.errors import ConfigError
from runner.operations.diagnosis import Check


def checked_settings(settings: Settings) -> Iterator[Check]:
    """A warning for what is not safe, an error for what does not work."""
    yield from map(_warning, _on_the_way(settings))
    yield from map(_warning, _on_the_disk(settings))
    try:
        secret_keys(settings)
    except ConfigError as error:
        yield Check("error", "settings", str(error))


def _warning(text: str) -> Check:
    return Check("warning", "settings", text)


def _on_the_way(settings: Settings) -> Iterator[str]:
    base, mail = urlsplit(settings.base_url), urlsplit(settings.smtp_url)
    if base.scheme == "http" and not _is_here(base.hostname):
        yield (
            "People sign in over http: others can read their passwords on the way. Put a proxy "
            f"with TLS in front, and set {PREFIX}BASE_URL=https://{base.netloc}."
        )
    if base.scheme == "https" and not settings.trusted_proxies:
        yield (
            f"{PREFIX}TRUSTED_PROXIES is 0: behind a proxy all people share one address and its "
            "limits. Set the number of proxies in front."
        )
    if mail.scheme == "smtp" and not _is_here(mail.hostname):
        yield (
            "Mails go to their server unencrypted. If it can do TLS, write smtps:// or "
            f"smtp+starttls:// in {PREFIX}SMTP_URL."
        )
    if settings.smtp_url and settings.mail_from == Settings().mail_from:
        yield f"Mails come from {settings.mail_from}. Set {PREFIX}MAIL_FROM."


def _on_the_disk(settings: Settings) -> Iterator[str]:
    if settings.synchronous == "NORMAL":
        yield f"{PREFIX}SYNCHRONOUS is NORMAL: a loss of power may lose the last changes."
    for path in filter(None, (settings.sqlite_file, settings.file_folder)):
        if path.exists() and path.stat().st_mode & 0o077:
            yield f"Others on this machine can open {path}. Run: chmod go= {path}"
    for path in (settings.mailboxes, settings.webhooks, settings.hooks, settings.chat):
        if path.is_file() and path.stat().st_mode & 0o007:  # its group may be Caselane's
            yield f"Others can read the passwords in {path}. Run: chmod o= {path}"


def _is_here(host: str | None) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False


def shown_settings(settings: Settings) -> list[tuple[str, str, bool]]:
    """Each setting by its variable, its value without secrets, and whether it is the default."""
    return [
        (f"{PREFIX}{item.name.upper()}", _shown(item.name, getattr(settings, item.name)),
         getattr(settings, item.name) == item.default)
        for item in fields(Settings)
    ]  # fmt: skip


def _shown(name: str, value: object) -> str:
    if name in ("secret_key", "metrics_token", "oidc_secret"):
        return "(set)" if value else ""
    if isinstance(value, bool):
        return str(int(value))
    text = "" if value == Path() else str(value)
    text = re.sub(r"(://[^/@:]*):.*@", r"\1:***@", text)
    return re.sub(r"([?&]password=)[^&]*", r"\1***", text)
