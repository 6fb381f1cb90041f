"""What an address, a name, roles and the limits of a token may be."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta

from runner.errors import InvalidInput
from runner.language import _
from runner.model import ROLES, TokenLimits, normalised
from runner.people.permissions import SCOPES

_EMAIL = re.compile(
    r"[^@\s\"(),:;<>\[\\\]\x00-\x1f\x7f]{1,64}@[^@\s\"(),:;<>\[\\\]\x00-\x1f\x7f]{1,189}"
)

_LABEL = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_INTERNET = re.compile(
    rf"[^.@]+(?:\.[^.@]+)*@(?:{_LABEL}\.)+(?:[^\W\d_]{{2,63}}|xn--[a-z0-9-]{{1,59}})"
)
"""A local part without empty parts, and a domain with a top level (RFC 5321, RFC 1035)."""


LONGEST_TOKEN = timedelta(days=3653)


def checked_email(email: str, field: str = "email") -> str:
    text = normalised(email).strip().lower()
    if len(text) > 254 or not _EMAIL.fullmatch(text) or not text.isprintable():
        raise InvalidInput({field: [_("is not a mail address such as bob@example.com")]})
    return text


def plausible_email(email: str, field: str = "email") -> str:
    """An address that can exist on the internet: a visitor may not make us write to any other."""
    text = checked_email(email, field)
    if not _INTERNET.fullmatch(text):
        raise InvalidInput({field: [_("is not a mail address such as bob@example.com")]})
    return text


def checked_name(name: str, field: str = "name") -> str:
    text = " ".join(normalised(name).split())
    if not text or len(text) > 200 or not text.isprintable():
        raise InvalidInput({field: [_("has to be 1 to 200 characters that can be printed")]})
    return text


def checked_roles(roles: Iterable[str]) -> frozenset[str]:
    wanted = frozenset(roles)
    if not wanted:
        raise InvalidInput({"role": [_("is missing: choose at least one")]})
    if wanted - set(ROLES):
        raise InvalidInput({"role": [_("has to be one of: %(roles)s", roles=", ".join(ROLES))]})
    return wanted


def check_limits(limits: TokenLimits, now: datetime) -> None:
    """Raises InvalidInput for scopes that there are not, and an end that is not ahead."""
    if limits.scopes - SCOPES.keys():
        raise InvalidInput(
            {"scopes": [_("have to be some of: %(scopes)s", scopes=", ".join(SCOPES))]}
        )
    if limits.expires_at is not None and not now < limits.expires_at <= now + LONGEST_TOKEN:
        raise InvalidInput({"expires_at": [_("has to be ahead, and within ten years")]})
