"""Reads the log of all cases, some at a time, and hands it to the writer of a format.

Decision 0228.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any, Literal

import orjson

from runner.bpmn import Diagram
from runner.clock import Clock
from runner.errors import EngineError
from runner.insight.event_log.csv_writer import csv_log
from runner.insight.event_log.ocel_writer import ocel_log
from runner.insight.event_log.pseudonyms import Pseudonyms, named, read_rules
from runner.insight.event_log.xes_writer import xes_log
from runner.model import (
    CASE_FIELDS,
    AuditEntry,
    LogFilter,
    LoggedCase,
    LoggedEvent,
    LoggedMilestone,
    Person,
    to_number,
)
from runner.people import audit
from runner.people.permissions import require
from runner.store import Database, log_rows
from runner.store.log_rows import Row
from runner.versions import Versions

AT_ONCE = 200
"""Cases that are in memory at once. Each part is read in a transaction of its own, so that a slow
reader holds none open: every case is whole, and as it was when it was read."""

Format = Literal["xes", "ocel", "csv"]
WRITERS: Mapping[Format, Callable[[Iterable[LoggedCase]], Iterator[bytes]]] = {
    "xes": xes_log,
    "ocel": ocel_log,
    "csv": csv_log,
}


@dataclass
class LogCounts:
    """What was exported so far, and what has to be known of it."""

    cases: int = 0
    events: int = 0
    migrated: int = 0
    gaps: int = 0

    def add(self, case: LoggedCase) -> None:
        self.cases += 1
        self.events += len(case.events)
        self.migrated += case.migrated > 0
        self.gaps += case.gaps > 0


@dataclass(frozen=True, slots=True)
class LogOrder:
    """What somebody wants: a format, some cases, pseudonyms for some fields."""

    format: Format
    pseudonyms: Pseudonyms
    wanted: LogFilter = LogFilter()
    counts: LogCounts = field(default_factory=LogCounts)


class LogExport:
    """`secret` is for pseudonyms whose rules bring none."""

    def __init__(self, db: Database, versions: Versions, secret: str, clock: Clock):
        self._db = db
        self._clock = clock
        self._secret = secret
        self._labels = _Labels(versions)

    def pseudonyms(self, hashed: Iterable[str] = (), dropped: Iterable[str] = ()) -> Pseudonyms:
        """By the names of fields. Raises InvalidInput."""
        return named(self._secret, hashed, dropped)

    def rules(self, path: Path) -> Pseudonyms:
        """Of a file. Raises ConfigError."""
        return read_rules(path, self._secret)

    def written(self, person: Person, order: LogOrder) -> Iterator[bytes]:
        """The log in pieces; `order.counts` grows with them. Raises Forbidden, at once."""
        require(person, "export_log")
        with self._db.write() as tx:
            entry = AuditEntry("export", "event log taken", order.format)
            audit.note(tx, person, self._clock.now(), entry)
        return WRITERS[order.format](self._cases(order))

    def _cases(self, order: LogOrder) -> Iterator[LoggedCase]:
        after = 0
        while rows := self._part(order, after):
            for case in rows[0]:
                order.counts.add(case)
                yield case
            after = rows[1]

    def _part(self, order: LogOrder, after: int) -> tuple[list[LoggedCase], int] | None:
        with self._db.read() as tx:
            cases = log_rows.cases(tx, order.wanted, after, AT_ONCE)
            ids = [row["id"] for row in cases]
            if not ids:
                return None
            events = _by_case(log_rows.events(tx, ids))
            milestones = _by_case(log_rows.milestones(tx, ids))
        hide = order.pseudonyms
        logged = [
            self._case(row, events.get(row["id"], []), milestones.get(row["id"], []), hide)
            for row in cases
        ]
        return logged, ids[-1]

    def _case(
        self, row: Row, events: Sequence[Row], milestones: Sequence[Row], hide: Pseudonyms
    ) -> LoggedCase:
        migrated = sum(event["event"] == "migrated" for event in events)
        gaps = events[-1]["sequence"] - len(events) if events else 0
        shown = hide.applied(_of_case(row, hide) | _counted(migrated=migrated, gaps=gaps))
        return LoggedCase(
            shown.pop("case"), row["created_at"], shown,
            tuple(self._event(event, hide) for event in events),
            tuple(map(_milestone, milestones)), gaps, migrated,
        )  # fmt: skip

    def _event(self, row: Row, hide: Pseudonyms) -> LoggedEvent:
        fields = {
            "activity": self._labels.of(row),
            "sequence": str(row["sequence"]),
            "event": row["event"],
            "action": row["action"],
            "element": row["element"],
            "actor": _person(row["actor"], row["actor_there"], hide),
            "side": row["side"],
            "from_status": row["from_status"],
            "to_status": row["to_status"],
            "event_version": str(row["version"]),
            "proposal": _proposal(row["details"]),
            "path": _path(row["path"]),
        }
        shown = hide.applied(_filled(fields))
        return LoggedEvent(row["at"], shown.pop("activity"), shown)


class _Labels:
    """What the drawing calls things, each version asked for once."""

    def __init__(self, versions: Versions):
        self._versions = versions
        self._diagrams: dict[int, Diagram | None] = {}

    def of(self, row: Row) -> str:
        """The name of the action or element; else the kind of the event, such as *Message*."""
        drawn = row["action"] or row["element"]
        if not drawn:
            return str(row["event"]).replace("_", " ").capitalize()
        diagram = self._diagram(row["version"])
        return (diagram and _name(diagram, drawn)) or drawn

    def _diagram(self, version_id: int) -> Diagram | None:
        """None for a version that cannot be used any more."""
        if version_id not in self._diagrams:
            try:
                self._diagrams[version_id] = self._versions.diagram(version_id)
            except EngineError:
                self._diagrams[version_id] = None
        return self._diagrams[version_id]


def _name(diagram: Diagram, drawn: str) -> str:
    found = diagram.flows.get(drawn) or diagram.elements.get(drawn)
    return found.name if found else ""


def _by_case(rows: Iterable[Row]) -> dict[int, list[Row]]:
    return {key: list(found) for key, found in groupby(rows, key=lambda row: row["case_id"])}


def _of_case(row: Row, hide: Pseudonyms) -> dict[str, str]:
    fields = {
        "case": to_number(row["id"]),
        "created": row["created_at"].isoformat(),
        "customer": _person(row["customer"], row["customer_there"], hide),
        "owner": _person(row["owner"], row["owner_there"], hide),
        "version": str(row["version"]),
        **{name: row[name] for name in ("lifecycle", "status", "priority", "channel")},
        **{item.name: row[item.name] for item in CASE_FIELDS},
        "resolution": row["resolution"],
    }
    return _filled(fields)


@lru_cache(4096)
def _path(listed: str) -> str:
    """Most cases go the same few ways."""
    return " ".join(orjson.loads(listed))


def _proposal(details: str) -> str | None:
    """Few lines are of a proposal: the others are not read."""
    if '"proposal"' not in details:
        return None
    return orjson.loads(details).get("values", {}).get("proposal")


def _person(address: str | None, there: Any, hide: Pseudonyms) -> str | None:
    """Somebody who was removed is a pseudonym in every log, whatever its rules."""
    return address if there or address is None else hide.of(address)


def _counted(**counts: int) -> dict[str, str]:
    return {name: str(count) for name, count in counts.items() if count}


def _filled(fields: Mapping[str, str | None]) -> dict[str, str]:
    return {name: value for name, value in fields.items() if value}


def _milestone(row: Row) -> LoggedMilestone:
    ended = row["reached_at"] or row["ended_at"]
    return LoggedMilestone(row["name"], row["state"], row["started_at"], row["due_at"], ended)
