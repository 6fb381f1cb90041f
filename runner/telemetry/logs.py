"""Lines of the log: each with a time and with what it is about, as text or as JSON."""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, TextIO

import orjson

REPEATED = 60.0
"""Seconds in which the same warning is written once; its next line says how often it came."""

_MOST = 1000
"""Different warnings that are remembered at once."""

_subject: ContextVar[Mapping[str, str]] = ContextVar("subject", default=MappingProxyType({}))
"""Beside each line that is written in this thread: the job, and its case."""

_asked: set[Callable[[], Mapping[str, str]]] = set()
"""Asked when a line is written: what it is about."""


_told_by_us: set[type[BaseException]] = set()
"""Errors that libraries write nothing of."""


def set_up(form: str) -> None:
    """Everything to standard error: our own messages, and the warnings of libraries. `form` is
    text or json."""
    handler = _StandardError()
    handler.setFormatter(JsonLine() if form == "json" else TextLine())
    handler.addFilter(_is_to_be_written)
    handler.addFilter(Repeats())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    # No line says from where it was written: finding that out is a sixth of what a line costs.
    logging._srcfile = None
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    logging.getLogger("caselane").setLevel(logging.INFO)
    # Each of its connections would tell of a database that is away: who waits for it does.
    logging.getLogger("psycopg").setLevel(logging.ERROR)


class _StandardError(logging.StreamHandler[TextIO]):
    def flush(self) -> None:
        """Each line is written as it ends."""


def ask(subject: Callable[[], Mapping[str, str]]) -> None:
    """Has each line say what `subject` gives when the line is written: so a request costs nothing
    of which nothing is written."""
    _asked.add(subject)


def leave_out(kind: type[BaseException]) -> None:
    """Has libraries write nothing of errors of this kind, or that come of one, since who meets them
    writes a line of ours: an outage is one line, and not one with a traceback for each part of a
    worker."""
    _told_by_us.add(kind)


def _is_to_be_written(record: logging.LogRecord) -> bool:
    """Not what a library says of errors that a line of ours is about."""
    error = record.exc_info[1] if record.exc_info else None
    causes = (error, error and error.__cause__)
    is_told = any(isinstance(one, tuple(_told_by_us)) for one in causes)
    return record.name.startswith("caselane") or not is_told


@contextmanager
def about(**subject: str) -> Iterator[None]:
    """The lines that are written in here are about this; empty values are left out."""
    given = {name: value for name, value in subject.items() if value}
    token = _subject.set({**_subject.get(), **given})
    try:
        yield
    finally:
        _subject.reset(token)


def _time(record: logging.LogRecord) -> str:
    return f"{_second(int(record.created))}.{int(record.msecs):03}Z"


@functools.lru_cache(maxsize=1)
def _second(at: int) -> str:
    """Many lines are of one second."""
    return f"{datetime.fromtimestamp(at, UTC):%Y-%m-%dT%H:%M:%S}"


class TextLine(logging.Formatter):
    """`2026-11-29T13:00:00.250Z WARNING caselane.worker case=C-1042 job=wake:42: it failed`"""

    def format(self, record: logging.LogRecord) -> str:
        subject = "".join([f" {name}={value}" for name, value in _fields(record).items()])
        line = f"{_time(record)} {record.levelname} {record.name}{subject}: {_message(record)}"
        line = _on_one_line(line)
        return f"{line}\n{self.formatException(record.exc_info)}" if record.exc_info else line


class JsonLine(logging.Formatter):
    """An object with time, level, logger, message and what it is about; with the traceback of an
    unexpected error as `error`."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": _time(record), "level": record.levelname, "logger": record.name,
            "message": _on_one_line(_message(record)), **_fields(record),
        }  # fmt: skip
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return orjson.dumps(line, default=str).decode()


def _fields(record: logging.LogRecord) -> dict[str, Any]:
    asked = {name: value for ask in _asked for name, value in ask().items() if value}
    return {**asked, **_subject.get(), **getattr(record, "fields", {})}


def _message(record: logging.LogRecord) -> str:
    return record.getMessage() + getattr(record, "times", "")


def _on_one_line(text: str) -> str:
    """Texts of others must not look like lines of ours."""
    if text.isprintable():
        return text
    return "".join(one if one.isprintable() else " " for one in text)


class Repeats(logging.Filter):
    """A database that is away is met by every queue every five seconds: one line a minute says so,
    with a count."""

    def __init__(self) -> None:
        super().__init__()
        self._seen: dict[tuple[str, str], tuple[float, int]] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        if record.levelno != logging.WARNING:
            return True
        key = record.name, record.getMessage()
        since, more = self._seen.get(key, (0.0, 0))
        if record.created - since < REPEATED:
            self._seen[key] = since, more + 1
            return False
        if len(self._seen) >= _MOST:
            self._seen.clear()
        self._seen[key] = record.created, 0
        record.times = f" ({more} more times in the meantime)" if more else ""
        return True
