"""CSV: columns, delimiters, encodings, order; and that a broken table is refused with its line."""

import gzip
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from runner.deployment.logs import csv_log
from runner.deployment.logs.event_log import LogFormat
from runner.errors import LogError
from tests.deployment.logs.logs import read

TABLE = (
    "Case ID,Activity,Timestamp,customer\n"
    "1,Call,2026-03-02T10:00:00Z,Bob\n"
    "2,Call,2026-03-02T10:00:00Z,Eve\n"
    '1,"Wait, please",2026-03-02T11:00:00Z,\n'
)


def shape(traces):
    return [(one.name, [event.activity for event in one.events]) for one in traces]


def test_rows_become_cases_in_the_order_in_which_these_begin(tmp_path):
    found = read(tmp_path, TABLE)
    assert shape(found) == [("1", ["Call", "Wait, please"]), ("2", ["Call"])]
    assert found[0].events[0].at == datetime(2026, 3, 2, 10, tzinfo=UTC)
    assert found[0].events[0].attributes["customer"] == "Bob"
    assert "customer" not in found[0].events[1].attributes


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiter_and_encoding_are_found(tmp_path, encoding, delimiter):
    table = TABLE.replace('"Wait, please"', "Größe").replace(",", delimiter)
    for data in (table.encode(encoding), gzip.compress(table.encode(encoding))):
        assert shape(read(tmp_path, data)) == [("1", ["Call", "Größe"]), ("2", ["Call"])]


def test_what_is_not_found_can_be_said(tmp_path):
    log_format = LogFormat(
        case="Vorgang", activity=("Was", "Wie"), time="Wann", time_format="%d.%m.%Y %H:%M",
        zone=ZoneInfo("Europe/Rome"), encoding="windows-1252", delimiter="#",
    )  # fmt: skip
    data = "Wann#Was#Wie#Vorgang\r\n02.03.2026 10:00#Größe#ändern#7\r\n".encode("windows-1252")
    (found,) = read(tmp_path, data, log_format)
    assert (found.name, found.events[0].activity) == ("7", "Größe+ändern")
    assert found.events[0].at == datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ("", "The log is empty"),
        ("\n\n", "The log is empty"),
        ("Case ID,Activity\n1,Call\n", "no column 'time' in line 1; it has Case ID, Activity"),
        ("Activity,Time\nCall,2026-03-02\n", 'no column \'case\' .*case = "..." in \\[log\\]'),
        ("case,case,time\n", "two columns of the name 'case' in line 1"),
        (TABLE + ",Call,2026-03-02T10:00:00Z,\n", "without 'Case ID' in line 5"),
        (TABLE + "3,,2026-03-02T10:00:00Z,\n", "without 'Activity' in line 5"),
        (TABLE + "3,Call,,\n", "without 'Timestamp' in line 5"),
        (TABLE + "3,Call,2026-03-02T10:00:00Z\n", "has 3 columns in line 5, and 4 in line 1"),
        (TABLE + "3,Call,yesterday,\n", "a time that is none in line 5: 'yesterday'"),
        (TABLE + "3,Call,2026-03-02 10:00,\n", "without its zone in line 5"),
        (TABLE + '3,"=HYPERLINK(""x"")",2026-03-02T10:00:00Z,\n', "a formula as 'Activity' in line 5"),
        (TABLE + '3,"Call,2026-03-02T10:00:00Z,\n', "cannot be read after line"),
        (TABLE.encode() + "Größe".encode("latin-1"), "is not utf-8, soon after line .*encoding = "),
    ],
)  # fmt: skip
def test_a_broken_table_is_refused_with_its_line(tmp_path, data, says):
    with pytest.raises(LogError, match=says):
        read(tmp_path, data)


@pytest.mark.parametrize(
    ("said", "says"),
    [
        (LogFormat(encoding="utf-9"), "There is no encoding 'utf-9'"),
        (LogFormat(encoding="utf-16"), "utf-16"),
        (LogFormat(encoding="undefined"), "cannot be read as undefined"),
        (LogFormat(time_format="%Y%Y"), "a time that is none in line 2"),
        (LogFormat(encoding="utf\0"), r"There is no encoding 'utf\\x00'"),
        (LogFormat(activity=("Activty",)), "no column 'Activty'.* Did you mean 'Activity'"),
        (LogFormat(delimiter=";"), "no column 'case'"),
    ],
)
def test_what_is_said_wrongly_is_refused(tmp_path, said, says):
    with pytest.raises(LogError, match=says):
        read(tmp_path, TABLE, said)


def test_a_line_without_an_end_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(csv_log, "LONGEST_LINE", 50)
    with pytest.raises(LogError, match="a line has more than 50 characters"):
        read(tmp_path, TABLE + "x" * 60)


def test_no_case_is_larger_than_fits_into_memory(tmp_path, monkeypatch):
    monkeypatch.setattr(csv_log, "MOST_EVENTS", 1)
    with pytest.raises(LogError, match="more than 1 events: line 4"):
        read(tmp_path, TABLE)


@pytest.mark.soak
def test_a_million_rows_are_read(tmp_path):
    path = tmp_path / "log.csv"
    with path.open("w") as file:
        file.write("case,activity,time\n")
        for n in range(1_000_000):
            file.write(f"{n % 50_000},Call,2026-03-02T10:00:00Z\n")
    traces = csv_log.read_csv(path.open("rb"), LogFormat())
    assert sum(len(one.events) for one in traces) == 1_000_000
