"""Signed reply addresses: what one is good for, and with which keys (bad inputs 4, 50)."""

from dataclasses import replace

import pytest

from runner.model import Person
from runner.people.reply_addresses import ReplyAddresses, ReplyTo

BOB, EMAIL = Person(3, "bob@example.com", "Bob"), "bob@example.com"


def good(replies, address):
    return [replies.is_for(one, EMAIL) for one in replies.read([address])] == [True]


@pytest.fixture
def replies():
    return ReplyAddresses(["key"], "Support@desk.example", "desk.example")


def test_an_address_is_for_one_case_and_one_person(replies):
    address = replies.address(7, BOB)
    assert address.startswith("support+c7p3-")
    assert address.endswith("@desk.example")
    far = Person(999_999, EMAIL, "Bob")
    assert len(replies.address(999_999, far).partition("@")[0]) <= 64
    assert replies.read([address]) == [ReplyTo(7, 3)]
    assert replies.read(["zoe@bakery.example", address.upper()]) == [ReplyTo(7, 3)]
    assert good(replies, address)
    assert good(replies, replies.address(7, replace(BOB, email="Bob@Example.com")))
    assert replies.is_tagged(address)
    assert not replies.is_tagged("support@desk.example")


def test_a_forged_address_is_nobodys(replies):
    right = replies.address(7, BOB)
    for wrong in (
        right.replace("c7", "c8"),
        right.replace("p3", "p4"),
        right.replace("-", "-a"),
        right.replace("@desk", "@evil"),
        right.replace("support", "help"),
        f"support+c7p3-{'a' * 16}@desk.example",
        ReplyAddresses(["other"], "support@desk.example").address(7, BOB),
        replies.address(7, replace(BOB, email="bob@old.example")),
        "support+c7p3-@desk.example",
        "support+c٧p3-aaaaaaaaaaaaaaaa@desk.example",
        "support@desk.example",
        "",
    ):
        assert not good(replies, wrong), wrong
    assert replies.is_tagged(f"support+c7p3-{'a' * 16}@desk.example")


def test_an_older_key_is_good_and_none_is_made_where_no_mail_comes_in(replies):
    newer = ReplyAddresses(["new", "key"], "support@desk.example", "desk.example")
    assert good(newer, replies.address(7, BOB))
    assert newer.address(7, BOB) != replies.address(7, BOB)
    nowhere = ReplyAddresses(["key"])
    assert nowhere.address(7, BOB) == ""
    assert nowhere.read([replies.address(7, BOB)]) == []


def test_a_thread_is_told_by_its_case_and_our_domain(replies):
    assert replies.case_of(["<x@bakery.example>", replies.thread(7)]) == 7
    for other in ("<caselane.case-7@other.example>", "<caselane.7@desk.example>", "", "<case-7>"):
        assert replies.case_of([other]) is None
