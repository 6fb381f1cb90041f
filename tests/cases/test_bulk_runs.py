"""One change of several cases, case by case: what is done is done once, whoever dies or is faster."""

import pytest

from runner.errors import NotFound, StoreBusy
from runner.model import BulkChange
from runner.store import jobs

HIGH = BulkChange("update", {"priority": "P1"})


def begun(desk, cases, change=HIGH):
    seen = {case.number: case.case.revision for case in cases}
    return desk.app.cases.bulk.start(desk.alice, change, seen)


def what_became(desk, run):
    return {one.number: one.state for one in desk.app.cases.bulk.get(desk.alice, run).cases}


def test_a_run_that_died_half_way_goes_on_where_it_was(desk, monkeypatch):
    cases = [desk.open() for _ in range(13)]
    run, update, left = begun(desk, cases), desk.app.cases.bulk._commands.update, 5

    def dies(*args):
        nonlocal left
        left -= 1
        update(*args)
        if left < 0:
            raise StoreBusy("The disk is gone.")  # after the change, before its commit

    monkeypatch.setattr(desk.app.cases.bulk._commands, "update", dies)
    with pytest.raises(StoreBusy):
        desk.app.cases.bulk.go_on(run)
    states = list(what_became(desk, run).values())
    assert states == ["done"] * 5 + ["waiting"] * 8
    assert [case.case.priority for case in cases] == ["P1"] * 5 + ["P2"] * 8
    monkeypatch.undo()
    desk.work()
    assert desk.app.cases.bulk.get(desk.alice, run).ended
    for case in cases:
        assert [line.event.event for line in case.history()].count("changed") == 1


def test_two_workers_at_one_run_do_nothing_twice(desk):
    cases = [desk.open(), desk.open()]
    run = begun(desk, cases)
    found = desk.app.cases.bulk.get(desk.alice, run)
    for one in (*found.cases, *found.cases):  # the second has read them before the first was done
        desk.app.cases.bulk._take(found, one)
    assert set(what_became(desk, run).values()) == {"done"}


def test_who_left_meanwhile_changes_nothing(desk):
    case = desk.open()
    run = begun(desk, [case])
    desk.app.accounts.deactivate("alice@example.com")
    desk.work()
    (one,) = desk.app.cases.bulk.get(desk.alice, run).cases
    assert (one.state, one.why) == ("left", "Whoever began this has no access any more.")
    assert case.case.priority == "P2"


def test_a_report_is_kept_for_a_week(desk):
    old = begun(desk, [desk.open()])
    desk.wait(days=8)
    new = begun(desk, [desk.open()])
    desk.app.worker._maintenance.sweep()
    with pytest.raises(NotFound, match="too long ago"):
        desk.app.cases.bulk.get(desk.alice, old)
    assert what_became(desk, new)


def test_a_run_that_was_given_up_says_so_until_it_goes_on(desk):
    run = begun(desk, [desk.open()])
    with desk.app.db.write() as tx:
        tx.run("UPDATE jobs SET dead = TRUE WHERE kind = 'bulk'")
    assert desk.app.cases.bulk.get(desk.alice, run).given_up
    with desk.app.db.write() as tx:
        jobs.revive(tx, desk.clock.now())
    desk.work()
    found = desk.app.cases.bulk.get(desk.alice, run)
    assert (found.given_up, found.ended) == (False, True)
