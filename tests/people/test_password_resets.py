"""Links to set a password: good once, for a while, for one person."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from runner.errors import InvalidInput, LinkOver, NotSignedIn
from runner.model import Visit
from runner.people.password_resets import ASKED_FOR
from tests.desk import Desk

PASSWORD = "correct horse battery"


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request):
    return request.param


@pytest.fixture
def desk(tmp_path, desk_url):
    desk = Desk(tmp_path, database_url=desk_url)
    yield desk
    desk.app.close()


@pytest.fixture
def token(desk):
    return token_for(desk, desk.alice)


def token_for(desk, person):
    return desk.app.resets.url(person).rpartition("/")[2]


def is_over(desk, token):
    with pytest.raises(LinkOver, match="Ask for a new one"):
        desk.app.resets.set_password(token, PASSWORD)
    return True


def test_a_link_sets_a_password_once_and_ends_the_sessions(desk, token):
    sessions = desk.app.sessions
    key = sessions.begin(desk.alice, sessions.seal(desk.alice), Visit())
    assert desk.app.resets.set_password(token, PASSWORD).id == desk.alice.id
    assert desk.app.sign_in.check("alice@example.com", PASSWORD, Visit())[0].id == desk.alice.id
    with pytest.raises(NotSignedIn):
        sessions.by_key(key, "")
    assert is_over(desk, token)
    what = [change.what for change in desk.app.accounts.changes_of("alice@example.com")]
    assert what[-1] == "password set by link"


def test_the_same_password_again_uses_a_link_up_too(desk):
    desk.app.accounts.set_password("alice@example.com", PASSWORD)
    token = token_for(desk, desk.alice)
    desk.app.resets.set_password(token, PASSWORD)
    assert is_over(desk, token)


def test_a_password_that_is_none_leaves_the_link_good(desk, token):
    with pytest.raises(InvalidInput, match="10 characters"):
        desk.app.resets.set_password(token, "short")
    desk.app.resets.set_password(token, PASSWORD)


@pytest.mark.parametrize("end", [
    lambda desk: desk.clock.advance(ASKED_FOR + timedelta(seconds=1)),
    lambda desk: desk.app.accounts.deactivate("alice@example.com"),
    lambda desk: desk.app.accounts.correct_email("alice@example.com", "al@example.com"),
    lambda desk: desk.app.sessions.end_all("alice@example.com"),
    lambda desk: desk.app.accounts.set_password("alice@example.com", "another good one"),
], ids=["time", "leaving", "address", "sessions", "password"])  # fmt: skip
def test_a_link_is_over(desk, token, end):
    desk.app.resets.person(token)
    end(desk)
    assert is_over(desk, token)


def test_what_is_forged_is_over(desk, token):
    head, _, signature = token.rpartition(".")
    for forged in (
        "",
        "x",
        f"{head}.{signature[::-1]}",
        desk.app.links.token(1, desk.alice.id, "/follow"),
    ):
        assert is_over(desk, forged)


def test_of_two_at_the_same_instant_one_wins(desk, token):
    def use(word):
        try:
            return bool(desk.app.resets.set_password(token, f"{word} horse battery"))
        except LinkOver:
            return False

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(use, ("one", "two", "three", "four"))) == [False] * 3 + [True]
