"""A log as XES (IEEE 1849): a trace for each case, events in the order of its history."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from xml.sax.saxutils import quoteattr

from runner.insight.event_log.log_fields import NUMBERS
from runner.model import LoggedCase, LoggedEvent

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_HEAD = b"""<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1849-2016" xes.features="" xmlns="http://www.xes-standard.org/">
<extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
<extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
<extension name="Organizational" prefix="org" uri="http://www.xes-standard.org/org.xesext"/>
<classifier name="Activity" keys="concept:name"/>
<classifier name="Move" keys="concept:name to_status"/>
"""


def xes_log(cases: Iterable[LoggedCase]) -> Iterator[bytes]:
    yield _HEAD
    for case in cases:
        yield _trace(case).encode()
    yield b"</log>\n"


def _trace(case: LoggedCase) -> str:
    parts = [_string("concept:name", case.number), _attributes(case.fields)]
    parts += map(_event, case.events)
    return f"<trace>{''.join(parts)}</trace>\n"


def _event(event: LoggedEvent) -> str:
    known = dict(event.fields)
    resource = known.pop("actor", "")
    return (
        f"<event>{_string('concept:name', event.activity)}{_date('time:timestamp', event.at)}"
        f"{_string('org:resource', resource) if resource else ''}{_attributes(known)}</event>\n"
    )


def _attributes(fields: Mapping[str, str]) -> str:
    return "".join(_attribute(name, value) for name, value in fields.items())


def _attribute(name: str, value: str) -> str:
    if name in NUMBERS and value.isdigit():
        return f'<int key="{name}" value="{value}"/>'
    if name == "created":
        return f'<date key="{name}" value="{value}"/>'
    return _string(name, value)


def _string(key: str, value: str) -> str:
    return f'<string key="{key}" value={quoteattr(_NOT_XML.sub("", value))}/>'


def _date(key: str, at: datetime) -> str:
    return f'<date key="{key}" value="{at.isoformat(timespec="microseconds")}"/>'
