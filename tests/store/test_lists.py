"""Lists of cases, as they are stored."""

from datetime import timedelta

import pytest

from runner.cases import CaseQuery
from runner.cases.queries import MOST_VALUES
from runner.errors import InvalidInput
from runner.store import people, search


def test_pages_hold_every_case_once_whatever_is_added_meanwhile(desk):
    numbers = [desk.open(subject=f"Case {i}").number for i in range(7)]
    seen, cursor = [], ""
    while True:
        page = desk.app.cases.list(desk.carol, cursor=cursor, limit=2)
        seen += [case.number for case in page.items]
        desk.open(subject="A later one")
        if page.next_cursor is None:
            break
        cursor = page.next_cursor
    assert seen == numbers[::-1]


def test_a_search_is_of_the_signs_that_were_given(desk):
    odd, _ = desk.open(subject="100% _odd! ÄÖ"), desk.open(subject="100x xodd!")
    for text in ("0%", "_odd", "% _ODD!"):
        found = desk.app.cases.list(desk.carol, CaseQuery(text=text)).items
        assert [case.number for case in found] == [odd.number]


def test_a_text_is_looked_for_in_those_spellings_that_the_index_can_find(desk):
    with desk.app.db.read() as tx:
        said = {text: str(search.matching(tx, text, "TRUE")) for text in ("oel", "oele", "öl")}
    assert "öl" not in said["oel"]
    assert "öle" in said["oele"] and "oel" in said["öl"]


def test_what_nobody_touched_for_longest_comes_first(desk):
    cases = [desk.open(subject=f"Case {i}") for i in range(3)]
    for case in (cases[1], cases[0]):
        desk.clock.advance(timedelta(hours=1))
        case.to("Work in Progress")
    expected, seen, cursor = [cases[2], cases[1], cases[0]], [], ""
    while cursor is not None:
        page = desk.app.cases.list(desk.carol, CaseQuery(order="untouched"), cursor, 1)
        seen += [line.number for line in page.items]
        cursor = page.next_cursor
    assert seen == [case.number for case in expected]


def test_a_list_is_read_backwards_to_its_beginning(desk):
    for i in range(7):
        desk.open(subject=f"Case {i}").to("Work in Progress" if i % 3 else "New")
    for order in ("newest", "updated", "untouched", "due"):
        query, pages, cursor = CaseQuery(order=order), [], ""
        while cursor is not None:
            page = desk.app.cases.list(desk.carol, query, cursor, 2)
            pages.append([line.number for line in page.items])
            cursor = page.next_cursor
        for earlier in pages[-2::-1]:
            page = desk.app.cases.list(desk.carol, query, page.previous_cursor, 2)
            assert [line.number for line in page.items] == earlier, order
        assert page.previous_cursor is None


def test_a_page_before_that_is_not_whole_any_more_is_the_first_one(desk):
    numbers = [desk.open(subject=f"Case {i}").number for i in range(4)][::-1]
    second = desk.app.cases.list(
        desk.carol, cursor=desk.app.cases.list(desk.carol, limit=1).next_cursor, limit=2
    )
    assert [line.number for line in second.items] == numbers[1:3]
    first = desk.app.cases.list(desk.carol, cursor=second.previous_cursor, limit=2)
    assert [line.number for line in first.items] == numbers[:2]


def test_several_values_of_a_filter_find_the_cases_of_each(desk):
    mine, amirs, free = (desk.open(subject=f"Case {i}", product=name)
                         for i, name in enumerate(("Oven", "Scale", "Till")))  # fmt: skip
    mine.claim(desk.alice), amirs.claim(desk.amir)

    def found(**query):
        wanted = CaseQuery(**query)
        lines = desk.app.cases.list(desk.alice, wanted).items
        assert desk.app.cases.count(desk.alice, wanted) == len(lines)
        return [line.number for line in lines]

    assert found(owners=("me", "amir@example.com")) == [amirs.number, mine.number]
    assert found(owners=("none", "me"), open=True) == [free.number, mine.number]
    assert found(owners=("nobody@example.com", "me")) == [mine.number]
    assert found(owners=("nobody@example.com",)) == []
    assert found(fields={"product": ("Oven", "Till")}) == [free.number, mine.number]
    assert found(fields={"product": ("Oven", "Till")}, owners=("none",)) == [free.number]


def test_a_filter_takes_as_many_owners_as_it_says_and_asks_for_all_at_once(desk, monkeypatch):
    case, asked = desk.open().claim(desk.alice), []
    add, by_emails = desk.app.accounts.add, people.by_emails
    names = [f"agent{i}@example.com" for i in range(MOST_VALUES - 1)]
    for name in names:
        add(name, "Agent", ["agent"])
    monkeypatch.setattr(people, "by_emails", lambda *given: asked.append(1) or by_emails(*given))
    query = CaseQuery(owners=("alice@example.com", *names))
    assert [line.number for line in desk.app.cases.list(desk.alice, query).items] == [case.number]
    assert desk.app.cases.count(desk.alice, query) == len(asked) - 1 == 1


@pytest.mark.parametrize(
    ("name", "query"),
    [("owner", lambda many: CaseQuery(owners=many)), ("status", CaseQuery),
     ("product", lambda many: CaseQuery(fields={"product": many}))],
)  # fmt: skip
def test_a_filter_with_too_many_values_is_named(desk, name, query):
    many = tuple(f"agent{i}@example.com" for i in range(260))
    with pytest.raises(InvalidInput, match="has 260 values; a list takes at most 50") as refused:
        desk.app.cases.list(desk.alice, query(many))
    assert list(refused.value.errors) == [name]


def test_a_count_stops_where_it_is_told_to(desk):
    for _ in range(3):
        desk.open()
    query = CaseQuery(statuses=("New", "Blocked"))
    assert [desk.app.cases.count(desk.alice, query, most) for most in (2, 3, 4)] == [2, 3, 3]


def test_cases_to_follow_up_stand_by_the_day_of_the_reader_alone(desk):
    cases = [desk.open(subject=f"Case {i}") for i in range(4)]
    for days, case in ((2, cases[0]), (1, cases[1]), (5, cases[3])):
        desk.app.cases.follow_up(desk.alice, case.number, desk.clock.now() + timedelta(days=days))
    desk.app.cases.follow_up(desk.amir, cases[2].number, desk.clock.now())
    expected = [case.number for case in (cases[1], cases[0], cases[3])]
    query, cursor, seen = CaseQuery(order="follow_up"), "", []
    while cursor is not None:
        page = desk.app.cases.list(desk.alice, query, cursor, 1)
        seen += [line.number for line in page.items]
        cursor = page.next_cursor
    assert seen == expected
    page = desk.app.cases.list(desk.alice, query, page.previous_cursor, 1)
    assert [line.number for line in page.items] == [expected[1]]
    assert [line.follow_up for line in desk.app.cases.list(desk.carol).items] == [None] * 4
