"""Facts are kept up with the history, and say how far they are."""

import json
from collections import Counter
from datetime import UTC

import pytest

from runner.insight.fact_reader import KnownVersions, _found
from runner.model import to_number
from runner.store import fact_rows
from tests.insight import past
from tests.insight.raw_cases import raw_cases

TABLES = {
    "case_facts": "case_id",
    "ways": "id",
    "intervals": "case_id, kind, number",
    "routes": "id",
    "moves": "case_id, sequence",
    "case_versions": "case_id, version_id",
    "policy_verdicts": "case_id, version_id, policy",
    "late_stays": "case_id, milestone, kind, number",
    "stay_days": "kind, version_id, name, day",
    "stay_counts": "kind, version_id, time_kind, name, again, minutes",
    "route_counts": "route_id, again",
}


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request):
    return request.param


def rows(desk):
    """Every row of the facts, as the database has it."""
    with desk.app.db.read() as tx:
        return {
            table: tx.run(f"SELECT * FROM {table} ORDER BY {key}").fetchall()
            for table, key in TABLES.items()
        }


def test_every_stay_of_every_kind_is_that_of_the_history(lived):
    """In minutes of the clock and of the calendar of each case, on two versions of the drawing."""
    with lived.app.db.read() as tx:
        rows = tx.run(
            "SELECT kind, case_id, name, started_at, ended_at, clock, business FROM intervals"
        ).fetchall()
    for kind in ("status", "element", "owner"):
        found = Counter(
            (case, name, past.instant(began), past.instant(ended), clock, business)
            for of, case, name, began, ended, clock, business in rows
            if of == kind
        )
        assert found == Counter(past.timed_stays(lived, kind))
        assert len(found) > 5
    assert any(row[5] != row[6] for row in rows)


def test_a_case_waits_in_the_facts_where_it_waits(lived):
    with lived.app.db.read() as tx:
        found = tx.run(
            "SELECT case_id, name FROM intervals WHERE kind = 'element' AND ended_at IS NULL"
        ).fetchall()
        waits = tx.run("SELECT DISTINCT case_id, element FROM tasks").fetchall()
    assert set(map(tuple, found)) == set(map(tuple, waits)) != set()


def counted(desk):
    """What is counted as it is written, and what a count says."""
    with desk.app.db.read() as tx:
        stays = tx.run(
            "SELECT kind, version_id, name, again, clock, business, started_at, ended_at"
            " FROM intervals"
        ).fetchall()
        moves = tx.run("SELECT route_id, again FROM moves").fetchall()
        kept = tx.run("SELECT * FROM stay_counts WHERE number > 0").fetchall()
        days = tx.run("SELECT * FROM stay_days WHERE began > 0 OR ended > 0").fetchall()
        taken = tx.run("SELECT * FROM route_counts WHERE number > 0").fetchall()
    minutes, began, ended = Counter(), Counter(), Counter()
    for kind, version, name, again, clock, business, begin, end in stays:
        began[kind, version, name, _day(begin)] += 1
        if end:
            ended[kind, version, name, _day(end)] += 1
        for time, took in (("clock", clock), ("business", business)) if kind != "owner" else ():
            minutes[kind, version, time, name, again, -1 if took is None else took] += 1
    return (
        ({tuple(row[:-1]): row[-1] for row in kept}, minutes),
        ({tuple(row[:-2]): row[-2] for row in days if row[-2]}, began),
        ({tuple(row[:-2]): row[-1] for row in days if row[-1]}, ended),
        ({tuple(row[:-1]): row[-1] for row in taken}, Counter(map(tuple, moves))),
    )


def _day(value):
    return f"{past.instant(value).astimezone(UTC):%Y-%m-%d}"


def test_what_is_counted_as_it_is_written_is_what_a_count_says(lived):
    case = lived.open().to("Work in Progress")
    lived.app.facts.catch_up()
    assert all(kept == count != {} for kept, count in counted(lived))
    with lived.app.db.write() as tx:
        tx.run("UPDATE cases SET spam = TRUE WHERE id = :id", id=case.case.id)
    case.write(lived.alice, "Was it?", visibility="internal")
    lived.app.facts.catch_up()
    assert all(kept == count != {} for kept, count in counted(lived))


def test_where_milestones_were_missed_is_where_the_case_was_when_they_fell_due(lived):
    with lived.app.db.read() as tx:
        kept = tx.run("SELECT case_id, milestone, kind, name, due_at FROM late_stays").fetchall()
        missed = tx.run(
            "SELECT case_id, name, due_at FROM milestones WHERE state = 'missed'"
        ).fetchall()
    expected = Counter(
        (case, milestone, kind, place, past.instant(due))
        for kind in ("status", "element", "owner")
        for other, place, begin, end, *_ in past.timed_stays(lived, kind)
        for case, milestone, due in missed
        if case == other and begin <= past.instant(due) and (not end or end > past.instant(due))
    )
    assert Counter((*row[:4], past.instant(row[4])) for row in kept) == expected != Counter()


def test_who_is_erased_leaves_the_counts_right(lived):
    """Also where a place of the drawing is called as they are, which their erasure takes away."""
    ada = lived.app.accounts.add("ada@example.com", "Ada", ["admin"])
    lived.app.cases.erasing.erase("alice@example.com", ada, open_too=True)
    assert all(kept == count != {} for kept, count in counted(lived))
    with lived.app.db.read() as tx:
        named = "SELECT count(*) FROM stay_days WHERE name = 'alice@example.com'"
        assert tx.run(named).fetchone()[0] == 0
    with lived.app.db.write() as tx:
        tx.run("UPDATE intervals SET name = '[erased]' WHERE number = 2")
        assert tx.run("SELECT count(*) FROM intervals WHERE name = '[erased]'").fetchone()[0] > 1
    assert all(kept == count != {} for kept, count in counted(lived))


def test_what_is_forgotten_is_counted_no_more(lived):
    with lived.app.db.write() as tx:
        fact_rows.forget(tx)
    found = rows(lived)
    assert not any(found.values()), found


def test_made_again_they_are_the_same_to_the_last_byte(lived):
    before = rows(lived)
    assert lived.app.facts.rebuild() == len(before["case_facts"])
    assert rows(lived) == before
    assert all(before.values())


def test_they_say_how_many_cases_changed_since(lived):
    assert lived.app.facts.behind() == 0
    lived.open().change(priority="P1")
    assert lived.app.facts.behind() == 1
    assert lived.app.facts.catch_up() == 1
    assert lived.app.facts.behind() == 0


def test_what_a_program_of_before_read_is_read_again(lived):
    """It leaves alone what it does not know: figures of today, and where milestones were missed."""
    known = rows(lived)
    with lived.app.db.write() as tx:
        tx.run("UPDATE case_facts SET set_back = NULL, missing = NULL WHERE case_id < 20")
        tx.run("DELETE FROM late_stays WHERE case_id < 10")
        tx.run("UPDATE late_stays SET name = 'Elsewhere' WHERE case_id < 20")
    assert lived.app.facts.behind() == 19
    lived.app.worker._maintenance.sweep()
    assert rows(lived) == known
    assert lived.app.facts.behind() == lived.app.facts.catch_up() == 0


@pytest.mark.parametrize(("lost", "left"), [("sequence > 1", [(1,)]), ("TRUE", [])])
def test_a_case_whose_last_lines_are_gone_is_read_again_once(desk, lost, left):
    """Of one without any line there are no facts."""
    desk.open().to("Work in Progress")
    desk.app.facts.catch_up()
    with desk.app.db.write() as tx:
        tx.run(f"DELETE FROM history WHERE {lost}")
        tx.run("UPDATE case_facts SET set_back = NULL")
    rounds = iter((False, False, True))  # who never comes to an end is stopped
    assert desk.app.facts.catch_up(stopped=lambda: next(rounds)) == 1
    with desk.app.db.read() as tx:
        assert tx.run("SELECT events FROM case_facts").fetchall() == left
    assert desk.app.facts.behind() == 0


def test_who_read_less_of_a_case_does_not_undo_who_read_more(desk):
    case = desk.open()
    reader = desk.app.facts
    with desk.app.db.read() as tx:
        part = _found(tx, (1,), KnownVersions(desk.app.versions, reader._watch))
    case.to("Work in Progress")
    reader.catch_up()
    known = rows(desk)
    with desk.app.db.write() as tx:
        fact_rows.write(tx, [1], part)
    assert rows(desk) == known


def test_a_worker_keeps_them_up(desk):
    desk.open()
    assert desk.app.facts.behind() == 1
    desk.app.worker._maintenance.sweep()
    assert desk.app.facts.behind() == 0


@pytest.mark.parametrize("kind", ["sqlite"])
def test_a_version_that_cannot_run_is_not_compiled_again_for_each_event(desk):
    for _ in range(3):
        desk.open().to("Work in Progress")
    with desk.app.db.write() as tx:
        tx.run("UPDATE versions SET bpmn = '<nothing/>' WHERE id = 1")
    versions = desk.app.versions
    versions._ready.clear()
    prepare, prepared = versions.prepare, []

    def counted(version):
        prepared.append(version.id)
        return prepare(version)

    versions.prepare = counted
    assert desk.app.facts.rebuild() == 3
    assert len(prepared) == 2  # for its calendars, and for its drawing


def test_views_for_other_tools_have_what_the_history_says(lived):
    cases = raw_cases(lived)
    with lived.app.db.read() as tx:
        of_cases = tx.run(
            "SELECT case_id, case_number, version_id, created_at, closed_at, priority, product,"
            " customer, owner, resolution, way, migrated FROM insight_cases ORDER BY case_id"
        ).fetchall()
        moves = tx.run(
            "SELECT case_id, sequence, event, from_status, to_status, path FROM insight_moves"
        ).fetchall()
        stays = tx.run(
            "SELECT case_id, name, started_at, clock_minutes, business_minutes"
            " FROM insight_intervals WHERE kind = 'status'"
        ).fetchall()
        milestones = tx.run("SELECT case_id, state FROM insight_milestones").fetchall()
    assert [(*row[:3], past.instant(row[3]), row[4] and past.instant(row[4]), *row[5:10],
             tuple(json.loads(row[10])), row[11] > 0) for row in of_cases] == [
        (case["id"], to_number(case["id"]), case["version_id"], case["created_at"], case["ended"],
         case["priority"], case["product"], case["customer"], case["owner"], case["resolution"],
         case["way"], case["migrated"])
        for case in cases
    ]  # fmt: skip
    assert Counter((*row[:5], tuple(json.loads(row[5]))) for row in moves) == Counter(
        (case["id"], line["sequence"], line["event"], line["from_status"], line["to_status"],
         tuple(line["path"]))
        for case in cases for line in case["lines"] if line["element"] or line in case["moved"]
    )  # fmt: skip
    assert Counter((*row[:2], past.instant(row[2]), *row[3:]) for row in stays) == Counter(
        (case, name, begin, clock, business)
        for case, name, begin, _, clock, business in past.timed_stays(lived, "status")
    )
    assert Counter(map(tuple, milestones)) == Counter(
        (case["id"], state) for case in cases for state, *_ in case["milestones"]
    )
