"""Signed links: what one is good for, until when, and with which keys."""

from datetime import timedelta

import pytest

from runner.clock import ManualClock
from runner.errors import LinkOver, NotFound
from runner.people.links import FOLLOW, LIFETIME, Link, Links
from tests.desk import MONDAY


@pytest.fixture
def clock():
    return ManualClock(MONDAY)


def links(clock, *keys):
    return Links(keys, "https://help.example/", clock)


def test_a_link_carries_its_case_person_purpose_and_proposal(clock):
    made = links(clock, "key")
    assert made.read(made.token(7, 3, "accept_solution", "p1")) == Link(
        7, 3, "accept_solution", "p1"
    )
    assert made.url(7, 3, FOLLOW).startswith("https://help.example/l/")
    assert made.page("/cases/C-1007") == "https://help.example/cases/C-1007"


def test_a_link_ends_at_its_date_and_not_before(clock):
    made = links(clock, "key")
    token = made.token(7, 3, FOLLOW)
    clock.advance(LIFETIME)
    assert made.read(token).case_id == 7
    clock.advance(timedelta(seconds=1))
    with pytest.raises(LinkOver, match="expired"):
        made.read(token)


def test_a_link_of_an_older_key_is_still_read_and_new_ones_are_signed_with_the_newest(clock):
    old = links(clock, "old").token(7, 3, FOLLOW)
    both, new = links(clock, "new", "old"), links(clock, "new")
    assert both.read(old).case_id == 7
    assert new.read(both.token(8, 3, FOLLOW)).case_id == 8
    with pytest.raises(NotFound, match="incomplete or was changed"):
        new.read(old)


@pytest.mark.parametrize(
    "spoil", [lambda t: t[:-1], lambda t: "x" + t, lambda t: "", lambda t: "ä" + t]
)
def test_a_link_that_was_changed_is_none(clock, spoil):
    made = links(clock, "key")
    with pytest.raises(NotFound):
        made.read(spoil(made.token(7, 3, FOLLOW)))
