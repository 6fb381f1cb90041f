"""Who may be known from a log, by rules in a file."""

import pytest

from runner.errors import ConfigError, InvalidInput
from runner.insight.event_log.pseudonyms import Pseudonyms, named, read_rules

SECRET = "a secret of some length"


def rules(tmp_path, text):
    path = tmp_path / "rules.toml"
    path.write_text(text)
    return read_rules(path, SECRET)


def test_a_field_is_kept_hashed_or_dropped(tmp_path):
    hide = rules(tmp_path, '[fields]\ncustomer = "hash"\nproduct = "drop"\nowner = "keep"')
    shown = hide.applied(
        {"customer": "bob@example.com", "product": "Till", "owner": "a@example.com"}
    )
    assert shown == {"customer": hide.of("bob@example.com"), "owner": "a@example.com"}


def test_the_same_person_has_the_same_pseudonym_in_every_field_and_by_another_secret_another():
    hide = Pseudonyms(SECRET, frozenset({"customer", "actor"}))
    shown = hide.applied({"customer": "bob@example.com", "actor": "bob@example.com"})
    assert shown["customer"] == shown["actor"] != Pseudonyms(SECRET + "!").of("bob@example.com")
    assert SECRET not in repr(hide)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[fields]\ncustumer = "hash"', "Did you mean 'customer'"),
        ('[fields]\ncustomer = "hide"', "one of keep, hash, drop"),
        ('[fields]\ncase = "drop"', "without which nothing"),
        ('[fields]\ntime = "hash"', "without which nothing"),
        ('[field]\ncustomer = "hash"', "There is no 'field'"),
        ('secret = "short"', "16 characters"),
        ("fields = 1", "has to be a table"),
        ("[fields", "cannot be used"),
    ],
)
def test_what_is_not_understood_is_refused(tmp_path, text, said):
    with pytest.raises(ConfigError, match=said):
        rules(tmp_path, text)


def test_all_that_is_wrong_is_named_at_once():
    with pytest.raises(InvalidInput) as error:
        named(SECRET, ["custumer", "nothing"], ["activity"])
    assert {name: len(found) for name, found in error.value.errors.items()} == {
        "hash": 2,
        "drop": 1,
    }
