"""How the databases go about what is asked all the time: by index, and along it, never through a
whole table, whatever its size. SQLite has no statistics, here as everywhere (decision 0336)."""

import re
from datetime import timedelta
from itertools import product
from typing import get_args

import pytest
import sqlalchemy as sa

from runner.model import CaseOrder, FlowFilter, Incident, Lease
from runner.store import (
    attachments,
    cases,
    events,
    fact_rows,
    figures,
    flow_rows,
    idempotency,
    incidents,
    incoming_mails,
    jobs,
    lists,
    mail_time_rows,
    messages,
    milestones,
    notifications,
    personal_data,
    retention_rows,
    tallies,
    versions,
)
from runner.store.flow_rows import Among, StayedAt
from runner.store.lists import CaseFilter, ListPosition
from tests.desk import MONDAY, Desk

BIG = ("cases", "history", "messages", "notifications", "jobs", "milestones", "tasks",
       "idempotency", "incidents", "incoming_mails", "attachments", "case_facts")  # fmt: skip
"""Tables that grow with the cases."""

ONLY_BY_INDEX = (
    "&options=-c%20enable_seqscan%3Doff%20-c%20enable_sort%3Doff%20-c%20enable_bitmapscan%3Doff"
)
"""Tells PostgreSQL to do without what it has a choice in; tables as small as ours it would read."""


@pytest.fixture
def desk(tmp_path, desk_url):
    desk = Desk(tmp_path, database_url=desk_url and desk_url + ONLY_BY_INDEX)
    yield desk
    desk.app.close()


class Plans:
    """Collects how each statement of a transaction would be carried out."""

    def __init__(self, tx):
        self.found: dict[str, str] = {}
        self._explain = "EXPLAIN QUERY PLAN" if tx.dialect.name == "sqlite" else "EXPLAIN"
        self._driver, run = tx.driver, tx.run

        def explained(statement, **values):
            self._add(tx.dialect.statement(statement), values)
            return run(statement, **values)

        tx.run = explained
        sa.event.listen(
            tx._connection, "before_cursor_execute",
            lambda _c, _cursor, statement, values, _x, _m: self._add(statement, values),
        )  # fmt: skip

    def _add(self, statement, values):
        if statement.lstrip().startswith(("SELECT", "UPDATE", "WITH", "DELETE")):
            cursor = self._driver.cursor()
            cursor.execute(f"{self._explain} {statement}", values)
            self.found[statement] = "\n".join(str(row[-1]) for row in cursor.fetchall())

    def whole(self):
        """Plans that read a big table from end to end."""
        names = {"c": "cases", "m": "milestones", "j": "jobs"}
        for statement, plan in self.found.items():
            read = re.findall(r"Seq Scan on (\w+)", plan)
            read += [names.get(t, t) for t in re.findall(r"^SCAN (\w+)$", plan, re.MULTILINE)]
            if set(read) & set(BIG):
                yield f"{statement}\n{plan}"

    def sorted(self):
        for statement, plan in self.found.items():
            if re.search(r"Sort|TEMP B-TREE", plan):
                yield f"{statement}\n{plan}"


LISTS = [
    {}, {"statuses": ("New",)}, {"statuses": ("New", "Blocked")}, {"priorities": ("P1",)},
    {"priorities": ("P1", "P2")}, {"statuses": ("New",), "priorities": ("P1", "P2")},
    {"open": True}, {"owners": (1,)}, {"owners": (1, 2), "open": True},
    {"owners": (1,), "statuses": ("New",)}, {"owners": (1,), "unowned": True, "open": True},
    {"teams": (1,)}, {"teams": (1, 2), "open": True}, {"teams": (1,), "statuses": ("New",)},
    {"unowned": True}, {"unowned": True, "open": True}, {"unowned": True, "statuses": ("New",)},
]  # fmt: skip


def test_a_list_is_read_along_an_index(desk):
    orders = set(get_args(CaseOrder)) - {"follow_up"}
    for wanted, order, back in product(LISTS, orders, (False, True)):
        with desk.app.db.read() as tx:
            plans = Plans(tx)
            start = ListPosition(MONDAY, 9)
            lists.listed(tx, CaseFilter(**wanted, order=order), start, backwards=back)
        assert len(plans.found) == 1
        assert not list(plans.sorted())
        assert not list(plans.whole())


def test_a_list_is_counted_and_followed_up_by_index(desk):
    with desk.app.db.read() as tx:
        plans = Plans(tx)
        for wanted in LISTS:
            if wanted:
                lists.count(tx, CaseFilter(**wanted), 1000)
        lists.listed(tx, CaseFilter(order="follow_up", reader=1), ListPosition(MONDAY, 9))
    assert not list(plans.whole())


@pytest.mark.parametrize("text", ["fire", "fi"])
@pytest.mark.parametrize(
    "wanted", [{}, {"customer": 1}, {"statuses": ("New",), "open": True}], ids=str
)
def test_a_search_reads_no_table_from_end_to_end(desk, wanted, text):
    desk.open()
    with desk.app.db.read() as tx:
        if tx.dialect.name == "postgresql":
            tx.run("SET LOCAL enable_bitmapscan = on")
            tx.run("SET LOCAL enable_indexscan = off")
        plans = Plans(tx)
        lists.listed(tx, CaseFilter(**wanted, text=text))
    assert not list(plans.whole())
    if not wanted and text == "fire":
        plan = next(iter(plans.found.values()))
        assert "ix_cases_subject" in plan or "VIRTUAL TABLE INDEX" in plan


def test_nothing_that_is_asked_often_reads_a_big_table_from_end_to_end(desk):
    case = desk.open().to("Closed").case
    with desk.app.db.write() as tx:
        plans = Plans(tx)
        lists.listed(tx, CaseFilter(customer=1))
        lists.listed(tx, CaseFilter(id=1))
        lists.counts(tx, desk.alice.id, MONDAY)
        tallies.by_key(tx, tallies.at_element(1))
        figures.attainment(tx, [1], MONDAY, MONDAY)
        figures.at_elements(tx, {1}), figures.running(tx)
        events.latest(tx, case.id, 10)
        messages.latest(tx, case.id, internal=True, limit=10)
        notifications.unread(tx, desk.bob.id)
        notifications.unread_of_case(tx, desk.bob.id, case.id)
        notifications.unread_about(tx, desk.bob.id, case.id, "message")
        notifications.mark_read(tx, desk.bob.id, 1, MONDAY, case.id)
        notifications.to_send(tx, 1, "mail")
        notifications.mark_sent(tx, [1], "mail", MONDAY)
        notifications.ways(tx, [1, 2], "message")
        notifications.ways_of(tx, 1)
        cases.by_id(tx, case.id, for_change=True)
        events.of_case(tx, case.id, 0, 10)
        events.last_move(tx, case.id)
        milestones.of_case(tx, case.id)
        cases.open_tasks(tx, case.id)
        cases.repeats_of(tx, case.id)
        jobs.cases_without_wake(tx, MONDAY, 9)
        jobs.holds_without_wake(tx, MONDAY, 9)
        cases.save(tx, case, case.revision)
        cases.set_tasks(tx, case, (), MONDAY)
        milestones.wait_for(tx, case)
        versions.running_on_others(tx, "case_lifecycle", 1, 0, 10)
        versions.move(tx, case.id, 1)
        messages.conversation(tx, case.id, internal=False)
        notifications.of_person(tx, desk.bob.id)
        jobs.claim(tx, Lease("me", MONDAY, MONDAY), 10)
        jobs.next_due(tx)
        jobs.claim(tx, Lease("me", MONDAY, MONDAY), 10, "notify")
        jobs.due(tx, MONDAY, ("",))
        incidents.counts(tx)
        jobs.take_free(tx, MONDAY)
        jobs.cancel(tx, "wake:1")
        for about in (case.id, None):
            incidents.raise_incident(tx, Incident(about, MONDAY, "k", "m"), "wake:1")
            incidents.resolve_incidents(tx, about, MONDAY)
        incidents.settle(tx, "k", MONDAY, "m")
        incidents.resolve_done(tx, MONDAY)
        incidents.open_incidents(tx)
        jobs.dead_letters(tx, 9)
        idempotency.forget_keys(tx, MONDAY)
    assert len(plans.found) > 25
    assert not list(plans.whole())


def test_cases_whose_facts_are_to_be_read_are_found_by_index(desk):
    case = desk.open().case
    desk.app.facts.catch_up()
    with desk.app.db.write() as tx:
        plans = Plans(tx)
        fact_rows.unread(tx, 10)
        fact_rows.half_read(tx, 10)
        fact_rows.write(tx, [case.id], [])
    assert len(plans.found) > 5
    assert not list(plans.whole())


def test_the_stays_of_a_filter_are_looked_up_by_their_case(desk):
    desk.open()
    desk.app.facts.catch_up()
    of = Among({1}, FlowFilter(priority="P2"))
    with desk.app.db.read() as tx:
        plans = Plans(tx)
        list(flow_rows.stays(tx, of, "status", "clock"))
        flow_rows.stays_by_week(tx, of, StayedAt("status", "New"))
        on_sqlite = tx.dialect.name == "sqlite"
    looked_up = "sqlite_autoindex_intervals_1 (case_id=?)" if on_sqlite else "Index"
    assert len(plans.found) == 2
    assert all(looked_up in plan for plan in plans.found.values())


def test_a_week_of_a_place_is_a_part_of_an_index(desk):
    desk.open()
    desk.app.facts.catch_up()
    with desk.app.db.read() as tx:
        plans = Plans(tx)
        place = StayedAt("status", "New")
        flow_rows.stays_between(tx, Among({1}), place, MONDAY, MONDAY + timedelta(days=7))
    assert len(plans.found) == 1
    assert not list(plans.whole())


def test_mails_that_wait_are_found_by_index(desk):
    with desk.app.db.write() as tx:
        plans = Plans(tx)
        mail_time_rows.times_of(tx, 1)
        mail_time_rows.waiting(tx, 1, MONDAY)
        mail_time_rows.gather(tx, 1, "notify:1", MONDAY)
        mail_time_rows.gathered(tx, 1)
        mail_time_rows.nth_newest_mail(tx, 1, 60, MONDAY)
    assert not list(plans.whole())


def test_what_goes_with_a_case_is_found_by_index(desk):
    case = desk.open().case
    with desk.app.db.write() as tx:
        plans = Plans(tx)
        personal_data.erase_notifications(tx, case.id)
        retention_rows.erase_mails(tx, case.id)
        retention_rows.drop_raw_mails(tx, case.id)
    assert len(plans.found) == 3
    assert not list(plans.whole())


def test_mails_and_files_are_found_by_index(desk):
    case = desk.open().case
    with desk.app.db.read() as tx:
        plans = Plans(tx)
        incoming_mails.in_state(tx, "waiting", 9)
        incoming_mails.count_waiting(tx)
        incoming_mails.cases_of(tx, ["<1@bakery.example>"])
        incoming_mails.bounced_at(tx, "bob@example.com")
        attachments.of_case(tx, case.id, internal=False)
        attachments.named(tx, ["0" * 64])
    assert len(plans.found) == 7
    assert not list(plans.whole())
