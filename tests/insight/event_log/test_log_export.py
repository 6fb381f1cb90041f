"""The log leaves, and comes back with the same figures."""

import json

import pytest

from runner.deployment.logs.log_reader import read_log
from runner.errors import Forbidden
from runner.insight.event_log.log_export import LogOrder
from runner.model import LogFilter
from tests.desk import MONDAY
from tests.insight.event_log.logs import READERS, from_csv, moves, visits
from tests.insight.recount import compared, differing


def exported(desk, kind, wanted=None, hashed=(), dropped=(), by=None):
    log = desk.app.log
    order = LogOrder(kind, log.pseudonyms(hashed, dropped), wanted or LogFilter())
    return b"".join(log.written(by or desk.nora, order)), order.counts


@pytest.mark.parametrize("kind", READERS)
def test_a_reader_that_shares_no_code_finds_the_figures_of_the_product(lived, kind):
    data, counts = exported(lived, kind)
    events = READERS[kind](data)
    reports = lived.app.reports
    known = {
        (before, after): n for before, after, n in reports.transitions() if before != "submitted"
    }
    assert {pair: n for pair, n in moves(events).items() if pair[0]} == known != {}
    assert visits(events) == {name: sorted(hours) for name, hours in reports.visits().items()}
    assert (counts.events, counts.cases) == (len(events), 24)
    assert counts.migrated > 0 == counts.gaps


@pytest.mark.parametrize("kind", ["xes", "csv"])
def test_the_reader_of_replays_takes_it_and_keeps_the_order(lived, kind, tmp_path):
    data, _ = exported(lived, kind)
    path = tmp_path / f"log.{kind}"
    path.write_bytes(data)
    read = [
        (trace.name, event.activity, event.at, event.attributes.get("sequence"))
        for trace in read_log(path)
        for event in trace.events
    ]
    assert [(case, activity, at) for case, activity, at, _ in read] == [
        event[:3] for event in READERS[kind](data)
    ]
    for case in {case for case, *_ in read}:
        numbers = [int(sequence) for name, *_, sequence in read if name == case]
        assert numbers == list(range(1, len(numbers) + 1))


def test_a_filter_takes_the_cases_that_it_names(lived):
    def cases(**by):
        return {event[0] for event in from_csv(exported(lived, "csv", LogFilter(**by))[0])}

    page = [case.case for case in (lived.app.cases.get(lived.carol, n) for n in sorted(cases()))]
    assert cases(priorities=("P1",)) == {c.number for c in page if c.priority == "P1"} != set()
    assert cases(statuses=("Closed",)) == {c.number for c in page if c.closed} != set()
    assert cases(version=2) == {c.number for c in page if c.version_id == 2} != cases()
    assert cases(product="Till") == {c.number for c in page if c.product == "Till"} != set()
    assert cases(since=MONDAY, until=MONDAY) == set()
    half = page[12].created_at
    assert cases(until=half) | cases(since=half) == cases()
    assert cases(lifecycle="another") == set()


def test_ocel_has_every_object_that_events_are_of(lived):
    document = json.loads(exported(lived, "ocel")[0])
    objects = {one["id"]: one["type"] for one in document["objects"]}
    assert len(objects) == len(document["objects"])
    assert set(objects.values()) == {
        "case", "customer", "agent", "proposal", "milestone", "version"
    } == {one["name"] for one in document["objectTypes"]}  # fmt: skip
    named = [
        r["objectId"] for e in document["events"] + document["objects"] for r in e["relationships"]
    ]
    assert set(named) <= objects.keys()
    assert {e["type"] for e in document["events"]} == {t["name"] for t in document["eventTypes"]}


def test_one_who_was_removed_is_a_pseudonym_in_every_log(desk):
    desk.open().claim(desk.alice)
    assert b"alice@example.com" in exported(desk, "csv")[0]
    desk.app.accounts.deactivate("alice@example.com")
    for kind in READERS:
        data = exported(desk, kind)[0]
        assert b"alice" not in data
        assert desk.app.log.pseudonyms().of("alice@example.com").encode() in data


def test_a_gap_in_a_history_and_a_migration_are_said_of_the_case(lived):
    with lived.app.db.write() as tx:
        tx.run("DELETE FROM history WHERE case_id = 1 AND sequence = 2")
    data, counts = exported(lived, "csv")
    assert counts.gaps == 1
    header, first = data.decode().splitlines()[:2]
    assert dict(zip(header.split(","), first.split(","), strict=True))["gaps"] == "1"


def test_who_may_not_have_it_gets_nothing(desk):
    for person in (desk.alice, desk.carol, desk.bob):
        with pytest.raises(Forbidden, match="analysts"):
            exported(desk, "csv", by=person)


def test_memory_is_that_of_a_part_however_long_the_log_is(desk, monkeypatch):
    for _ in range(5):
        desk.open()
    monkeypatch.setattr("runner.insight.event_log.log_export.AT_ONCE", 2)
    log, order = desk.app.log, LogOrder("csv", desk.app.log.pseudonyms())
    pieces = log.written(desk.nora, order)
    seen = []
    for _ in pieces:
        seen.append(order.counts.cases)
    assert seen == [0, 1, 2, 3, 4, 5]


def test_every_figure_of_every_view_is_that_of_the_log(lived):
    """Also once two people are erased, who stand in the log under no name."""
    ada = lived.app.accounts.add("ada@example.com", "Ada", ["admin"])
    for email in (lived.alice.email, lived.bob.email):
        lived.app.cases.erasing.erase(email, ada, open_too=True)
    lived.app.facts.catch_up()
    number = 0
    for view, shown, counted in compared(lived.app, lived.nora):
        assert differing(shown, counted) == [], view
        number += len(shown)
    assert number > 500
