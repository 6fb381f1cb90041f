"""The second step: codes of now, each once; recovery codes; guessing; keys that change."""

from datetime import timedelta

import pyotp
import pytest

from runner.clock import ManualClock
from runner.errors import Forbidden, InvalidInput, TooManyAttempts
from runner.people.attempts import CODES_PER_PERSON
from runner.people.second_factor import RECOVERY_CODES, STEP, SecondFactor
from tests.desk import MONDAY, Desk

KEYS = ("the newest of the keys", "one from before it")


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


def made(desk, clock, keys=KEYS, roles=()):
    return SecondFactor(desk.app.sessions, desk.app.accounts, clock, keys, frozenset(roles))


@pytest.fixture
def second(desk, clock):
    return made(desk, clock)


def phone_of(uri):
    return pyotp.parse_uri(uri)


def set_up(second, person, clock):
    """The telephone of a person, and their recovery codes."""
    phone = phone_of(second.begin(person))
    second.check(person, phone.at(clock.now()))
    codes = second.turn_on(person, "")
    clock.advance(timedelta(seconds=STEP))
    return phone, codes


def is_good(second, person, code):
    try:
        second.check(person, code)
    except InvalidInput:
        return False
    return True


def test_a_code_is_good_once_and_for_a_minute_and_a_half(desk, second, clock):
    assert not second.is_on(desk.alice)
    phone, _ = set_up(second, desk.alice, clock)
    assert second.is_on(desk.alice) and not second.is_on(desk.amir)
    code = phone.at(clock.now())
    assert not is_good(second, desk.amir, code)
    assert is_good(second, desk.alice, f"{code[:3]} {code[3:]}")
    assert not is_good(second, desk.alice, code)  # seen over a shoulder
    clock.advance(timedelta(seconds=10 * STEP))
    for steps, good in ((-2, False), (2, False), (-1, True), (0, True), (0, False), (-1, False)):
        at = clock.now() + timedelta(seconds=steps * STEP)
        assert is_good(second, desk.alice, phone.at(at)) == good, steps


def test_nobody_is_asked_before_the_first_code_was_right(desk, second, clock):
    uri = second.begin(desk.alice)
    assert second.begin(desk.alice) == uri  # a page that is loaded again shows the same
    with pytest.raises(InvalidInput, match="is not the code of now"):
        second.check(desk.alice, "000000")
    assert not second.is_on(desk.alice)


def test_recovery_codes_are_good_once_each(desk, second, clock):
    _, codes = set_up(second, desk.alice, clock)
    assert len(set(codes)) == RECOVERY_CODES
    for code in (codes[0], codes[1].upper().replace("-", " ")):
        assert not is_good(second, desk.amir, code)
        assert is_good(second, desk.alice, code)
        assert not is_good(second, desk.alice, code)
    with desk.app.db.read() as tx:
        kept = str(tx.run("SELECT digest FROM recovery_codes").fetchall())
    assert len(kept) > 64 and codes[2] not in kept and codes[2].replace("-", "") not in kept


def test_who_guesses_is_stopped_even_with_the_right_code(desk, second, clock):
    phone, _ = set_up(second, desk.alice, clock)
    for _ in range(CODES_PER_PERSON):
        assert not is_good(second, desk.alice, "000000")
    with pytest.raises(TooManyAttempts):
        second.check(desk.alice, phone.at(clock.now()))
    clock.advance(timedelta(minutes=16))
    second.check(desk.alice, phone.at(clock.now()))


def test_the_database_alone_makes_no_codes_and_a_newer_key_changes_none(desk, second, clock):
    phone, codes = set_up(second, desk.alice, clock)
    newer = made(desk, clock, ("a key that is newer still", *KEYS))
    assert is_good(newer, desk.alice, phone.at(clock.now()))
    clock.advance(timedelta(seconds=STEP))
    without = made(desk, clock, ("a key that is newer still",))
    assert not is_good(without, desk.alice, phone.at(clock.now()))
    assert is_good(without, desk.alice, codes[0])
    with desk.app.db.read() as tx:
        assert phone.secret not in str(tx.run("SELECT * FROM second_factors").fetchall())


def test_it_is_turned_off_with_a_code_unless_it_is_demanded(desk, second, clock):
    phone, _ = set_up(second, desk.alice, clock)
    strict = made(desk, clock, roles=["agent"])
    with pytest.raises(InvalidInput, match="stays on"):
        strict.turn_off(desk.alice, phone.at(clock.now()))
    with pytest.raises(InvalidInput, match="code of now"):
        second.turn_off(desk.alice, "123456")
    second.turn_off(desk.alice, phone.at(clock.now()))
    assert not second.is_on(desk.alice)


def test_an_admin_takes_it_off_and_it_is_written_down(desk, second, clock):
    set_up(second, desk.alice, clock)
    ada = desk.app.accounts.add("ada@example.com", "Ada", ["admin"])
    with pytest.raises(Forbidden):
        second.take_off("alice@example.com", desk.carol)
    second.take_off("alice@example.com", ada)
    assert not second.is_on(desk.alice)
    last = desk.app.accounts.changes_of("alice@example.com")[-1]
    assert (last.what, last.actor_id) == ("second step taken off", ada.id)
