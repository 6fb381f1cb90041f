"""A line of the log says when, what, and what it is about."""

import json
import logging

import pytest

from runner.telemetry import logs


@pytest.fixture
def log():
    """Writes as a node does, to the standard error of the test."""
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
