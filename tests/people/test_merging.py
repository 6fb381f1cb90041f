"""Two entries of one person become one: what belongs to it follows, what was done stays."""

from datetime import timedelta

import pytest

from runner.cases import CaseQuery
from runner.errors import Forbidden, InvalidInput, NotFound, NotPossible
from runner.store import entries
from runner.store.tables import metadata
from tests.desk import Desk

OLD, NEW = "bob@old.example", "bob@example.com"


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request):
    return request.param


@pytest.fixture
def desk(tmp_path, desk_url):
    desk = Desk(tmp_path, database_url=desk_url)
    desk.old = desk.app.accounts.add(OLD, "Bobby", ["customer"])
    yield desk
    desk.app.close()


def found(desk, person, words):
    return [hit.line.number for hit in desk.app.cases.search(person, words).items]


def test_a_customer_s_cases_and_messages_follow_and_are_found(desk):
    """Also in the index of words, which takes 32 rows at once."""
    for number in range(1, 41):
        desk.open(by=desk.old, subject=f"Kettle {number:03}").write(desk.old, f"Hot {number:03}.")
    case = desk.open(subject="Mine")
    kept = desk.app.merging.merge(OLD, NEW)
    assert (kept.name, kept.roles) == ("Bob", {"customer"})
    for word in ("kettle", "hot"):
        assert found(desk, desk.bob, f"{word} 001") == ["C-1001"]
        assert found(desk, desk.bob, f"{word} 040") == ["C-1040"]
        assert found(desk, desk.old, f"{word} 001") == found(desk, desk.eve, f"{word} 001") == []
    assert found(desk, desk.carol, "Bobby") == []
    assert found(desk, desk.carol, "Bob kettle 001") == ["C-1001"]
    first = desk.app.cases.get(desk.bob, "C-1001")
    assert first.case.customer.email == NEW
    authors = desk.app.cases.conversation(desk.bob, "C-1001").items
    assert {message.author.id for message in authors} == {desk.bob.id}
    assert case.case.customer.id == desk.bob.id
    [_, wrote] = [line.event for line in desk.app.cases.history(desk.carol, "C-1001").items]
    assert wrote.actor.name == "Bobby"  # who acted, acted
    assert desk.tallies_are_right()


def test_what_an_agent_has_follows_and_access_ends(desk):
    accounts, cases = desk.app.accounts, desk.app.cases
    ally = accounts.add("ally@example.com", "Ally", ["agent"])
    token = accounts.new_token(ally.email)
    case, both = desk.open().claim(ally), desk.open()
    tomorrow = desk.clock.now() + timedelta(days=1)
    for person, number, at in (
        (ally, case.number, tomorrow),
        (ally, both.number, tomorrow),
        (desk.alice, both.number, tomorrow + timedelta(days=1)),
    ):
        cases.follow_up(person, number, at)
    cases.keep_unsent(ally, case.number, "", {"text": "Dear Bob", "mode": "reply"})
    desk.app.teams.add("Printers")
    desk.app.teams.put_member("Printers", ally.email)
    desk.app.merging.merge(ally.email, "alice@example.com")
    assert accounts.by_token(token).name == "Alice"
    assert case.case.owner.name == "Alice"
    dates = {
        line.number: line.follow_up
        for line in cases.list(desk.alice, CaseQuery(order="follow_up")).items
    }
    assert dates == {case.number: tomorrow, both.number: tomorrow + timedelta(days=1)}
    assert accounts.by_email("alice@example.com").teams == {"Printers"}
    assert not accounts.by_email(ally.email).active
    assert cases.counts(desk.alice).mine == 1
    assert desk.tallies_are_right()
    with pytest.raises(NotPossible, match="was merged"):
        accounts.restore(ally.email)


def test_what_comes_from_the_old_address_is_the_person_s(desk):
    desk.app.merging.merge(OLD, NEW)
    new = desk.open(by=desk.carol, customer_email=OLD)
    assert new.case.customer.email == NEW
    told = [change.what for change in desk.app.accounts.changes_of(OLD)]
    assert told[-1] == "merged"


def test_nobody_owns_a_case_of_their_own_afterwards(desk):
    case = desk.open(by=desk.old).claim(desk.alice)
    closed = desk.open(by=desk.old).claim(desk.alice).to("Solution Proposed")
    closed.act(desk.old, "accept_solution")
    desk.app.merging.merge(OLD, "alice@example.com")
    for each in (case, closed):
        assert (each.case.owner, each.case.customer.name) == (None, "Alice")
    assert desk.tallies_are_right()


def test_what_would_be_wrong_is_refused_and_changes_nothing(desk):
    ada = desk.app.accounts.add("ada@example.com", "Ada", ["admin"])
    for email, into, by, error, why in (
        (OLD, OLD, ada, InvalidInput, "same entry"),
        (ada.email, "alice@example.com", ada, InvalidInput, "your own access"),
        ("alice@example.com", OLD, ada, InvalidInput, "give Bobby the role first"),
        (OLD, "nobody@example.com", ada, NotFound, "nobody@example.com"),
        (OLD, NEW, desk.carol, Forbidden, "admins"),
    ):
        with pytest.raises(error, match=why):
            desk.app.merging.merge(email, into, by)
    assert desk.app.accounts.by_email(OLD).active
    desk.app.merging.merge(OLD, NEW, ada)
    with pytest.raises(InvalidInput, match="merged before"):
        desk.app.merging.merge(OLD, "eve@example.com", ada)


STAYS = {
    ("history", "actor_id"), ("people_changes", "person_id"), ("people_changes", "actor_id"),
    ("person_roles", "person_id"), ("versions", "deployed_by"), ("versions", "approved_by"),
    ("lifecycles", "changed_by"), ("diagram_drafts", "changed_by"),
    ("diagram_draft_editors", "person_id"), ("presence", "person_id"),
    ("idempotency", "person_id"), ("migrations", "person_id"), ("people", "merged_into_id"),
    ("migration_runs", "person_id"), ("trial_runs", "person_id"),
    ("simulations", "person_id"), ("log_runs", "person_id"), ("figure_views", "person_id"),
    ("figure_subscriptions", "person_id"), ("figure_subscribers", "person_id"),
    ("incoming_mails", "decided_by"), ("sessions", "person_id"),
    ("second_factors", "person_id"), ("recovery_codes", "person_id"),
    ("review_threads", "resolved_by"), ("audit_lines", "actor_id"), ("audit_lines", "person_id"),
}  # fmt: skip
"""What was done, what lasts a minute, and what a merge must not give away."""


def test_every_column_that_names_a_person_follows_or_stays_on_purpose():
    named = {
        (table.name, column.name)
        for table in metadata.tables.values()
        for column in table.columns
        if any(key.column.table.name == "people" for key in column.foreign_keys)
    }
    follow = {*entries.FOLLOW, *((table, "person_id") for table, _ in entries.ONE_EACH)}
    assert follow.isdisjoint(STAYS)
    assert named == follow | STAYS
