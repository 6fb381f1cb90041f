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
    root, mine = logging.getLogger(), logging.getLogger("caselane")
    before = root.handlers[:], root.level, mine.level
    yield logging.getLogger("caselane.test")
    root.handlers[:], level, own = before
    root.setLevel(level)
    mine.setLevel(own)


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
