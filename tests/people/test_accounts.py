"""Accounts: who has one, what a name and an address may be, passwords and tokens."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from runner.errors import (
    Forbidden,
    InvalidInput,
    LinkOver,
    NotFound,
    NotSignedIn,
    OutOfScope,
    TokenExpired,
    TooManyAttempts,
)
from runner.model import TokenLimits, Visit, to_id
from runner.people.attempts import ATTEMPTS_PER_ADDRESS_AND_ACCOUNT, RATE_WINDOW
from runner.people.permissions import SCOPES
from runner.people.person_fields import checked_email, checked_name, checked_roles

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
    for roles, said in (([], "choose at least one"), (["king"], "has to be one of")):
        with pytest.raises(InvalidInput, match=said):
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
    person, _ = desk.app.sign_in.check("ALICE@example.com ", PASSWORD, Visit(HOME))
    assert person.name == "Alice"
    for email, password in (("alice@example.com", "x"), ("who@example.com", PASSWORD), ("", "")):
        with pytest.raises(NotSignedIn, match="The address or the password is not right"):
            desk.app.sign_in.check(email, password, Visit(HOME))


def test_too_many_wrong_passwords_shut_an_account_for_a_while(desk):
    accounts = desk.app.accounts
    accounts.set_password("alice@example.com", PASSWORD)
    for _ in range(ATTEMPTS_PER_ADDRESS_AND_ACCOUNT):
        with pytest.raises(NotSignedIn):
            desk.app.sign_in.check("alice@example.com", "wrong", Visit(HOME))
    with pytest.raises(TooManyAttempts):
        desk.app.sign_in.check("alice@example.com", PASSWORD, Visit(HOME))
    desk.clock.advance(RATE_WINDOW + timedelta(seconds=1))
    assert desk.app.sign_in.check("alice@example.com", PASSWORD, Visit(HOME))[0].name == "Alice"


def test_the_team_is_who_can_own_a_case_by_name(desk):
    assert [person.name for person in desk.app.accounts.team()] == ["Alice", "Amir", "Carol"]
    with pytest.raises(NotFound, match=r"who@example\.com"):
        desk.app.accounts.by_email("who@example.com")


# ------------------------------------------------------------------ a person's life


def test_who_was_removed_comes_back_with_password_and_roles_and_without_tokens(desk):
    accounts = desk.app.accounts
    accounts.set_password("alice@example.com", PASSWORD)
    token = accounts.new_token("alice@example.com")
    accounts.deactivate("alice@example.com")
    with pytest.raises(NotFound, match=r"caselane user restore alice@example\.com"):
        accounts.new_token("alice@example.com")
    accounts.restore("alice@example.com")
    assert desk.app.sign_in.check("alice@example.com", PASSWORD, Visit(HOME))[0].roles == {"agent"}
    with pytest.raises(NotSignedIn):
        accounts.by_token(token)


def test_a_person_is_renamed_and_has_the_address_that_is_theirs(desk):
    accounts = desk.app.accounts
    accounts.rename("alice@example.com", " Alice  Arden ")
    accounts.correct_email("alice@example.com", "Alice.Arden@example.com")
    assert accounts.by_email("alice.arden@example.com").name == "Alice Arden"
    with pytest.raises(InvalidInput, match="belongs to a person here already"):
        accounts.correct_email("bob@example.com", "eve@example.com")


def test_roles_are_given_and_taken_but_for_the_last_one(desk):
    accounts = desk.app.accounts
    assert accounts.give_roles("alice@example.com", ["lead"]).roles == {"agent", "lead"}
    assert accounts.take_roles("alice@example.com", ["agent"]).roles == {"lead"}
    with pytest.raises(InvalidInput, match="remove them"):
        accounts.take_roles("alice@example.com", ["lead", "agent"])


def test_every_change_is_written_down(desk):
    accounts = desk.app.accounts
    ada = accounts.add("ada@example.com", "Ada", ["admin"])
    accounts.set_password("alice@example.com", PASSWORD)
    accounts.new_token("alice@example.com")
    accounts.rename("alice@example.com", "Al", by=ada)
    accounts.deactivate("alice@example.com")
    changes = accounts.changes_of("alice@example.com")
    assert [change.what for change in changes] == [
        "added", "password set", "token added", "renamed", "removed",
    ]  # fmt: skip
    assert (changes[3].actor_id, changes[3].details) == (ada.id, {"was": "Alice", "now": "Al"})
    assert PASSWORD not in str(changes)


def test_what_is_so_already_is_no_change(desk):
    accounts, email = desk.app.accounts, "alice@example.com"
    accounts.deactivate(email)
    before = accounts.changes_of(email)
    assert before[-1].what == "removed"
    accounts.deactivate(email)
    assert accounts.changes_of(email) == before
    accounts.restore(email)
    before = accounts.changes_of(email)
    accounts.restore(email)
    accounts.rename(email, "Alice")
    accounts.take_roles(email, ["lead"])
    accounts.give_roles(email, ["agent"])
    assert accounts.changes_of(email) == before


def test_who_has_no_right_to_it_changes_nobody(desk):
    accounts, carol = desk.app.accounts, desk.carol
    for change in (
        lambda: accounts.add("zoe@example.com", "Zoe", ["admin"], carol),
        lambda: accounts.give_roles("carol@example.com", ["admin"], carol),
        lambda: accounts.deactivate("alice@example.com", carol),
        lambda: accounts.new_token("ada@example.com", carol),
    ):
        with pytest.raises(Forbidden, match="Only admins"):
            change()


def test_links_of_before_are_over_once_they_are_revoked(desk):
    accounts, links, number = desk.app.accounts, desk.app.links, desk.open().number
    token = [to_id(number), desk.bob.id, "/follow"]
    old = links.read(links.token(*token))
    assert accounts.by_link(old).name == "Bob"
    accounts.revoke_links("bob@example.com")
    with pytest.raises(LinkOver):
        accounts.by_link(old)
    desk.clock.advance(timedelta(seconds=1))
    assert accounts.by_link(links.read(links.token(*token))).name == "Bob"


def test_parallel_tries_are_counted_exactly(desk):
    """Each counts before its password is looked at."""

    def guess(_):
        try:
            desk.app.sign_in.check("alice@example.com", "wrong", Visit(HOME))
        except (NotSignedIn, TooManyAttempts) as error:
            return type(error)

    with ThreadPoolExecutor(16) as pool:
        said = list(pool.map(guess, range(30)))
    assert said.count(NotSignedIn) == ATTEMPTS_PER_ADDRESS_AND_ACCOUNT
    assert said.count(TooManyAttempts) == 30 - ATTEMPTS_PER_ADDRESS_AND_ACCOUNT


def test_signing_in_is_no_attempt_that_failed(desk):
    accounts = desk.app.accounts
    accounts.set_password("alice@example.com", PASSWORD)
    for _ in range(ATTEMPTS_PER_ADDRESS_AND_ACCOUNT + 2):
        assert desk.app.sign_in.check("alice@example.com", PASSWORD, Visit(HOME))[0].name == "Alice"


# ------------------------------------------------------------------ tokens


def test_a_token_has_a_name_and_a_last_use_and_is_revoked_by_its_name(desk):
    accounts = desk.app.accounts
    reports = accounts.new_token("alice@example.com", name=" Reports ")
    other = accounts.new_token("alice@example.com")
    assert [(token.name, token.used_at) for token in accounts.tokens()] == [
        ("Reports", None),
        ("", None),
    ]
    accounts.by_token(reports)
    first = accounts.tokens()[0].used_at
    desk.clock.advance(timedelta(minutes=59))
    accounts.by_token(reports)
    assert accounts.tokens()[0].used_at == first
    desk.clock.advance(timedelta(minutes=1))
    accounts.by_token(reports)
    assert accounts.tokens()[0].used_at == first + timedelta(hours=1)
    assert accounts.revoke_tokens("alice@example.com", name="Reports") == 1
    with pytest.raises(NotSignedIn):
        accounts.by_token(reports)
    assert accounts.by_token(other).name == "Alice"


def test_a_token_that_expires_is_refused_by_name_from_its_end_on(desk):
    accounts, end = desk.app.accounts, desk.clock.now() + timedelta(hours=2)
    token = accounts.new_token("alice@example.com", name="CI", limits=TokenLimits(expires_at=end))
    assert accounts.by_token(token).scopes == set(SCOPES)
    desk.clock.set(end - timedelta(seconds=1))
    accounts.by_token(token)
    desk.clock.set(end)
    with pytest.raises(TokenExpired, match=r"'CI' expired on 2026-03-02 at 11:00 UTC"):
        accounts.by_token(token)
    [listed] = accounts.tokens()
    assert (listed.limits.expires_at, listed.is_over(end)) == (end, True)
    accounts.revoke_tokens("alice@example.com")
    with pytest.raises(NotSignedIn, match="not valid"):
        accounts.by_token(token)


def test_limits_that_there_are_not_are_refused(desk):
    now = desk.clock.now()
    for limits, field in (
        (TokenLimits(frozenset({"all"})), "scopes"),
        (TokenLimits(expires_at=now), "expires_at"),
        (TokenLimits(expires_at=now + timedelta(days=5000)), "expires_at"),
    ):
        with pytest.raises(InvalidInput, match=field):
            desk.app.accounts.new_token("alice@example.com", limits=limits)
    assert desk.app.accounts.tokens() == []


def test_a_token_with_limits_makes_no_tokens(desk):
    accounts = desk.app.accounts
    accounts.add("ada@example.com", "Ada", ["admin"])
    for limits in (
        TokenLimits(frozenset({"admin"})),
        TokenLimits(expires_at=desk.clock.now() + timedelta(days=1)),
    ):
        ada = accounts.by_token(accounts.new_token("ada@example.com", limits=limits))
        with pytest.raises(OutOfScope, match="makes no tokens"):
            accounts.new_token("ada@example.com", ada)
        accounts.add("zoe@example.com", "Zoe", ["agent"], ada)  # the rest of its right it has


def test_a_program_that_knows_no_limits_does_not_find_a_token_with_them(desk):
    """One of the version before, which asks for the digest alone."""
    accounts, limits = desk.app.accounts, TokenLimits(frozenset({"read"}))
    whole = accounts.new_token("alice@example.com")
    narrow = accounts.new_token("alice@example.com", limits=limits)
    with desk.app.db.read() as tx:
        for token, there in ((whole, 1), (narrow, 0)):
            digest = hashlib.sha256(token.encode()).hexdigest()
            old = "SELECT count(*) FROM tokens WHERE digest = :digest AND revoked_at IS NULL"
            assert tx.run(old, digest=digest).fetchone()[0] == there
    assert accounts.by_token(narrow).scopes == {"read"}
    assert accounts.by_token(whole).scopes is None
