"""XES: what is read, and that a broken log is refused with its place."""

import gzip
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from runner.deployment.logs import xes as module
from runner.deployment.logs.event_log import LogFormat
from runner.errors import LogError
from tests.deployment.logs.logs import event, read, trace, xes

EVENT = (
    '<log xmlns="http://www.xes-standard.org/"><trace><!-- one case -->\n<event>'
    '<string key="concept:name" value="Call"/><date key="time:timestamp" value="{}"/>'
    "</event></trace></log>"
)
ROME = ZoneInfo("Europe/Rome")


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_times_are_those_of_the_log_whatever_the_zone_and_the_encoding(tmp_path, packed, encoding):
    data = EVENT.format("2026-03-02T10:00:00.000+01:00").encode(encoding)
    (found,) = read(tmp_path, gzip.compress(data) if packed else data)
    (one,) = found.events
    assert (one.activity, one.at) == ("Call", datetime(2026, 3, 2, 9, tzinfo=UTC))


def test_a_time_without_a_zone_is_in_the_one_that_the_mapping_says(tmp_path):
    data = EVENT.format("2026-03-02T10:00:00")
    (found,) = read(tmp_path, data, LogFormat(zone=ROME))
    assert found.events[0].at == datetime(2026, 3, 2, 9, tzinfo=UTC)
    assert found.events[0].doubt == ""


@pytest.mark.parametrize(
    ("text", "hour", "doubt"),
    [
        ("2026-03-29T02:30:00", 1, "2026-03-29 in Europe/Rome: clocks went forward past it"),
        ("2026-10-25T02:30:00", 0, "2026-10-25 in Europe/Rome: clocks went back, and it came twice"),
        ("2026-10-25T03:00:00", 2, ""), ("2026-03-29T02:30:00+02:00", 0, ""),
    ],
)  # fmt: skip
def test_a_local_time_that_was_not_or_was_twice_is_doubtful(tmp_path, text, hour, doubt):
    (found,) = read(tmp_path, EVENT.format(text), LogFormat(zone=ROME))
    (one,) = found.events
    assert one.at.hour == hour
    assert one.doubt.startswith(doubt) and bool(one.doubt) == bool(doubt)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (EVENT.format("last week"), "a time that is none in line 2: 'last week'"),
        (EVENT.format("2026-03-02T10:00:00"), "without its zone in line 2.* zone = "),
        (EVENT.format("0001-01-01T00:00:00+14:00"), "outside 2000 to 2100 in line 2"),
        (EVENT.format("1970-01-01T00:00:00Z"), "outside 2000 to 2100 in line 2"),
        (EVENT.replace("concept:name", "name"), "without name or time in line 2: concept:name"),
        ("<log><trace>", "its XML is broken, .*line 1"),
        ("<!DOCTYPE log [<!ENTITY a 'b'>]><log><trace><event/></trace></log>", "has a DOCTYPE"),
    ],
)
def test_a_broken_log_is_refused_with_its_place(tmp_path, data, says):
    with pytest.raises(LogError, match=says) as refused:
        read(tmp_path, data)
    assert str(tmp_path) not in str(refused.value)


def test_a_damaged_archive_is_refused(tmp_path):
    packed = bytearray(gzip.compress(EVENT.encode() * 50))
    packed[30:60] = b"\xff" * 30
    for data in (bytes(packed), bytes(packed[:30])):
        with pytest.raises(LogError, match="cannot be read") as refused:
            read(tmp_path, data)
        assert str(tmp_path) not in str(refused.value)


HEAD = (
    '<classifier name="Both" keys="concept:name \'life cycle\'"/>'
    '<global scope="event"><string key="concept:name" value="DEFAULT"/>'
    '<string key="priority" value="low"/></global>'
    '<global scope="trace"><string key="site" value="nowhere"/></global>'
    '<string key="source" value="desk"/>'
)


def test_a_classifier_of_the_log_makes_the_activity_of_several_attributes(tmp_path):
    data = xes(trace(event(more='<string key="life cycle" value="start"/>')), head=HEAD)
    (found,) = read(tmp_path, data, LogFormat(classifier="Both"))
    assert found.events[0].activity == "Call+start"
    parts = LogFormat(activity=("life cycle", "concept:name"))
    assert read(tmp_path, data, parts)[0].events[0].activity == "start+Call"


def test_a_classifier_that_the_log_does_not_declare_is_refused(tmp_path):
    with pytest.raises(
        LogError, match=r"no classifier 'Bothh'.*it has 'Both'. Did you mean 'Both'"
    ):
        read(tmp_path, xes(trace(event()), head=HEAD), LogFormat(classifier="Bothh"))


def test_attributes_are_of_the_event_else_its_case_else_the_log_else_its_defaults(tmp_path):
    own = '<string key="concept:name" value="T-1"/><string key="product" value="Oven"/>'
    more = '<int key="product" value="7"/><boolean key="vip" value="true"/>'
    data = xes(trace(event(more=more), event(at="2026-03-02T11:00:00Z"), own=own), head=HEAD)
    (found,) = read(tmp_path, data)
    first, second = (one.attributes for one in found.events)
    assert found.name == "T-1"
    assert (first["product"], first["case:product"], first["vip"]) == ("7", "Oven", "true")
    assert (second["product"], second["source"], second["priority"]) == ("Oven", "desk", "low")
    assert second["site"] == "nowhere"


def test_a_default_is_never_taken_for_an_activity(tmp_path):
    nameless = '<event><date key="time:timestamp" value="2026-03-02T10:00:00Z"/></event>'
    with pytest.raises(LogError, match="without name or time in line 1"):
        read(tmp_path, xes(trace(nameless), head=HEAD))


def test_nested_attributes_and_lists_are_read(tmp_path):
    more = (
        '<string key="who" value="Bob"><string key="town" value="Rome"/></string>'
        '<list key="tags"><values><string key="tag" value="a"/><string key="tag" value="b"/>'
        "</values></list>"
    )
    (found,) = read(tmp_path, xes(trace(event(more=more))))
    attributes = found.events[0].attributes
    assert (attributes["who"], attributes["who/town"], attributes["tags/tag"]) == (
        "Bob",
        "Rome",
        "a, b",
    )


def test_a_case_without_a_name_is_named_by_its_place(tmp_path):
    found = read(tmp_path, xes(trace(event()), trace(event(), event())))
    assert [(one.name, len(one.events)) for one in found] == [("trace 1", 1), ("trace 2", 2)]


def test_no_case_is_larger_than_fits_into_memory(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "MOST_EVENTS", 3)
    assert read(tmp_path, xes(trace(event(), event(), event()), trace(event())))
    with pytest.raises(LogError, match="more than 3 events"):
        read(tmp_path, xes(trace(event(), event(), event(), event())))


def test_the_memory_of_what_was_read_is_freed(tmp_path):
    """A log of 2 MB, in which no trace is larger than 1 kB."""
    import tracemalloc

    from runner.deployment.logs.log_reader import read_log

    path = tmp_path / "log.xes"
    path.write_text(xes(*[trace(event(), event(), event(), event())] * 3000))
    tracemalloc.start()
    assert sum(len(one.events) for one in read_log(path)) == 12_000
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 1_000_000
