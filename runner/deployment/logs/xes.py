"""Event logs of other systems: XES, the format of process mining (IEEE 1849)."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from lxml import etree

from runner.errors import DiagramError

ACTIVITY, TIME = "concept:name", "time:timestamp"


@dataclass(frozen=True, slots=True)
class LogEvent:
    activity: str
    at: datetime
    attributes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Trace:
    """What happened to one case, in the order of the file."""

    name: str
    events: tuple[LogEvent, ...]


def read_xes(path: Path) -> Iterator[Trace]:
    """The traces of a log, one at a time; `.gz` is unpacked. Raises DiagramError."""
    opened = gzip.open if path.suffix == ".gz" else open
    try:
        with opened(path, "rb") as file:
            yield from _traces(file)
    except (OSError, EOFError, zlib.error, etree.XMLSyntaxError) as error:
        raise DiagramError(f"The log {path} cannot be read: {error}") from error


def _traces(file: Any) -> Iterator[Trace]:
    safe: Any = {"resolve_entities": False, "no_network": True, "load_dtd": False}
    for _, node in etree.iterparse(file, events=("end",), **safe):
        if isinstance(node.tag, str) and etree.QName(node).localname == "trace":
            yield _read_trace(node)
            node.clear()


def _read_trace(node: Any) -> Trace:
    events = node.iterchildren("{*}event")
    return Trace(_attributes(node).get(ACTIVITY, ""), tuple(_read_event(event) for event in events))


def _read_event(node: Any) -> LogEvent:
    attributes = _attributes(node)
    if ACTIVITY not in attributes or TIME not in attributes:
        raise DiagramError(f"The log has an event without name or time in line {node.sourceline}.")
    try:
        at = datetime.fromisoformat(attributes[TIME])
    except ValueError as error:
        raise DiagramError(
            f"The log has a time that is none in line {node.sourceline}: {error}."
        ) from error
    if at.tzinfo is None:
        raise DiagramError(f"The log has a time without its zone in line {node.sourceline}.")
    return LogEvent(attributes[ACTIVITY], at.astimezone(UTC), attributes)


def _attributes(node: Any) -> dict[str, str]:
    return {child.get("key"): child.get("value", "") for child in node if child.get("key")}
