"""The tallies say what a count of all cases would, whatever happened, and whoever did it at once."""

import random
from concurrent.futures import ThreadPoolExecutor

import pytest

from runner.errors import CaselaneError, StoreBusy
from runner.store import Database, lists, tallies
from tests.desk import MONDAY, OPEN


def missing(desk):
    with desk.app.db.read() as tx:
        return tallies.missing(tx)


def rows(desk):
    with desk.app.db.read() as tx:
        return tx.run("SELECT count(*) FROM tallies").fetchone()[0]


def something(desk, case, chance):
    """One thing that may happen to a case; often it is not possible."""
    person = chance.choice([desk.alice, desk.amir, desk.bob, desk.carol])
    actions = case.seen_by(person).actions
    fields = {"body": "Hello", "kind": "Bug", "reference": "B-7", "note": "n", "how": "phone"}
    match chance.randrange(6):
        case 0:
            case.write(person, "Hello")
        case 1:
            case.change(priority=chance.choice(["P1", "P2", "P3", "P4"]))
        case 2:
            case.claim(person)
        case 3:
            case.change(owner=chance.choice([None, "alice@example.com", "amir@example.com"]))
        case _ if actions:
            action = chance.choice(actions)
            asked = action.form["properties"] if action.form else {}
            case.act(person, action.id, **{k: v for k, v in fields.items() if k in asked})


def play(desk, case, chance, steps):
    for _ in range(steps):
        try:
            something(desk, case, chance)
        except StoreBusy:
            raise
        except CaselaneError:
            pass


@pytest.mark.parametrize("seed", range(3))
def test_after_any_history_they_are_what_a_count_says(desk, seed):
    chance = random.Random(seed)
    for _ in range(8):
        play(desk, desk.open(priority=chance.choice(["P1", "P3"])), chance, 10)
        desk.wait(hours=chance.choice([0, 3, 30]))
    assert missing(desk) == {}
    with desk.app.db.read() as tx:
        counts = lists.counts(tx, desk.alice.id, desk.clock.now())
        assert sum(counts.by_status.values()) == 8
        due = lists.listed(tx, lists.CaseFilter(order="due"))
        assert counts.due == len(due)
        instants = [line.milestone.due_at for line in due]
        assert instants == sorted(instants)


def test_after_many_at_once_they_are_what_a_count_says(desk):
    def work(seed):
        chance = random.Random(seed)
        cases = [desk.open() for _ in range(6)]
        for case in chance.choices(cases, k=12):
            play(desk, case, chance, 4)

    with ThreadPoolExecutor() as pool:
        list(pool.map(work, range(4)))
    assert missing(desk) == {}


def test_what_fails_is_not_counted(desk):
    with pytest.raises(ZeroDivisionError), desk.app.db.write():
        desk.open()
        raise ZeroDivisionError
    assert missing(desk) == {}


def test_however_much_happens_few_rows_are_kept(desk, monkeypatch):
    monkeypatch.setattr(tallies, "FOLD", 16)
    for _ in range(30):
        desk.open().to("Work in Progress")
    assert rows(desk) < 30
    assert missing(desk) == {}


def test_two_who_fold_at_once_count_each_row_once(desk):
    for _ in range(20):
        desk.open().to("Blocked")

    def fold(_):
        with desk.app.db.write() as tx:
            tallies.fold(tx)

    with ThreadPoolExecutor() as pool:
        list(pool.map(fold, range(8)))
    assert missing(desk) == {}


def test_who_looks_sees_them_as_of_one_instant_while_they_are_folded(desk):
    desk.open()
    with desk.app.db.read() as before:
        assert tallies.by_key(before, tallies.STATUS) == {"New": 1}
        with ThreadPoolExecutor() as pool:
            pool.submit(lambda: [desk.open() for _ in range(3)]).result()
        assert tallies.by_key(before, tallies.STATUS) == {"New": 1}


def test_the_sweep_puts_right_what_somebody_changed_past_us(desk):
    desk.open(), desk.open().to("Blocked")
    with desk.app.db.write() as tx:
        tx.run("UPDATE cases SET status = 'Elsewhere' WHERE status = 'New'")
        tx.run("DELETE FROM tallies WHERE what = 'open'")
    assert missing(desk) == {("status", "New"): -1, ("status", "Elsewhere"): 1, ("open", ""): 2}
    assert desk.app.cases.recount() == 3
    assert missing(desk) == {}
    assert desk.app.cases.recount() == 0


def test_they_tell_where_the_cases_of_a_version_wait(desk):
    for status in OPEN:
        desk.open().to(status)
    desk.open().to("Closed")
    with desk.app.db.read() as tx:
        waiting = tallies.by_key(tx, tallies.at_element(desk.app.versions.current_id()))
        tasks = dict(tx.run("SELECT element, count(*) FROM tasks GROUP BY element").fetchall())
    assert waiting == tasks
    assert sum(waiting.values()) == len(OPEN)


def test_an_upgrade_counts_what_is_there(empty_url):
    db = Database(empty_url)
    db.upgrade("0003")
    with db.write() as tx:
        tx.run(
            "INSERT INTO people (id, email, name, created_at) VALUES (1, 'b@x', 'B', :at)",
            at=MONDAY,
        )
        tx.run(
            "INSERT INTO versions (id, process, digest, bpmn, deployed_at) VALUES (1, 'p', 'd', :b, :at)",
            b=b"",
            at=MONDAY,
        )
        for id, status in enumerate(["New", "New", "Blocked"], 1):
            tx.run(
                "INSERT INTO cases (id, version_id, state, revision, events, status, subject, description,"
                " priority, channel, calendar, customer_id, created_at, updated_at)"
                " VALUES (:id, 1, :b, 1, 1, :status, 'Printer on fire', '', 'P1', 'api', 'c', 1, :at, :at)",
                id=id, status=status, b=b"", at=MONDAY,
            )  # fmt: skip
        tx.run(
            "INSERT INTO milestones (case_id, name, state, started_at, due_at, calendar)"
            " VALUES (1, 'first_response', 'running', :at, :at, 'c')", at=MONDAY,
        )  # fmt: skip
    db.upgrade()
    with db.read() as tx:
        assert tallies.missing(tx) == {}
        assert lists.counts(tx, 1, MONDAY).by_status == {"New": 2, "Blocked": 1}
        assert [line.id for line in lists.listed(tx, lists.CaseFilter(order="due"))] == [1]
        assert len(lists.listed(tx, lists.CaseFilter(text="printer"))) == 3
    db.close()
