"""Logs as tables: a line for each event, with columns for its case, its activity and its time."""

from __future__ import annotations

import codecs
import csv
import io
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import BinaryIO

import orjson

from runner.deployment.logs.event_log import MOST_EVENTS, LogEvent, LogFormat, Trace
from runner.errors import LogError
from runner.gate.lint.word_rules import did_you_mean

LONGEST_LINE = 1_000_000
"""Characters."""

DELIMITERS = ",;\t|"

USUAL = {
    "case": ("caseconceptname", "case", "caseid", "ticket", "ticketid", "ticketnumber", "traceid"),
    "activity": ("conceptname", "activity", "activityname", "eventname", "event", "action"),
    "time": ("timetimestamp", "timestamp", "time", "completetimestamp", "datetime", "date", "at"),
}
"""What the columns are mostly called, in small letters and without signs."""

_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}


@dataclass(frozen=True, slots=True)
class _Table:
    """The columns of a log, and which of them are what."""

    names: Sequence[str]
    case: int
    activity: tuple[int, ...]
    time: int


def read_csv(file: BinaryIO, log_format: LogFormat) -> Iterator[Trace]:
    """The cases of a table. Its rows may be in any order: they are kept in a temporary file, and in
    memory only where each begins. Raises LogError, naming the line."""
    text = _text(file, log_format.encoding)
    rows = _rows(text, log_format)
    table = _table(next(rows)[1], log_format)
    places: dict[str, array[int]] = {}
    with TemporaryFile() as kept:
        for line, row in rows:
            case = _cell(table, row, table.case, line)
            places.setdefault(case, array("Q")).append(kept.tell())
            kept.write(orjson.dumps([line, row]) + b"\n")
            if len(places[case]) > MOST_EVENTS:
                raise LogError(f"A case has more than {MOST_EVENTS:,} events: line {line}.")
        for case, offsets in places.items():
            events = [_event(table, kept, offset, log_format) for offset in offsets]
            yield Trace(case, tuple(events))


def _text(file: BinaryIO, said: str) -> io.TextIOWrapper:
    head = file.read(4)
    file.seek(0)
    marked = next((name for mark, name in _MARKS.items() if head.startswith(mark)), "utf-8")
    try:
        return io.TextIOWrapper(file, encoding=said or marked, newline="")
    except (LookupError, ValueError):
        raise LogError(f"There is no encoding {said!r}. Name another one in [log].") from None


def _rows(text: io.TextIOWrapper, log_format: LogFormat) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not empty, each with the line in which it ends."""
    line = 0
    empty = True
    try:
        lines = _lines(text)
        reader = csv.reader(lines, delimiter=log_format.delimiter or _delimiter(text), strict=True)
        for row in reader:
            line = reader.line_num
            if any(row):
                empty = False
                yield line, row
    except UnicodeDecodeError as error:
        raise LogError(
            f"The log is not {error.encoding}, soon after line {line}. Save it as UTF-8, or say "
            'what it is in the mapping: encoding = "windows-1252" in [log].'
        ) from error
    except UnicodeError as error:  # of an encoding that wants a mark, or is for other things
        raise LogError(f"The log cannot be read as {text.encoding}: {error}.") from error
    except csv.Error as error:
        raise LogError(f"The log cannot be read after line {line}: {error}.") from error
    if empty:
        raise LogError("The log is empty.")


def _delimiter(text: io.TextIOWrapper) -> str:
    sample = text.read(4096)
    text.seek(0)
    try:
        return csv.Sniffer().sniff(sample, DELIMITERS).delimiter if sample.strip() else ","
    except csv.Error:
        raise LogError(
            "What separates the columns of the log cannot be found. Say it in the mapping: "
            'delimiter = ";" in [log].'
        ) from None


def _lines(text: io.TextIOWrapper) -> Iterator[str]:
    while line := text.readline(LONGEST_LINE):
        if len(line) == LONGEST_LINE:
            raise csv.Error(f"a line has more than {LONGEST_LINE:,} characters")
        yield line


def _table(names: list[str], log_format: LogFormat) -> _Table:
    names = [name.strip() for name in names]
    twice = [name for name in names if names.count(name) > 1]
    if twice:
        raise LogError(f"The log has two columns of the name '{twice[0]}' in line 1.")
    activity = log_format.activity or ("",)
    return _Table(
        names,
        _column(names, "case", log_format.case),
        tuple(_column(names, "activity", name) for name in activity),
        _column(names, "time", log_format.time),
    )


def _column(names: list[str], what: str, said: str) -> int:
    """The column that the mapping names, else the one with a usual name."""
    if said in names:
        return names.index(said)
    plain = ["".join(filter(str.isalnum, name.lower())) for name in names]
    found = [plain.index(usual) for usual in USUAL[what] if usual in plain]
    if found and not said:
        return found[0]
    raise LogError(
        f"The log has no column '{said or what}' in line 1; it has {', '.join(names)[:500]}. "
        f'Say in the mapping which it is: {what} = "..." in [log].'
        + did_you_mean(said or what, names)
    )


def _event(table: _Table, kept: BinaryIO, offset: int, log_format: LogFormat) -> LogEvent:
    kept.seek(offset)
    line, row = orjson.loads(kept.readline())
    if len(row) != len(table.names):
        raise LogError(
            f"The log has {len(row)} columns in line {line}, and {len(table.names)} in line 1."
        )
    activity = "+".join(_cell(table, row, part, line) for part in table.activity)
    at, doubt = log_format.instant(_cell(table, row, table.time, line), line)
    filled = {name: value for name, value in zip(table.names, row, strict=True) if value}
    return LogEvent(activity, at, filled, doubt)


def _cell(table: _Table, row: list[str], column: int, line: int) -> str:
    """A value that has to be there. A formula is none: what it would come to is not in the file."""
    text = row[column].strip() if column < len(row) else ""
    if not text:
        raise LogError(f"The log has a row without '{table.names[column]}' in line {line}.")
    if text.startswith("="):
        raise LogError(
            f"The log has a formula as '{table.names[column]}' in line {line}. Save the values of "
            "the sheet instead."
        )
    return text
