"""What the events of a log mean for a case, as a mapping file says it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from runner.deployment.logs.xes import LogEvent
from runner.errors import ConfigError

ANY = "*"
INSERTED = "+"


@dataclass(frozen=True, slots=True)
class EventRule:
    """What an activity of a log did to a case in one of some statuses. A step is an action's id or
    `customer_reply`; `+` in front marks one that is not in the log and has to be inserted."""

    activity: str
    statuses: frozenset[str]
    steps: tuple[str, ...]
    fields: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LogMapping:
    """How a log is read: the priority of a case, and what its events did."""

    rules: tuple[EventRule, ...]
    priority_attribute: str | None
    priorities: Mapping[str, str]
    default_priority: str

    def rule(self, activity: str, status: str) -> EventRule | None:
        for rule in self.rules:
            if rule.activity in (activity, ANY) and rule.statuses & {status, ANY}:
                return rule
        return None

    def priority(self, event: LogEvent) -> str:
        value = event.attributes.get(self.priority_attribute or "", "")
        return self.priorities.get(value, self.default_priority)


def read_mapping(path: Path) -> LogMapping:
    """Reads a mapping file (`workflows/replay_helpdesk.toml` is one). Raises ConfigError."""
    try:
        document = tomllib.loads(path.read_text())
        priority = document.get("priority", {})
        return LogMapping(
            rules=tuple(_read_rule(table) for table in document["event"]),
            priority_attribute=priority.get("attribute"),
            priorities=priority.get("values", {}),
            default_priority=priority.get("default", "P3"),
        )
    except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise ConfigError(f"The mapping {path} cannot be used: {error!r}") from error


def _read_rule(table: Mapping[str, Any]) -> EventRule:
    statuses = table.get("in", ANY)
    listed = [statuses] if isinstance(statuses, str) else statuses
    return EventRule(
        table["activity"], frozenset(listed), tuple(table["steps"]), table.get("fields", {})
    )
