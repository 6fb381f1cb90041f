"""What is marked as spam goes on silently, is left out, and comes back as it is when unmarked."""

import json

import pytest

from runner.cases.queries import CaseQuery
from runner.errors import Forbidden, NotFound
from runner.insight.derivation import CaseRecord
from runner.insight.derivation import facts_of as facts_of_history
from runner.insight.fact_reader import FactReader
from runner.model import ALL_ROLES, LogFilter, Way
from runner.store import cases, events, fact_rows, log_rows
from tests.delivery.receiver import naming, receiving
from tests.desk import Desk


class Postbox:
    """A channel that keeps what it is given."""

    def __init__(self):
        self.got = []

    def ways(self):
        return [Way("mail", "By mail", ALL_ROLES)]

    def send(self, note, links, address):
        self.got.append(note.subject)


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request):
    return request.param


def mark(desk, case, spam=True, by=None):
    return desk.app.cases.mark_spam(by or desk.alice, case.number, spam)


def numbers(desk, person=None, **query):
    found = desk.app.cases.list(person or desk.alice, CaseQuery(**query)).items
    return {line.number for line in found}


def facts_of(desk, case):
    FactReader(desk.app.db, desk.app.versions).catch_up()
    with desk.app.db.read() as tx:
        return [
            tx.run(f"SELECT * FROM {table} WHERE case_id = :id", id=case.case.id).fetchall()
            for table in ("case_facts", "intervals", "moves")
        ]


def counted(desk):
    with desk.app.db.read() as tx:
        tallied = dict(tx.run(
            "SELECT what || ' ' || key, sum(change) FROM tallies WHERE what <> 'version' "
            "GROUP BY what, key HAVING sum(change) <> 0"
        ).fetchall())  # fmt: skip
        logged = {row["id"] for row in log_rows.cases(tx, LogFilter(), 0, 100)}
    return tallied, logged, desk.app.cases.counts(desk.alice)


def test_status_and_due_timers_stay_and_nobody_is_told(desk):
    case, twin = desk.open().to("Agree to close"), desk.open().to("Solution Proposed")
    before = case.case
    told = [len(desk.inbox(person)) for person in (desk.alice, desk.carol, desk.bob)]
    mark(desk, case)
    after = case.case
    assert (after.state, after.status, after.revision) == (
        before.state, before.status, before.revision,
    )  # fmt: skip
    assert (after.next_due, after.waits) == (before.next_due, before.waits)
    mark(desk, twin)
    for _ in range(4):
        desk.wait(days=30)
    for one in (case, twin):
        assert one.case.next_due is None, "its timers fired, to the last"
        assert [line.event.event for line in one.history()].count("timer") == 3
    assert [len(desk.inbox(person)) for person in (desk.alice, desk.carol, desk.bob)] == told
    assert desk.tallies_are_right()


def test_what_goes_on_unmarked_is_told(desk):
    """The other side of the test before: the same timers tell, where there is no mark."""
    desk.open().to("Agree to close")
    told = len(desk.inbox(desk.bob))
    for _ in range(4):
        desk.wait(days=30)
    assert len(desk.inbox(desk.bob)) > told


def test_messages_of_both_sides_reach_the_case_and_nobody_else(desk):
    case = desk.open().to("Work in Progress")
    mark(desk, case)
    told = [len(desk.inbox(person)) for person in (desk.alice, desk.bob)]
    desk.app.cases.comment(desk.bob, case.number, "Buy now!", "public")
    desk.app.cases.comment(desk.amir, case.number, "See @alice", "internal")
    desk.app.cases.comment(desk.amir, case.number, "No.", "public")
    assert [len(desk.inbox(person)) for person in (desk.alice, desk.bob)] == told
    said = desk.app.cases.conversation(desk.alice, case.number).items
    assert [message.body for message in said][-3:] == ["Buy now!", "See @alice", "No."]


def test_lists_counts_search_log_and_figures_leave_it_out_until_it_is_unmarked(desk):
    spam = desk.open(subject="Cheap zeppelins").to("Work in Progress")
    kept = desk.open(subject="Printer").to("Work in Progress")
    known = facts_of(desk, spam)
    assert all(known)
    before = counted(desk)
    mark(desk, spam)
    assert numbers(desk) == {kept.number}
    assert numbers(desk, statuses=("Work in Progress",), order="updated") == {kept.number}
    assert numbers(desk, spam=True) == numbers(desk, spam=True, open=True) == {spam.number}
    assert numbers(desk, spam=True, text="zeppelin") == {spam.number}
    assert desk.app.cases.search(desk.alice, "zeppelins").items == ()
    assert desk.app.cases.search(desk.alice, "eppelin").items == ()
    assert numbers(desk, text=spam.number) == {spam.number}
    assert desk.app.cases.count(desk.alice, CaseQuery()) == 1
    assert desk.app.cases.count(desk.alice, CaseQuery(spam=True)) == 1
    assert facts_of(desk, spam) == [[], [], []] and all(facts_of(desk, kept))
    tallied, logged, counts = counted(desk)
    assert tallied["status Work in Progress"] == 1 and spam.case.id not in logged
    assert counts.by_status == {"Work in Progress": 1}
    assert desk.tallies_are_right()
    mark(desk, spam, False)
    assert counted(desk) == before
    again = facts_of(desk, spam)
    assert [list(map(tuple, rows)) for rows in again[1:]] == [
        list(map(tuple, rows)) for rows in known[1:]
    ]
    assert again[0]
    assert numbers(desk) == {spam.number, kept.number}
    assert [hit.line.number for hit in desk.app.cases.search(desk.alice, "zeppelins").items] == [
        spam.number
    ]
    assert desk.tallies_are_right()


def test_facts_that_were_read_before_the_mark_are_not_written_after_it(desk):
    case = desk.open()
    with desk.app.db.read() as tx:
        read, history = cases.by_id(tx, case.case.id), events.of_cases(tx, [case.case.id])
    calendar = desk.app.versions.calendars(read.version_id).named(read.calendar)
    record = CaseRecord(read.id, False, calendar, history[read.id], {})
    found = facts_of_history(record, desk.app.versions.diagram)
    mark(desk, case)
    assert facts_of(desk, case) == [[], [], []]
    with desk.app.db.write() as tx:
        fact_rows.write(tx, [read.id], [(read, found)])
    assert facts_of(desk, case) == [[], [], []]


def test_a_case_that_moves_while_marked_is_counted_right_when_unmarked(desk):
    case = desk.open().to("Work in Progress")
    mark(desk, case)
    case.act(desk.alice, "ask_customer", body="Which one?")
    desk.app.cases.update(desk.alice, case.number, {"priority": "P1"})
    assert desk.tallies_are_right()
    mark(desk, case, False)
    assert desk.tallies_are_right()
    assert desk.app.cases.counts(desk.alice).by_status == {"Pending Customer": 1}


def test_its_customer_notices_nothing(desk):
    case = desk.open(subject="Zeppelins")
    before = desk.app.cases.history(desk.bob, case.number).items
    mark(desk, case)
    assert numbers(desk, desk.bob) == {case.number}
    assert [own.line.number for own in desk.app.cases.own(desk.bob).items] == [case.number]
    assert len(desk.app.cases.search(desk.bob, "zeppelins").items) == 1
    assert desk.app.cases.history(desk.bob, case.number).items == before


def test_support_alone_marks_and_the_history_says_so_once(desk):
    case = desk.open()
    for person in (desk.nora, desk.owen, desk.bob):
        with pytest.raises(Forbidden):
            mark(desk, case, by=person)
    with pytest.raises(NotFound):
        mark(desk, case, by=desk.eve)
    assert mark(desk, case).spam and mark(desk, case, by=desk.amir).spam
    assert not mark(desk, case, False).spam
    lines = case.history()[-2:]
    assert [line.event.event for line in lines] == ["spam", "not_spam"]
    assert [line.event.actor.id for line in lines] == [desk.alice.id] * 2


@pytest.fixture
def postbox():
    return Postbox()


def test_what_waits_when_it_is_marked_does_not_leave(tmp_path, desk_url, postbox):
    with receiving() as receiver:
        hooks = naming(tmp_path, receiver.url)
        desk = Desk(tmp_path, database_url=desk_url, webhooks=hooks, channels={"mail": postbox})
        spam, kept = desk.open(), desk.open()
        desk.work()
        told = len(postbox.got), len(receiver.got)
        for case in (spam, kept):
            desk.app.cases.comment(desk.amir, case.number, "Hello", "public")
        mark(desk, spam)
        desk.work()
        mails = postbox.got[told[0] :]
        assert mails and all(kept.number in subject for subject in mails)
        told_of = [json.loads(body)["data"]["number"] for _, body in receiver.got[told[1] :]]
        assert told_of and set(told_of) == {kept.number}
        spam.act(desk.alice, "ask_customer", body="Which one?")
        desk.work()
        assert len(postbox.got) == told[0] + len(mails)
        assert len(receiver.got) == told[1] + len(told_of)
        desk.app.close()
