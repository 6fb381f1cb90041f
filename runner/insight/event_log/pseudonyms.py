"""What of a log is shown as it is, what by a pseudonym, and what not at all."""

from __future__ import annotations

import hmac
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from runner.config import read_toml
from runner.errors import ConfigError, InvalidInput
from runner.gate.lint.word_rules import did_you_mean
from runner.insight.event_log.log_fields import FIELDS, NEEDED
from runner.language import _

TREATMENTS = ("keep", "hash", "drop")
SHORTEST_SECRET = 16
"""Characters. With a shorter one, the addresses behind the pseudonyms could be guessed."""


@dataclass(frozen=True, slots=True)
class Pseudonyms:
    """Fields that are hashed and fields that are dropped; all others are kept. The same value has
    the same pseudonym in every field and every log with the same secret."""

    secret: str = field(repr=False)
    hashed: frozenset[str] = frozenset()
    dropped: frozenset[str] = frozenset()

    def of(self, value: str) -> str:
        """16 hexadecimal digits: enough for a billion values without two that are alike."""
        return hmac.new(self.secret.encode(), value.encode(), "sha256").hexdigest()[:16]

    def applied(self, fields: Mapping[str, str]) -> dict[str, str]:
        if not self.hashed and not self.dropped:
            return dict(fields)
        return {
            name: self.of(value) if name in self.hashed else value
            for name, value in fields.items()
            if name not in self.dropped
        }


def named(secret: str, hashed: Iterable[str], dropped: Iterable[str]) -> Pseudonyms:
    """By the names of fields. Raises InvalidInput for one that no log has, and for one to drop that
    every event needs."""
    errors: dict[str, list[str]] = {}
    for what, names in (("hash", set(hashed)), ("drop", set(dropped))):
        found = [_wrong(name, what) for name in sorted(names)]
        if problems := [problem for problem in found if problem]:
            errors[what] = problems
    if errors:
        raise InvalidInput(errors)
    return Pseudonyms(secret, frozenset(hashed), frozenset(dropped))


def _wrong(name: str, treatment: str) -> str:
    if name not in FIELDS:
        return _(
            "names '%(name)s', which no log has.%(guess)s",
            name=name[:60],
            guess=did_you_mean(name, FIELDS),
        )
    if treatment != "keep" and name in NEEDED[treatment]:
        return _("names '%(name)s', without which nothing could be made of a log", name=name)
    return ""


def read_rules(path: Path, secret: str) -> Pseudonyms:
    """A file of rules: `[fields]` gives fields `keep`, `hash` or `drop`; its `secret` takes the
    place of that of the installation. Raises ConfigError, which names all that is wrong."""
    document = read_toml(path, _("The rules"))
    problems = list(_problems(document))
    if problems:
        raise ConfigError("\n".join((f"The rules {path} cannot be used.", *problems)))
    rules: Mapping[str, str] = document.get("fields", {})
    by = {what: frozenset(n for n, how in rules.items() if how == what) for what in TREATMENTS}
    return Pseudonyms(document.get("secret", secret), by["hash"], by["drop"])


def _problems(document: Mapping[str, Any]) -> Iterable[str]:
    for name in document.keys() - {"secret", "fields"}:
        yield _(
            "There is no '%(name)s': there are secret and [fields].%(guess)s",
            name=name,
            guess=did_you_mean(name, _KEYS),
        )
    secret = document.get("secret", "x" * SHORTEST_SECRET)
    if not isinstance(secret, str) or len(secret) < SHORTEST_SECRET:
        yield f"'secret' has to be a text of {SHORTEST_SECRET} characters or more."
    rules = document.get("fields", {})
    if not isinstance(rules, dict):
        yield "[fields] has to be a table."
        return
    for name, how in rules.items():
        if how not in TREATMENTS:
            yield f"[fields]: '{name}' has to be one of {', '.join(TREATMENTS)}."
        elif problem := _wrong(name, how):
            yield f"[fields] {problem}."


_KEYS: Collection[str] = ("secret", "fields")
