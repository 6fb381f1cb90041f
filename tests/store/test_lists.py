"""Lists of cases, as they are stored."""

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
