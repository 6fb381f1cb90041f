"""What a password may be."""

import pytest

from runner.errors import InvalidInput
from runner.model import Person
from runner.people.passwords import LONGEST_PASSWORD, PasswordPolicy

ALICE = Person(1, "alice.arden@bakery.example", "Alice Arden")
POLICY = PasswordPolicy(10)


@pytest.mark.parametrize("password", [
    "correct horse battery", "tr0ub4dor-and-3", "kornblume im wind", "пароль длинный вот",
    "Alice likes green tea", "          x         y z q", "🐎🔋📎🧷🐎🔋📎🧷🍰🍵", "x" * 990 + "abcdefghij",
])  # fmt: skip
def test_words_of_any_kind_are_good(password):
    POLICY.check(password, ALICE)


@pytest.mark.parametrize(("password", "why"), [
    ("short", "10 characters or more"), ("x" * (LONGEST_PASSWORD + 1), "10 characters or more"),
    ("Football2024", "tries first"), ("1234567890", "tries first"), ("qwertyuiop", "tries first"),
    ("PASSWORD123!!", "tries first"), ("Caselane2026", "tries first"),
    ("aaaaaaaaaaaa", "repeats"), ("ababababababab", "repeats"), ("bcdefghijklmn", "counts up"),
    ("alice.arden@bakery.example", "name or address"), ("AliceArden1", "name or address"),
    ("bakery-alice", "name or address"),
])  # fmt: skip
def test_what_is_tried_first_is_refused_with_the_reason(password, why):
    with pytest.raises(InvalidInput, match=why):
        POLICY.check(password, ALICE)


def test_what_is_somebody_elses_name_is_good():
    POLICY.check("alicearden12", Person(2, "bob@example.com", "Bob"))
