"""Databases of earlier versions are upgraded and go on: their cases show, act and wake as before."""

import shutil
from contextlib import closing
from datetime import timedelta

import pytest

from runner.cases import CaseQuery
from runner.model import Visit
from runner.people.accounts import OPERATOR
from runner.store import Database, tallies
from tests.desk import DATABASE, MONDAY, CaseOnDesk, Desk
from tests.store.databases import KEPT, copy, restore

LEFT = MONDAY + timedelta(days=8, minutes=80)
"""When the script of `fill` ends: the last change of each of them."""

TO_THE_END = {
    "New": ("support", "send_first_response", {"body": "On it."}),
    "Work in Progress": ("support", "propose_solution", {"body": "Do this."}),
    "Customer Replied": ("support", "acknowledge", {}),
    "Blocked": ("support", "clear_blocker", {}),
    "Solution Proposed": ("customer", "accept_solution", {}),
    "Pending Customer": ("customer", "customer_closes", {}),
    "Fresh": ("support", "wash_it", {}),
    "Being washed": ("support", "washed", {}),
}
"""What brings a case nearer to its end, by its status: who does it, the action, its fields."""


def test_there_are_some():
    assert KEPT


@pytest.fixture(scope="module", params=KEPT, ids=lambda path: path.stem)
def kept(request, tmp_path_factory):
    """An earlier database as it was left, on SQLite."""
    place = tmp_path_factory.mktemp(request.param.stem) / DATABASE
    restore(request.param, place)
    return place


@pytest.fixture(scope="module")
def upgraded(kept):
    """The same with the tables of today."""
    place = kept.with_name("upgraded")
    shutil.copy(kept, place)
    upgrade(f"sqlite:///{place}")
    return place


@pytest.fixture
def old(request, kind, kept, upgraded, tmp_path):
    """A desk that opens an earlier database, three hours after it was left."""
    url = None
    if kind == "postgresql":

        def prepare(url):
            copy(kept, url)
            upgrade(url)

        url = request.getfixturevalue("postgresql").copied(f"kept_{kept.parent.name[:7]}", prepare)
    else:
        shutil.copy(upgraded, tmp_path / DATABASE)
    desk = Desk(tmp_path, start=LEFT + timedelta(hours=3), database_url=url)
    yield desk
    desk.app.close()


def upgrade(url):
    with closing(Database(url)) as db:
        db.upgrade()


def numbers(desk):
    found = desk.app.cases.list(desk.carol, limit=100)
    assert found.next_cursor is None
    return [line.number for line in found.items]


def on(desk, number):
    return CaseOnDesk(desk, number)


def test_each_case_shows(old):
    assert len(numbers(old)) == 22
    for number in numbers(old):
        page = old.app.cases.page(old.carol, number)
        assert page.view.case.number == number
        assert on(old, number).history()
        customer = page.view.case.customer
        assert old.app.cases.get(customer, number).case.subject == page.view.case.subject


def test_lists_counts_and_searches_know_them(old):
    with old.app.db.read() as tx:
        assert tallies.missing(tx) == {}
    by_status = old.app.cases.counts(old.alice).by_status
    assert sum(by_status.values()) == 22
    found = old.app.cases.list(old.alice, CaseQuery(text="Resolved by"))
    assert len(found.items) == 2


def test_each_case_can_be_brought_to_its_end(old):
    for number in numbers(old):
        case = on(old, number)
        for _ in range(len(TO_THE_END)):
            if case.case.closed:
                break
            side, action, fields = TO_THE_END[case.status]
            case.act(case.case.customer if side == "customer" else old.alice, action, **fields)
        assert case.case.closed
    assert old.app.cases.list(old.alice, CaseQuery(open=True)).items == ()


def test_timers_that_fell_due_while_nothing_ran_fire_at_their_instants(old):
    old.work()
    case = on(old, "C-1021")
    timers = [(line.event.element, line.event.at) for line in case.history()][1:]
    assert timers == [
        ("first_response_due_soon", LEFT + timedelta(minutes=90)),
        ("first_response_missed", LEFT + timedelta(hours=2)),
    ]
    assert case.milestone.state == "missed"


def test_timers_that_wait_go_on_waiting_until_they_are_due(old):
    pending = on(old, "C-1015")
    assert pending.status == "Pending Customer"
    old.wait(days=30)
    assert (pending.status, pending.case.flags) == ("Work in Progress", ("customer silent",))


def test_what_lies_beside_the_cases_is_kept(old):
    person, _ = old.app.sign_in.check(
        "alice@example.com", "a password of Alice", Visit("127.0.0.1")
    )
    assert person == old.alice
    assert old.app.accounts.by_email("amir@example.com").away
    with old.app.cases.once(old.alice, "a-key", "a digest") as kept:
        assert kept.answer == "an answer"
    found = old.app.incidents.listed(OPERATOR)
    assert "The case could not be woken." in {i.message for i in found.incidents}
    assert old.app.incidents.retry(OPERATOR) == found.dead_count > 0


def test_versions_are_kept_and_new_cases_start_on_the_last_one(old):
    assert [version.id for version in old.app.deployment.listed(old.owen).items] == [3, 2, 1]
    case = old.open()
    assert case.case.version_id == 3
    assert case.to("Closed").case.closed
