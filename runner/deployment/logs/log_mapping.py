"""What the events of a log mean for a case, as a mapping file says it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from runner.config import read_toml
from runner.deployment.logs.event_log import LogEvent, LogFormat
from runner.errors import ConfigError
from runner.gate.lint.word_rules import did_you_mean
from runner.model import DEFAULT_PRIORITY

ANY = "*"
INSERTED = "+"
UNKNOWN_CUSTOMER = "Unknown customer"


@dataclass(frozen=True, slots=True)
class EventRule:
    """What an activity of a log did to a case in one of some statuses; `*` is any. A step is an
    action's id or `customer_reply`; `+` in front marks one that is not in the log and has to be
    inserted."""

    activity: str
    statuses: frozenset[str]
    steps: tuple[str, ...]
    fields: Mapping[str, Any] = field(default_factory=dict)

    @property
    def names(self) -> tuple[str, ...]:
        """Its steps, inserted ones as well, without the mark."""
        return tuple(step.removeprefix(INSERTED) for step in self.steps)


@dataclass(frozen=True, slots=True)
class LogMapping:
    """How a log is read: its format, the attributes of a case, and what its events did."""

    rules: tuple[EventRule, ...]
    log_format: LogFormat = LogFormat()
    priority_attribute: str = ""
    priorities: Mapping[str, str] = field(default_factory=dict)
    default_priority: str = DEFAULT_PRIORITY
    customer_attribute: str = "customer"
    product_attribute: str = "product"
    support_attribute: str = ""

    def rule(self, activity: str, status: str) -> EventRule | None:
        """The first rule that fits."""
        for rule in self.rules:
            if rule.activity in (activity, ANY) and rule.statuses & {status, ANY}:
                return rule
        return None

    def rules_for(self, activity: str) -> list[EventRule]:
        """In every status; the general ones only where there is none of its own."""
        own = [rule for rule in self.rules if rule.activity == activity]
        return own or [rule for rule in self.rules if rule.activity == ANY]

    def priority(self, event: LogEvent) -> str:
        value = event.attributes.get(self.priority_attribute, "")
        return self.priorities.get(value, self.default_priority)

    def customer(self, event: LogEvent) -> str:
        return _name(event.attributes.get(self.customer_attribute, "")) or UNKNOWN_CUSTOMER

    def support(self, event: LogEvent) -> str:
        """Who of support did it; '' where the mapping or the event does not say."""
        return _name(event.attributes.get(self.support_attribute, ""))

    def product(self, event: LogEvent) -> str | None:
        return event.attributes.get(self.product_attribute)


def _name(text: str) -> str:
    """A name that people can read. One without a letter, such as `***`, says nothing."""
    shown = "".join(c if c.isprintable() else " " for c in text)
    name = " ".join(shown.split())[:200].strip()
    return name if any(map(str.isalnum, name)) else ""


_TEXT, _TEXTS, _TABLE = "a text", "a list of texts", "a table"
_KEYS: dict[str, dict[str, tuple[str, ...]]] = {
    "log": {
        **dict.fromkeys(("case", "classifier", "time", "time_format"), (_TEXT,)),
        **dict.fromkeys(("zone", "encoding", "delimiter"), (_TEXT,)),
        "activity": (_TEXT, _TEXTS),
    },
    "priority": {"attribute": (_TEXT,), "values": (_TABLE,), "default": (_TEXT,)},
    "customer": {"attribute": (_TEXT,)},
    "product": {"attribute": (_TEXT,)},
    "support": {"attribute": (_TEXT,)},
    "event": {
        "activity": (_TEXT,), "in": (_TEXT, _TEXTS), "steps": (_TEXTS,), "fields": (_TABLE,),
    },
}  # fmt: skip
"""What may stand in a mapping: tables, their keys, and of what kind each value is."""


def read_mapping(path: Path) -> LogMapping:
    """Reads a mapping file (`workflows/replay_helpdesk.toml` is one). Raises ConfigError, which
    names all that is wrong with its words."""
    document = read_toml(path, "The mapping")
    problems = list(_wrong_words(document))
    if problems:
        raise ConfigError("\n".join((f"The mapping {path} cannot be used.", *problems)))
    of = {name: document.get(name, {}) for name in _KEYS if name != "event"}
    return LogMapping(
        rules=tuple(map(_read_rule, document.get("event", ()))),
        log_format=_read_format(of["log"]),
        priority_attribute=of["priority"].get("attribute", ""),
        priorities=of["priority"].get("values", {}),
        default_priority=of["priority"].get("default", DEFAULT_PRIORITY),
        customer_attribute=of["customer"].get("attribute", "customer"),
        product_attribute=of["product"].get("attribute", "product"),
        support_attribute=of["support"].get("attribute", ""),
    )


def _read_rule(table: Mapping[str, Any]) -> EventRule:
    statuses = frozenset(_listed(table.get("in", ANY)))
    return EventRule(table["activity"], statuses, tuple(table["steps"]), table.get("fields", {}))


def _read_format(table: Mapping[str, Any]) -> LogFormat:
    given: dict[str, Any] = {**table, "activity": tuple(_listed(table.get("activity", ())))}
    if "zone" in table:
        given["zone"] = ZoneInfo(table["zone"])
    return LogFormat(**given)


def _listed(value: Any) -> Iterable[str]:
    return [value] if isinstance(value, str) else value


# ------------------------------------------------------------------ what is wrong with its words


def _wrong_words(document: Mapping[str, Any]) -> Iterator[str]:
    for name in document.keys() - _KEYS.keys():
        yield f"There is no table [{name}].{did_you_mean(name, _KEYS)}"
    rules = document.get("event", [])
    if not isinstance(rules, list):
        yield "Write [[event]], with two brackets."
        rules = []
    for number, table in enumerate(rules, 1):
        where = f"[[event]] {number}"
        yield from _wrong_keys(where, "event", table)
        missing = {"activity", "steps"} - (table.keys() if isinstance(table, dict) else set())
        yield from (f"{where} has no '{key}'." for key in sorted(missing))
    for name in document.keys() & (_KEYS.keys() - {"event"}):
        yield from _wrong_keys(f"[{name}]", name, document[name])
    yield from _wrong_zone(document.get("log"))


def _wrong_keys(where: str, name: str, table: Any) -> Iterator[str]:
    known = _KEYS[name]
    if not isinstance(table, dict):
        yield f"{where} has to be a table."
        return
    for key, value in table.items():
        if key not in known:
            yield f"{where} has '{key}', which means nothing.{did_you_mean(key, known)}"
        elif _kind(value) not in known[key]:
            yield f"{where}: '{key}' has to be {' or '.join(known[key])}."


def _kind(value: Any) -> str:
    if isinstance(value, list):
        return _TEXTS if all(isinstance(item, str) for item in value) else ""
    return _TEXT if isinstance(value, str) else _TABLE if isinstance(value, dict) else ""


def _wrong_zone(table: Any) -> Iterator[str]:
    zone = table.get("zone") if isinstance(table, dict) else None
    try:
        ZoneInfo(zone if isinstance(zone, str) else "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        yield f"[log]: there is no zone '{zone}'. It is like Europe/Rome."
    delimiter = table.get("delimiter") if isinstance(table, dict) else None
    if isinstance(delimiter, str) and (len(delimiter) != 1 or delimiter in '\r\n"'):
        yield "[log]: 'delimiter' has to be one character."
