"""A log as a table: a line for each event, with all that is known of its case."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from runner.insight.event_log.log_fields import OF_CASE, OF_EVENT
from runner.model import LoggedCase
from runner.people.audit import FORMULA

COLUMNS = (
    "case", "activity", "time",
    *(name for name in OF_CASE + OF_EVENT if name not in ("case", "activity", "time")),
)  # fmt: skip


def csv_log(cases: Iterable[LoggedCase]) -> Iterator[bytes]:
    """RFC 4180 in UTF-8, with a line of names."""
    yield _lines([COLUMNS])
    for case in cases:
        yield _lines(_rows(case))


def _rows(case: LoggedCase) -> Iterator[list[str]]:
    for event in case.events:
        known = {
            **case.fields, **event.fields, "case": case.number, "activity": event.activity,
            "time": event.at.isoformat(timespec="microseconds"),
        }  # fmt: skip
        yield [_text(known.get(name, "")) for name in COLUMNS]


def _text(value: str) -> str:
    return f"'{value}" if value.startswith(FORMULA) else value


def _lines(rows: Iterable[Iterable[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()
