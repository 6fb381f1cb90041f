"""Tags and links are kept beside a case: they move nothing, and customers never see them."""

import pytest

from runner.errors import InvalidInput
from runner.model import ActRequest


def refused(call, field, part):
    with pytest.raises(InvalidInput) as caught:
        call()
    assert part in caught.value.errors[field][0]


def test_a_tag_is_kept_once_without_capitals_and_said_in_the_history(desk):
    case = desk.open()
    desk.app.cases.tag(desk.alice, case.number, add=["  Paper   Jam ", "paper jam", "P2"])
    kept = desk.app.cases.tag(desk.amir, case.number, remove=["PAPER JAM", "unknown"])
    assert kept.tags == ("p2",)
    first, second = case.history()[-2:]
    assert (first.event.event, first.values) == ("tagged", {"added": ["paper jam", "p2"]})
    assert second.values == {"removed": ["paper jam"]}


def test_a_tag_moves_nothing_and_holds_nobody_up(desk):
    case = desk.open().to("Work in Progress")
    before = case.case
    desk.app.cases.tag(desk.amir, case.number, add=["paper"])
    assert (case.case.revision, case.status) == (before.revision, before.status)
    fields = {"body": "Which tray?"}
    act = ActRequest(("ask_customer",), fields, before.revision, seen=before.events)
    desk.app.cases.take(desk.alice, case.number, act)
    assert case.status == "Pending Customer"


@pytest.mark.parametrize("tag", ["", " ", "x" * 41, "two\x00", "a,b", "a\u202eb"])
def test_a_tag_that_cannot_be_read_is_refused(desk, tag):
    case = desk.open()
    refused(
        lambda: desk.app.cases.tag(desk.alice, case.number, add=["fine", tag]), "add", "tags of"
    )
    assert desk.app.cases.aside(desk.alice, case.number).tags == ()


def test_a_case_has_at_most_twenty_tags(desk):
    case = desk.open()
    desk.app.cases.tag(desk.alice, case.number, add=map(str, range(20)))
    refused(lambda: desk.app.cases.tag(desk.alice, case.number, add=["more"]), "add", "20 tags")


def test_a_link_shows_on_both_cases_until_one_of_them_takes_it_away(desk):
    one, other = desk.open(), desk.open(by=desk.eve)
    desk.app.cases.link(desk.alice, one.number, add=[other.number, other.number])
    desk.app.cases.link(desk.alice, other.number, add=[one.number])
    for mine, theirs in ((one, other), (other, one)):
        linked = desk.app.cases.aside(desk.nora, mine.number).linked
        assert [line.number for line in linked] == [theirs.number]
    assert desk.app.cases.link(desk.amir, other.number, remove=[one.number]).linked == ()
    assert desk.app.cases.aside(desk.alice, one.number).linked == ()


def test_a_case_is_not_linked_to_itself_or_to_what_the_person_may_not_work_on(desk):
    case, own = desk.open(), desk.open(by=desk.alice)
    for number, part in (
        (case.number, "itself"),
        ("C-9999", "no case"),
        ("nonsense", "no case"),
        (own.number, "of your own"),
    ):
        refused(lambda n=number: desk.app.cases.link(desk.alice, case.number, add=[n]), "add", part)
