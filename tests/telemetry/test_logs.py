"""A line of the log says when, what, and what it is about."""

import json
import logging

import pytest

from runner.telemetry import logs


@pytest.fixture
def log(monkeypatch):
    """Writes as a node does, to the standard error of the test."""
    for name in ("_srcfile", "logThreads", "logProcesses", "logMultiprocessing"):
        monkeypatch.setattr(logging, name, getattr(logging, name))  # as they were, afterwards
    root, mine, driver = map(logging.getLogger, (None, "caselane", "psycopg"))
    before = root.handlers[:], root.level, mine.level, driver.level
    yield logging.getLogger("caselane.test")
    root.handlers[:], *levels = before
    for logger, level in zip((root, mine, driver), levels, strict=True):
        logger.setLevel(level)


def test_a_line_of_json_has_what_it_is_about(log, capsys):
    logs.set_up("json")
    with logs.about(case="C-1042", request=""):
        log.warning("it %s", "failed\nand more", extra={"fields": {"ms": 5}})
    log.info("all is well")
    first, second = map(json.loads, capsys.readouterr().err.splitlines())
    assert first.pop("time").endswith("Z")
    assert first == {
        "level": "WARNING", "logger": "caselane.test", "message": "it failed and more",
        "case": "C-1042", "ms": 5,
    }  # fmt: skip
    assert "case" not in second


def test_a_line_of_text_has_the_same_and_an_unexpected_error_its_traceback(log, capsys):
    logs.set_up("text")
    try:
        raise ValueError("odd")
    except ValueError:
        with logs.about(job="wake:7", case="x\nERROR forged"):
            log.exception("it failed")
    first, *more = capsys.readouterr().err.splitlines()
    assert first.endswith("Z ERROR caselane.test job=wake:7 case=x ERROR forged: it failed")
    assert more[-1] == "ValueError: odd"


def test_what_a_line_of_ours_is_about_no_library_tells_as_well(log, capsys, monkeypatch):
    """Eleven tracebacks for each outage of the database, by each worker of Procrastinate."""
    monkeypatch.setattr(logs, "_told_by_us", set())
    logs.leave_out(ConnectionError)
    logs.set_up("json")
    wrapped = OSError("gone")
    wrapped.__cause__ = ConnectionResetError()
    for error in (ConnectionResetError("gone"), wrapped, ValueError("odd")):
        for one in (logging.getLogger("library"), log):
            one.error("%s", error, exc_info=error)
    logging.getLogger("psycopg.pool").warning("error connecting")
    written = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [(line["logger"], line["message"]) for line in written] == [
        ("caselane.test", "gone"), ("caselane.test", "gone"), ("library", "odd"),
        ("caselane.test", "odd"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("at", "written"),
    [(1764421200.25, "2025-11-29T13:00:00.250Z"), (1764421200.0, "2025-11-29T13:00:00.000Z"),
     (1764421261.9996, "2025-11-29T13:01:01.999Z")],
)  # fmt: skip
def test_a_line_has_its_time_in_utc_to_the_millisecond(at, written):
    told = {
        "created": at,
        "msecs": at % 1 * 1000,
        "levelname": "INFO",
        "name": "caselane",
        "msg": "here",
    }
    line = logs.TextLine().format(logging.makeLogRecord(told))
    assert line == f"{written} INFO caselane: here"


def test_the_same_warning_is_one_line_a_minute_with_a_count():
    kept = logs.Repeats()

    def passes(at, text="The database is away"):
        record = logging.makeLogRecord(
            {"name": "caselane", "levelno": logging.WARNING, "msg": text, "created": at}
        )
        return kept.filter(record) and logs._message(record)

    assert passes(1000.0) == "The database is away"
    assert not passes(1005.0)
    assert passes(1006.0, "Something else") == "Something else"
    assert not passes(1059.9)
    assert passes(1060.0) == "The database is away (2 more times in the meantime)"
