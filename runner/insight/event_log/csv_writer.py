"""A log as a table: a line for each event, with all that is known of its case."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from runner.insight.event_log.log_fields import OF_CASE, OF_EVENT
from runner.model import LoggedCase, csv_lines

COLUMNS = (
    "case", "activity", "time",
    *(name for name in OF_CASE + OF_EVENT if name not in ("case", "activity", "time")),
)  # fmt: skip


_EMPTY = dict.fromkeys(COLUMNS, "")
"""In the order of the columns, which what is filled in keeps."""


def csv_log(cases: Iterable[LoggedCase]) -> Iterator[bytes]:
    """RFC 4180 in UTF-8, with a line of names."""
    yield csv_lines([COLUMNS])
    for case in cases:
        yield csv_lines(_rows(case))


def _rows(case: LoggedCase) -> Iterator[list[str]]:
    of_case = {**_EMPTY, **case.fields, "case": case.number}
    for event in case.events:
        known = {
            **of_case, **event.fields, "activity": event.activity,
            "time": event.at.isoformat(timespec="microseconds"),
        }  # fmt: skip
        yield list(known.values())
