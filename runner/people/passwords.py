"""What a password may be (NIST SP 800-63B, 3.1.1): long enough, and none that all
try first. Nothing is asked of its letters, digits and signs. Decision 0218."""

from __future__ import annotations

import re
from functools import cache
from importlib import import_module
from itertools import pairwise

from runner.errors import InvalidInput
from runner.language import _
from runner.model import Person

LONGEST_PASSWORD = 1000
"""Characters."""

OWN = 6
"""Letters and digits that a password has to have beside the name and the address of its person."""


class PasswordPolicy:
    """`shortest`: characters. `allowed`: whether anybody signs in with a password."""

    def __init__(self, shortest: int = 10, allowed: bool = True):
        self.shortest = shortest
        self.allowed = allowed

    def check(self, password: str, person: Person) -> None:
        """Raises InvalidInput, which says what to do."""
        if wrong := self._wrong(password, person):
            raise InvalidInput({"password": [wrong]})

    def _wrong(self, password: str, person: Person) -> str:
        if not self.shortest <= len(password) <= LONGEST_PASSWORD:
            return _(
                "has to have %(shortest)s characters or more: three or four words are good",
                shortest=self.shortest,
            )
        if _is_common(password):
            return _("is one of those that everybody tries first: choose another one")
        if _is_row(password):
            return _("repeats or counts up: choose another one")
        if _is_own(password, person):
            return _("is little more than your name or address: choose another one")
        return ""


def _is_common(password: str) -> bool:
    """Also with digits and signs behind it."""
    text = password.casefold()
    return text in _common() or re.sub(r"[\W\d_]+$", "", text) in {*_common(), "caselane"}


@cache
def _common() -> frozenset[str]:
    """The 30,000 most common passwords of leaks, as zxcvbn lists them."""
    lists = import_module("zxcvbn.frequency_lists").FREQUENCY_LISTS  # a megabyte, seldom needed
    return frozenset(lists["passwords"])


def _is_row(password: str) -> bool:
    """Few characters again and again, or each one behind the last: `abababab`, `23456789`."""
    steps = {ord(b) - ord(a) for a, b in pairwise(password)}
    return len(set(password)) < 4 or steps in ({1}, {-1})


def _is_own(password: str, person: Person) -> bool:
    """Whether hardly anything is left of it without the name and the address of its person."""
    text, address = password.casefold(), person.email.casefold()
    parts = {address, *re.split(r"[@.+_-]", address), *person.name.casefold().split()}
    for part in sorted(parts, key=len, reverse=True):
        if len(part) >= 3:
            text = text.replace(part, " ")
    return text != password.casefold() and len(re.sub(r"[\W_]", "", text)) < OWN
