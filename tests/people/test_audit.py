"""What is done beside the cases is written down with it, or neither is done."""

from datetime import timedelta

import pytest

from runner.errors import Forbidden, InvalidInput
from runner.insight.event_log.log_export import LogOrder
from runner.model import AuditFilter
from runner.model.origin import coming_from
from runner.people.audit import audit_csv
from tests.desk import Desk

EVERYTHING = AuditFilter()


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request):
    return request.param


@pytest.fixture
def desk(tmp_path, desk_url):
    desk = Desk(tmp_path, database_url=desk_url)
    desk.ada = desk.app.accounts.add("ada@example.com", "Ada", ["admin"])
    yield desk
    desk.app.close()


def told(desk, **wanted):
    found = desk.app.audit.listed(desk.ada, AuditFilter(**wanted)).items
    return [(one.what, one.about, dict(one.before), dict(one.after)) for one in found]


def test_who_what_before_and_after_and_from_where(desk):
    accounts, teams = desk.app.accounts, desk.app.teams
    with coming_from("page from 192.0.2.7"):
        accounts.rename("bob@example.com", "Bobby", by=desk.ada)
    entry = desk.app.audit.listed(desk.ada, EVERYTHING, limit=1).items[0]
    assert (entry.actor.email, entry.origin) == ("ada@example.com", "page from 192.0.2.7")
    assert (entry.at, entry.person) == (desk.clock.now(), desk.bob.id)
    assert told(desk)[0] == ("renamed", "bob@example.com", {"was": "Bob"}, {"now": "Bobby"})
    accounts.give_roles("alice@example.com", ["lead"], by=desk.ada)
    assert told(desk)[0][2:] == ({"roles": ["agent"]}, {"roles": ["agent", "lead"]})
    accounts.take_roles("alice@example.com", ["agent"], by=desk.ada)
    assert told(desk)[0][2:] == ({"roles": ["agent", "lead"]}, {"roles": ["lead"]})
    teams.add("Ovens", by=desk.ada)
    teams.change("Ovens", round_robin=True, products=["Oven"], by=desk.ada)
    teams.put_member("Ovens", "alice@example.com", by=desk.ada)
    teams.drop_member("Ovens", "alice@example.com", by=desk.ada)
    teams.remove("Ovens", by=desk.ada)
    assert [what for what, *_ in told(desk, area="team")] == [
        "removed", "member taken out", "member put in", "changed", "added",
    ]  # fmt: skip
    assert told(desk, area="team")[3][3] == {"name": "Ovens", "shares": True, "products": ["Oven"]}
    assert [what for what, *_ in told(desk, who="ADA@example.com", area="account")] == [
        "roles taken", "roles given", "renamed",
    ]  # fmt: skip
    assert {about for _, about, *_ in told(desk, about="bob@")} == {"bob@example.com"}
    assert told(desk, about="%") == []


def test_no_secret_is_in_it(desk):
    token = desk.app.accounts.new_token("alice@example.com", desk.ada, "ci")
    desk.app.accounts.set_password("alice@example.com", "a long password", desk.ada)
    text = b"".join(audit_csv(desk.app.audit.all(desk.ada, EVERYTHING))).decode()
    assert "token added" in text and "password set" in text
    assert token not in text and "a long password" not in text


def test_what_is_refused_or_fails_leaves_no_line(desk):
    before = told(desk)
    with pytest.raises(InvalidInput):
        desk.app.accounts.change("bob@example.com", name="B", new_email="eve@example.com")
    with pytest.raises(Forbidden):
        desk.app.accounts.rename("bob@example.com", "B", by=desk.carol)
    assert told(desk) == before


def test_versions_exports_and_settings_are_in_it(desk):
    order = desk.app.log.pseudonyms()
    assert [what for what, *_ in told(desk, area="deployment")] == ["deployed"]
    list(desk.app.log.written(desk.nora, LogOrder("csv", order)))
    assert told(desk, area="export")[0][:2] == ("event log taken", "csv")
    assert desk.app.audit.note_settings("node", {"A": "1", "B": "2"})
    assert not desk.app.audit.note_settings("node", {"A": "1", "B": "2"})
    assert desk.app.audit.note_settings("node", {"A": "1"})
    assert told(desk, area="settings")[0] == ("started with", "node", {"B": "2"}, {"A": "1"})


def test_it_is_for_admins_and_read_page_by_page(desk):
    for person in (desk.alice, desk.carol, desk.owen, desk.nora, desk.bob):
        with pytest.raises(Forbidden, match="Only admins may see the audit log"):
            desk.app.audit.listed(person, EVERYTHING)
        with pytest.raises(Forbidden):
            desk.app.audit.all(person, EVERYTHING)
    first = desk.app.audit.listed(desk.ada, EVERYTHING, limit=3)
    rest = desk.app.audit.listed(desk.ada, EVERYTHING, before=first.next_cursor)
    numbers = [one.number for one in (*first.items, *rest.items)]
    assert numbers == [one.number for one in desk.app.audit.all(desk.ada, EVERYTHING)]
    assert numbers == list(range(numbers[0], 0, -1))


def test_who_reads_internal_notes_is_noted_where_that_is_asked_for(tmp_path):
    desk = Desk(tmp_path, log_note_reads=True)
    desk.ada = desk.app.accounts.add("ada@example.com", "Ada", ["admin"])
    case, other = desk.open(), desk.open()
    case.write(desk.alice, "Between us.", visibility="internal")
    reads = desk.app.cases
    for number in (case.number, other.number):
        for person in (desk.bob, desk.carol, desk.nora):
            reads.page(person, number)
            reads.conversation(person, number)
    desk.clock.advance(timedelta(minutes=16))
    reads.conversation(desk.carol, case.number)
    lines = desk.app.audit.listed(desk.ada, AuditFilter(area="reading")).items
    assert [(one.what, one.about, one.actor.name) for one in lines] == [
        ("internal notes read", case.number, name) for name in ("Carol", "Nora", "Carol")
    ]
    desk.app.close()


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_nobody_is_noted_where_it_is_not_asked_for(desk):
    case = desk.open().write(desk.alice, "Between us.", visibility="internal")
    desk.app.cases.page(desk.carol, case.number)
    assert told(desk, area="reading") == []
