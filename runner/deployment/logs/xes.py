"""XES, the format of process mining (IEEE 1849)."""

from __future__ import annotations

import re
from collections import ChainMap
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from lxml import etree

from runner.deployment.logs.event_log import MOST_EVENTS, LogEvent, LogFormat, Trace
from runner.errors import LogError
from runner.gate.lint.word_rules import did_you_mean

ACTIVITY, TIME = "concept:name", "time:timestamp"

_SAFE: Any = {"resolve_entities": False, "no_network": True, "load_dtd": False}


@dataclass
class _Log:
    """What a log says of itself, in front of its traces. The values that it declares for attributes
    that an event lacks are never taken for its activity or time."""

    attributes: dict[str, str] = field(default_factory=dict)
    classifiers: dict[str, tuple[str, ...]] = field(default_factory=dict)
    defaults: dict[str, str] = field(default_factory=dict)
    case_defaults: dict[str, str] = field(default_factory=dict)


def read_xes(file: BinaryIO, log_format: LogFormat) -> Iterator[Trace]:
    """The traces of a log, one at a time: no more than one is in memory. Raises LogError, and
    lxml's XMLSyntaxError."""
    log, number = _Log(), 0
    events: list[tuple[int, dict[str, str]]] = []
    parts: tuple[str, ...] | None = None
    for _, node in etree.iterparse(file, events=("end",), **_SAFE):
        parent, name = node.getparent(), etree.QName(node).localname
        if node.getroottree().docinfo.doctype:
            raise LogError("The log has a DOCTYPE, which logs may not have.")
        if parent is None:
            continue
        if name == "event" and parent.getparent() is not None:
            events.append((node.sourceline, _attributes(node)))
            if len(events) > MOST_EVENTS:
                raise LogError(f"A case has more than {MOST_EVENTS:,} events: {node.sourceline}.")
            _free(node, "event")
        elif parent.getparent() is None:
            if name == "trace":
                number += 1
                parts = parts or _parts(log, log_format)
                own = _attributes(node)
                case = own.get(log_format.case or ACTIVITY) or f"trace {number}"
                yield Trace(case, _events(log, own, events, parts, log_format))
                events = []
            else:
                _note(log, name, node)
            _free(node)


def _free(node: Any, name: str = "") -> None:
    """Frees the memory of an element that was read, and of those in front of it that were: of any
    name, or of one."""
    node.clear()
    while (before := node.getprevious()) is not None:
        if name and not (isinstance(before.tag, str) and etree.QName(before).localname == name):
            return
        node.getparent().remove(before)


def _note(log: _Log, name: str, node: Any) -> None:
    if name == "classifier":
        log.classifiers[node.get("name", "")] = _keys(node.get("keys", ""))
    elif name == "global":
        defaults = log.case_defaults if node.get("scope") == "trace" else log.defaults
        defaults.update(_attributes(node))
    elif node.get("key"):
        _take(log.attributes, node, "")


def _keys(text: str) -> tuple[str, ...]:
    """The attributes of a classifier; a name with blanks in it stands between apostrophes."""
    return tuple(quoted or plain for quoted, plain in re.findall(r"'([^']+)'|(\S+)", text))


def _parts(log: _Log, log_format: LogFormat) -> tuple[str, ...]:
    """The attributes that make the activity of an event."""
    wanted = log_format.classifier
    if not wanted:
        return log_format.activity or (ACTIVITY,)
    if wanted not in log.classifiers:
        there = ", ".join(map(repr, log.classifiers)) or "none"
        raise LogError(
            f"The log declares no classifier '{wanted}' in front of its traces; it has {there}."
            + did_you_mean(wanted, log.classifiers)
        )
    return log.classifiers[wanted]


def _events(
    log: _Log,
    own: dict[str, str],
    events: list[tuple[int, dict[str, str]]],
    parts: tuple[str, ...],
    log_format: LogFormat,
) -> tuple[LogEvent, ...]:
    """The events of a trace: `events` are their lines and attributes, `own` those of the trace."""
    named = {f"case:{name}": value for name, value in own.items()}
    behind = (own, named, log.attributes, log.case_defaults, log.defaults)
    return tuple(
        _event(ChainMap(attributes, *behind), parts, log_format, line)
        for line, attributes in events
    )


def _event(
    attributes: ChainMap[str, str], parts: tuple[str, ...], log_format: LogFormat, line: int
) -> LogEvent:
    own, time = attributes.maps[0], log_format.time or TIME
    said = [own.get(part, "") for part in parts]
    if not all(said) or not own.get(time):
        missing = [part for part in (*parts, time) if not own.get(part)]
        raise LogError(
            f"The log has an event without name or time in line {line}: {', '.join(missing)}."
        )
    at, doubt = log_format.instant(own[time], line)
    return LogEvent("+".join(said), at, attributes, doubt)


def _attributes(node: Any) -> dict[str, str]:
    """The attributes of an element, as text. One inside another is `outer/inner`; the values of a
    list are joined by commas."""
    found: dict[str, str] = {}
    for child in node:
        _take(found, child, "")
    return found


def _take(found: dict[str, str], node: Any, outer: str) -> None:
    name = etree.QName(node).localname if isinstance(node.tag, str) else ""
    key = node.get("key") if name else None
    if key is None and name != "values":
        return
    path = f"{outer}/{key}" if outer and key else key or outer
    if key is not None and node.get("value") is not None:
        text = node.get("value")
        found[path] = f"{found[path]}, {text}" if outer and path in found else text
    for child in node:
        _take(found, child, path)
