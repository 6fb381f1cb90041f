"""caselane replay: the log of another system, driven through the diagram."""

import gzip
import sqlite3
from datetime import UTC, datetime, timedelta

import pytest

from runner.deployment.logs.log_mapping import read_mapping
from runner.deployment.logs.xes import read_xes
from tests import tickets
from tests.tickets import MAP

TEN = datetime(2024, 3, 4, 10, tzinfo=UTC)


def test_a_small_log_is_replayed_and_accounted_for(caselane, tmp_path):
    as_drawn = ["Insert ticket", "Take in charge ticket", "Resolve ticket", "Closed", "Wait"]
    shortened, unknown = ["Insert ticket", "Closed"], ["Insert ticket", "Dance"]
    traces = [
        [(activity, TEN + timedelta(hours=n)) for n, activity in enumerate(activities)]
        for activities in (as_drawn, shortened, unknown)
    ]
    log = tmp_path / "log.xes.gz"
    log.write_bytes(gzip.compress(tickets.xes(traces)))
    output = " ".join(caselane("replay", str(log), "--map", str(MAP)).split())
    assert "cases 3 followed exactly 1 followed, with steps inserted 1 refused 1" in output
    assert "Dance: Dance: has no meaning for a case that is New" in output
    assert "1 late" in output
    assert "2 Solution Proposed -> Closed" in output


@pytest.mark.parametrize(
    ("log", "mapping", "says"),
    [("<log", None, "cannot be read"), ("<log/>", None, "no events"), ("<log/>", "x = [", "cannot be used"),
     ("<log><trace><event/></trace></log>", None, "without name or time")],
)  # fmt: skip
def test_a_wrong_log_or_mapping_is_refused(caselane, tmp_path, log, mapping, says):
    (tmp_path / "log.xes").write_text(log)
    if mapping:
        (tmp_path / "map.toml").write_text(mapping)
    args = ("--map", str(tmp_path / "map.toml" if mapping else MAP))
    assert says in caselane("replay", str(tmp_path / "log.xes"), *args, code=1)


def test_every_activity_of_the_mapping_is_followed(caselane, tmp_path):
    """In the order in which a help desk works; the log of a real one is `make bench LOG=PATH`."""
    log = tmp_path / "log.xes"
    log.write_bytes(tickets.log(60))
    seen = {event.activity for trace in read_xes(log) for event in trace.events}
    assert seen == {rule.activity for rule in read_mapping(MAP).rules}
    output = " ".join(caselane("replay", str(log), "--map", str(MAP)).split())
    assert output.startswith("cases 60 followed exactly")
    assert "refused 0" in output


def test_the_report_is_the_same_for_any_number_of_processes(caselane, tmp_path):
    (tmp_path / "log.xes").write_bytes(tickets.log(30))
    args = ("replay", str(tmp_path / "log.xes"), "--map", str(MAP), "--jobs")
    alone = caselane(*args, "1")
    assert alone == caselane(*args, "3")
    assert "followed exactly" in alone


def test_a_database_is_filled_by_one_process(caselane, tmp_path):
    (tmp_path / "log.xes").write_bytes(tickets.log(3))
    url = f"sqlite:///{tmp_path}/kept.sqlite3"
    args = ("replay", str(tmp_path / "log.xes"), "--map", str(MAP), "--into", url)
    assert "leave --jobs away" in caselane(*args, "--jobs", "2", code=2)
    caselane(*args)
    with sqlite3.connect(tmp_path / "kept.sqlite3") as kept:
        assert kept.execute("SELECT count(*) FROM cases").fetchone() == (3,)
