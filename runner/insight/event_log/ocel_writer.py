"""A log as OCEL 2.0 (https://www.ocel-standard.org): events of objects, as JSON.

Objects are cases, customers, agents, solution proposals, milestones and versions. What is known of
them comes to light while the events are written, so objects wait in a file until the events are
out; in memory are the people and the versions alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from tempfile import SpooledTemporaryFile
from typing import Any

import orjson

from runner.insight.event_log.log_fields import OF_CASE, OF_EVENT
from runner.model import LoggedCase, LoggedEvent, LoggedMilestone

IN_MEMORY = 1_000_000
"""Bytes of objects that wait in memory; more wait on the disk."""

_CASE_ATTRIBUTES = tuple(name for name in OF_CASE if name not in ("case", "customer", "owner"))
_EVENT_ATTRIBUTES = tuple(name for name in OF_EVENT if name not in ("activity", "time", "actor"))
_MILESTONE_ATTRIBUTES = ("name", "state", "started", "due")
_TYPES = {
    "case": _CASE_ATTRIBUTES, "customer": ("name",), "agent": ("name",), "proposal": ("case",),
    "milestone": _MILESTONE_ATTRIBUTES, "version": ("number",),
}  # fmt: skip


def ocel_log(cases: Iterable[LoggedCase]) -> Iterator[bytes]:
    with _Waiting() as objects:
        yield b'{"events": ['
        separator = b""
        activities: dict[str, None] = {}
        for case in cases:
            for event in _events(case, objects):
                activities[event["type"]] = None
                yield separator + orjson.dumps(event)
                separator = b",\n"
        yield b'], "objects": ['
        yield from objects.written()
        yield b'], "objectTypes": ' + orjson.dumps([_kind(*one) for one in _TYPES.items()])
        kinds = [_kind(name, _EVENT_ATTRIBUTES) for name in activities]
        yield b', "eventTypes": ' + orjson.dumps(kinds) + b"}\n"


def _kind(name: str, attributes: Iterable[str]) -> dict[str, Any]:
    return {"name": name, "attributes": [{"name": one, "type": "string"} for one in attributes]}


@dataclass
class _Waiting:
    """Objects on their way behind the events."""

    _file: Any = field(default_factory=lambda: SpooledTemporaryFile(IN_MEMORY))  # noqa: SIM115
    _once: set[str] = field(default_factory=set)

    def __enter__(self) -> _Waiting:
        return self

    def __exit__(self, *_: Any) -> None:
        self._file.close()

    def add(self, one: Mapping[str, Any]) -> None:
        self._file.write(orjson.dumps(one) + b"\n")

    def shared(self, kind: str, name: str, attribute: str) -> str:
        """The id of a person or a version, who is added the first time."""
        key = f"{kind}:{name}"
        if key not in self._once:
            self._once.add(key)
            self.add(_object(key, kind, {attribute: name}, _BEFORE, []))
        return key

    def written(self) -> Iterator[bytes]:
        self._file.seek(0)
        separator = b""
        for line in self._file:
            yield separator + line.rstrip(b"\n")
            separator = b",\n"


_BEFORE = "1970-01-01T00:00:00+00:00"
"""OCEL wants an instant for every attribute; this one stands for: always."""


def _object(
    key: str, kind: str, attributes: Mapping[str, str], at: str, related: list[dict[str, str]]
) -> dict[str, Any]:
    known = [{"name": name, "time": at, "value": value} for name, value in attributes.items()]
    return {"id": key, "type": kind, "attributes": known, "relationships": related}


def _related(key: str, qualifier: str) -> dict[str, str]:
    return {"objectId": key, "qualifier": qualifier}


def _events(case: LoggedCase, objects: _Waiting) -> Iterator[dict[str, Any]]:
    """The events of a case; what they are of goes to the objects."""
    proposals: dict[str, None] = {}
    for event in case.events:
        yield _event(case, event, objects)
        if "proposal" in event.fields:
            proposals[event.fields["proposal"]] = None
    related = [_related(_proposal(case, name), "proposal") for name in proposals]
    for name in proposals:
        objects.add(_object(_proposal(case, name), "proposal", {"case": case.number}, _BEFORE, []))
    for milestone in case.milestones:
        key = f"{case.number}:{milestone.name}"
        related.append(_related(key, "milestone"))
        objects.add(_milestone(key, milestone))
    for kind, name in (("customer", "customer"), ("agent", "owner")):
        if name in case.fields:
            related.append(_related(objects.shared(kind, case.fields[name], "name"), name))
    shown = {name: case.fields[name] for name in _CASE_ATTRIBUTES if name in case.fields}
    objects.add(_object(case.number, "case", shown, _text(case.created_at), related))


def _event(case: LoggedCase, event: LoggedEvent, objects: _Waiting) -> dict[str, Any]:
    fields = event.fields
    related = [_related(case.number, "case")]
    if "actor" in fields:
        kind = "customer" if fields.get("side") == "customer" else "agent"
        related.append(_related(objects.shared(kind, fields["actor"], "name"), "actor"))
    if "event_version" in fields:
        version = objects.shared("version", fields["event_version"], "number")
        related.append(_related(version, "version"))
    if "proposal" in fields:
        related.append(_related(_proposal(case, fields["proposal"]), "proposal"))
    shown = [{"name": n, "value": fields[n]} for n in _EVENT_ATTRIBUTES if n in fields]
    return {
        "id": f"{case.number}:{fields['sequence']}", "type": event.activity,
        "time": _text(event.at), "attributes": shown, "relationships": related,
    }  # fmt: skip


def _proposal(case: LoggedCase, name: str) -> str:
    return f"{case.number}:{name}"


def _milestone(key: str, milestone: LoggedMilestone) -> dict[str, Any]:
    shown = {
        "name": milestone.name, "started": _text(milestone.started_at),
        "due": _text(milestone.due_at),
    }  # fmt: skip
    one = _object(key, "milestone", shown, _text(milestone.started_at), [])
    became = _text(milestone.at or milestone.started_at)
    one["attributes"].append({"name": "state", "time": became, "value": milestone.state})
    return one


def _text(at: datetime) -> str:
    return at.isoformat(timespec="microseconds")
