"""Lists of cases, as they are stored."""

from datetime import timedelta

from runner.cases import CaseQuery


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
