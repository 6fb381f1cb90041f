"""Accounts: who has one, what a name and an address may be, passwords and tokens."""

from datetime import timedelta

import pytest

from runner.errors import InvalidInput, NotFound, NotSignedIn, TooManyAttempts
from runner.people.accounts import (
    ATTEMPTS_PER_ACCOUNT,
    RATE_WINDOW,
    checked_email,
    checked_name,
    checked_roles,
)

PASSWORD = "correct horse battery"
HOME = "203.0.113.7"


def test_an_address_that_is_added_again_gets_the_roles_of_both(desk):
    add = desk.app.accounts.add
    alice = add(" Alice@Example.com ", "Another Name", ["lead"])
    assert (alice.id, alice.name, alice.roles) == (desk.alice.id, "Alice", {"agent", "lead"})


@pytest.mark.parametrize(
    "email", ["", "alice", "a@b@c.d", "a b@example.com", "@example.com", "alice@", f"{'a' * 65}@b.c",
              f"a@{'b' * 250}", "a@b\u202e.com", '"a"@b.c'],
)  # fmt: skip
def test_what_is_no_mail_address_is_refused(email):
    with pytest.raises(InvalidInput):
        checked_email(email)


def test_names_and_roles_are_what_people_can_read():
    assert checked_name("  Alice \n Smith ") == "Alice Smith"
    for name in ("", " ", "x" * 201, "a\x00b"):
        with pytest.raises(InvalidInput):
            checked_name(name)
    for roles in ([], ["king"]):
        with pytest.raises(InvalidInput, match="has to be one of"):
            checked_roles(roles)


def test_a_token_is_good_until_it_is_revoked_or_its_account_ends(desk):
    accounts = desk.app.accounts
    token = accounts.new_token("alice@example.com")
    assert accounts.by_token(token).email == "alice@example.com"
    assert accounts.revoke_tokens("alice@example.com") == 1
    again = accounts.new_token("alice@example.com")
    accounts.deactivate("alice@example.com")
    for gone in (token, again, "cl_nonsense", ""):
        with pytest.raises(NotSignedIn, match="Ask for a new one"):
            accounts.by_token(gone)


def test_a_password_has_a_length_and_is_the_only_one(desk):
    accounts = desk.app.accounts
    for password in ("x" * 9, "x" * 1001):
        with pytest.raises(InvalidInput, match="10 characters"):
            accounts.set_password("alice@example.com", password)
    accounts.set_password("alice@example.com", PASSWORD)
    person, _ = accounts.sign_in("ALICE@example.com ", PASSWORD, HOME)
    assert person.name == "Alice"
    for email, password in (("alice@example.com", "x"), ("who@example.com", PASSWORD), ("", "")):
        with pytest.raises(NotSignedIn, match="The address or the password is not right"):
            accounts.sign_in(email, password, HOME)


def test_too_many_wrong_passwords_shut_an_account_for_a_while(desk):
    accounts = desk.app.accounts
    accounts.set_password("alice@example.com", PASSWORD)
    for _ in range(ATTEMPTS_PER_ACCOUNT):
        with pytest.raises(NotSignedIn):
            accounts.sign_in("alice@example.com", "wrong", HOME)
    with pytest.raises(TooManyAttempts):
        accounts.sign_in("alice@example.com", PASSWORD, HOME)
    desk.clock.advance(RATE_WINDOW + timedelta(seconds=1))
    assert accounts.sign_in("alice@example.com", PASSWORD, HOME)[0].name == "Alice"


def test_a_session_ends_with_signing_out_and_with_the_account(desk):
    accounts = desk.app.accounts
    digest = accounts.session_digest(desk.alice)
    assert accounts.by_session(desk.alice.id, digest).name == "Alice"
    accounts.sign_out(desk.alice)
    with pytest.raises(NotSignedIn, match="has ended"):
        accounts.by_session(desk.alice.id, digest)
    accounts.deactivate("alice@example.com")
    with pytest.raises(NotSignedIn, match="no access"):
        accounts.by_id(desk.alice.id)


def test_the_team_is_who_can_own_a_case_by_name(desk):
    assert [person.name for person in desk.app.accounts.team()] == ["Alice", "Amir", "Carol"]
    with pytest.raises(NotFound, match=r"who@example\.com"):
        desk.app.accounts.by_email("who@example.com")
