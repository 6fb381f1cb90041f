"""Sessions: seen, ended one by one or all, and over after a while."""

from datetime import timedelta

import pytest

from runner.clock import ManualClock
from runner.errors import NotFound, NotSignedIn
from runner.model import SessionTerms, Visit
from runner.people.sessions import SEEN_NOTED, Sessions
from runner.store import people
from tests.desk import MONDAY, Desk

PASSWORD = "correct horse battery"
HOME, TRAIN = Visit("203.0.113.7", "Firefox/140 Linux"), Visit("198.51.100.9", "Safari/1 iPhone")
TERMS = SessionTerms(idle=timedelta(hours=8), longest=timedelta(days=3))


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request):
    return request.param


@pytest.fixture
def desk(tmp_path, desk_url):
    desk = Desk(tmp_path, database_url=desk_url)
    yield desk
    desk.app.close()


@pytest.fixture
def clock():
    return ManualClock(MONDAY)


@pytest.fixture
def sessions(desk, clock):
    return Sessions(desk.app.db, desk.app.accounts, clock, TERMS)


def begun(sessions, person, visit=HOME):
    return sessions.begin(person, sessions.seal(person), visit)


def is_good(sessions, key):
    try:
        return bool(sessions.by_key(key, HOME.address))
    except NotSignedIn:
        return False


def test_a_person_sees_their_sessions_and_nobody_elses(desk, sessions, clock):
    first = begun(sessions, desk.alice)
    clock.advance(timedelta(hours=1))
    begun(sessions, desk.alice, TRAIN)
    begun(sessions, desk.amir)
    found, here = sessions.of(desk.alice, first)
    assert [(one.visit, one.begun_at) for one in found] == [
        (TRAIN, MONDAY + timedelta(hours=1)), (HOME, MONDAY),
    ]  # fmt: skip
    assert here == found[1].id


def test_one_is_ended_and_the_others_go_on(desk, sessions):
    keys = [begun(sessions, desk.alice) for _ in range(3)]
    _, second = sessions.of(desk.alice, keys[1])
    with pytest.raises(NotFound):
        sessions.end(desk.amir, second)  # whose it is not
    sessions.end(desk.alice, second)
    with pytest.raises(NotFound, match="over already"):
        sessions.end(desk.alice, second)
    sessions.sign_out(keys[2])
    assert [is_good(sessions, key) for key in keys] == [True, False, False]


@pytest.mark.parametrize("end", [
    lambda desk, sessions, key: sessions.end_others(desk.alice, key),
    lambda desk, _, key: desk.app.second_factor.turn_on(desk.alice, key),
], ids=["asked for", "second step"])  # fmt: skip
def test_all_others_are_ended(desk, sessions, end):
    keys = [begun(sessions, desk.alice) for _ in range(3)]
    amirs = begun(sessions, desk.amir)
    end(desk, sessions, keys[1])
    assert [is_good(sessions, key) for key in keys] == [False, True, False]
    assert len(sessions.of(desk.alice, keys[1])[0]) == 1
    assert is_good(sessions, amirs)
    end(desk, sessions, keys[0])  # which is over, and does not go on
    assert not any(is_good(sessions, key) for key in keys)


@pytest.mark.parametrize("end", [
    lambda desk: desk.app.accounts.set_password("alice@example.com", PASSWORD),
    lambda desk: desk.app.accounts.deactivate("alice@example.com"),
    lambda desk: desk.app.sessions.end_all("alice@example.com"),
    lambda desk: desk.app.merging.merge("alice@example.com", "amir@example.com"),
], ids=["password", "leaving", "admin", "merging"])  # fmt: skip
def test_all_end_with_a_new_password_with_leaving_and_when_an_admin_says_so(desk, sessions, end):
    keys = [begun(sessions, desk.alice), begun(sessions, desk.alice, TRAIN)]
    amirs = begun(sessions, desk.amir)
    end(desk)
    assert [is_good(sessions, key) for key in keys] == [False, False]
    assert is_good(sessions, amirs)


def test_who_comes_back_has_none_of_the_sessions_of_before(desk, sessions):
    key = begun(sessions, desk.alice)
    desk.app.accounts.deactivate("alice@example.com")
    desk.app.accounts.restore("alice@example.com")
    assert not is_good(sessions, key)


def test_a_session_is_over_without_a_request_and_at_last_in_any_case(desk, sessions, clock):
    idle, used = begun(sessions, desk.alice), begun(sessions, desk.alice)
    for _ in range(11):
        clock.advance(timedelta(hours=6))
        assert is_good(sessions, used)
    assert not is_good(sessions, idle)
    clock.advance(timedelta(hours=6))  # the third day is over
    with pytest.raises(NotSignedIn, match="after a long time"):
        sessions.by_key(used, HOME.address)
    begun(sessions, desk.amir)  # whoever begins one clears away those that are over
    with pytest.raises(NotSignedIn, match="has ended"):
        sessions.by_key(used, HOME.address)


def test_the_last_use_is_written_seldom(desk, sessions, clock, monkeypatch):
    key = begun(sessions, desk.alice)
    writes = []
    write = desk.app.db.write
    monkeypatch.setattr(desk.app.db, "write", lambda: writes.append(1) or write())
    for _ in range(10):
        sessions.by_key(key, TRAIN.address)
    assert not writes
    clock.advance(SEEN_NOTED)
    for _ in range(10):
        sessions.by_key(key, TRAIN.address)
    assert len(writes) == 1
    [seen], _ = sessions.of(desk.alice, key)
    assert (seen.seen_at, seen.visit.address) == (clock.now(), TRAIN.address)


def test_the_database_does_not_know_the_key(desk, sessions):
    key = begun(sessions, desk.alice)
    with desk.app.db.read() as tx:
        kept = tx.run("SELECT * FROM sessions").fetchall()
    assert kept and key not in str(kept)


def test_a_program_of_before_that_changes_a_password_ends_these_sessions_too(desk, sessions):
    """It knows no table of sessions."""
    key = begun(sessions, desk.alice)
    with desk.app.db.write() as tx:
        people.set_password(tx, desk.alice.id, "another hash")
    assert not is_good(sessions, key)
