"""Event logs: what is read, and that a broken one is refused with its place."""

import gzip
from datetime import UTC, datetime

import pytest

from runner.deployment.logs.xes import read_xes
from runner.errors import DiagramError

EVENT = (
    '<log xmlns="http://www.xes-standard.org/"><trace><!-- one case -->\n<event>'
    '<string key="concept:name" value="Call"/><date key="time:timestamp" value="{}"/>'
    "</event></trace></log>"
)


def read(tmp_path, data, name="log.xes"):
    (tmp_path / name).write_bytes(data)
    return list(read_xes(tmp_path / name))


@pytest.mark.parametrize("name", ["log.xes", "log.xes.gz"])
def test_times_are_those_of_the_log_whatever_the_zone(tmp_path, name):
    data = EVENT.format("2026-03-02T10:00:00.000+01:00").encode()
    (trace,) = read(tmp_path, gzip.compress(data) if name.endswith("gz") else data, name)
    (event,) = trace.events
    assert (event.activity, event.at) == ("Call", datetime(2026, 3, 2, 9, tzinfo=UTC))


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (EVENT.format("last week").encode(), "a time that is none in line 2"),
        (EVENT.format("2026-03-02T10:00:00").encode(), "without its zone in line 2"),
        (EVENT.replace("concept:name", "name").encode(), "without name or time in line 2"),
        (b"<log><trace>", "cannot be read"),
        (b"", "cannot be read"),
    ],
)
def test_a_broken_log_is_refused_with_its_place(tmp_path, data, says):
    with pytest.raises(DiagramError, match=says):
        read(tmp_path, data)


def test_a_damaged_archive_is_refused(tmp_path):
    packed = bytearray(gzip.compress(EVENT.encode() * 50))
    packed[30:60] = b"\xff" * 30
    with pytest.raises(DiagramError, match="cannot be read"):
        read(tmp_path, bytes(packed), "log.xes.gz")
