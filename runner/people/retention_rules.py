"""How long what people wrote is kept after a case was closed, from the file that CASELANE_RETENTION
names. Decision 0310."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal, get_args

from runner.config import Settings, read_toml
from runner.errors import ConfigError

Erased = Literal["texts", "files"]
ERASED: tuple[Erased, ...] = get_args(Erased)

SHORTEST, LONGEST = 8, 36_500
"""Days. Keys of requests and deliveries to hooks, which have words of a case, go after a week."""

_KEYS = {"lifecycle", "days", "erase", "unless_tag"}


@dataclass(frozen=True, slots=True)
class RetentionRule:
    """So long after a case of the lifecycle was closed, its texts or its files are erased, unless
    it has the tag. A `lifecycle` that is '' stands for each that no rule names."""

    lifecycle: str
    keep: timedelta
    erase: Erased
    unless_tag: str = ""


def rules_for(rules: Iterable[RetentionRule], lifecycle: str) -> list[RetentionRule]:
    """Those that are for a lifecycle: those that name it, else those that name none."""
    known = list(rules)
    named = [rule for rule in known if rule.lifecycle == lifecycle]
    return named or [rule for rule in known if not rule.lifecycle]


def read_retention(settings: Settings) -> tuple[RetentionRule, ...]:
    """Raises ConfigError."""
    if not settings.retention.parts:
        return ()
    whole = read_toml(settings.retention, "The file of retention rules")
    given = whole.get("rule")
    if set(whole) != {"rule"} or not isinstance(given, list) or not given:
        raise ConfigError(f"{settings.retention} has to have tables [[rule]], and nothing else.")
    rules = [
        rule
        for number, one in enumerate(given, 1)
        for rule in _read(one, f"{settings.retention}, rule {number}")
    ]
    pairs = [(rule.lifecycle, rule.erase) for rule in rules]
    for lifecycle, erase in pairs:
        if pairs.count((lifecycle, erase)) > 1:
            named = f"the lifecycle {lifecycle}" if lifecycle else "no lifecycle"
            raise ConfigError(f"{settings.retention}: two rules for {named} erase {erase}.")
    return tuple(rules)


def _read(one: Any, where: str) -> list[RetentionRule]:
    unknown = set(one) - _KEYS if isinstance(one, Mapping) else set()
    if not isinstance(one, Mapping) or unknown:
        more = f" There is no {', '.join(sorted(unknown))}." if unknown else ""
        raise ConfigError(f"{where} is a table of {', '.join(sorted(_KEYS))}.{more}")
    days, erase = one.get("days"), one.get("erase", [])
    if type(days) is not int or not SHORTEST <= days <= LONGEST:
        raise ConfigError(f"{where}: days is a whole number from {SHORTEST} to {LONGEST}.")
    if not isinstance(erase, list) or not erase or not all(each in ERASED for each in erase):
        raise ConfigError(f'{where}: erase is a list of "texts", "files" or both.')
    texts = {name: one.get(name, "") for name in ("lifecycle", "unless_tag")}
    for name, value in texts.items():
        if not isinstance(value, str):
            raise ConfigError(f"{where}: {name} is a text.")
    tag = " ".join(texts["unless_tag"].casefold().split())
    keep = timedelta(days=days)
    return [RetentionRule(texts["lifecycle"], keep, each, tag) for each in dict.fromkeys(erase)]
