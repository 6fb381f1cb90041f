"""Several cases of a list at once."""

import re


def ticked(*cases):
    return [f"{case.number}:{case.case.revision}" for case in cases]


def chosen(pages, cases, **more):
    """The fields of a form of the page that the ticked cases lead to, once for one change."""
    page = pages.alice.send("/inbox/bulk", case=ticked(*cases), back="todo")
    once = re.search(r'name="once" value="([^"]+)"', page.text)[1]
    return {"case": ticked(*cases), "once": once, "back": "todo", **more}


def test_rows_have_ticks_for_support_alone(pages, desk):
    number = desk.open().number
    assert f'value="{number}:' in pages.alice.see("/inbox?view=all").text
    assert 'form="bulk"' not in pages.nora.see("/inbox?view=all").text


def test_the_page_offers_what_all_cases_offer(pages, desk):
    new, other, replied = desk.open(), desk.open(), desk.open().to("Customer Replied")
    page = pages.alice.send("/inbox/bulk", case=ticked(new, other)).text
    assert "Assign 2 cases" in page
    assert "Send First Response: 2 cases" in page.replace("first response", "First Response")
    mixed = pages.alice.send("/inbox/bulk", case=ticked(new, replied)).text
    assert "irst response: 2 cases" not in mixed.lower()


def test_cases_are_assigned_and_one_that_changed_is_left_alone(pages, desk):
    first, second = desk.open(), desk.open()
    form = chosen(pages, [first, second], do="owner", owner="alice@example.com")
    desk.app.cases.claim(desk.amir, second.number)
    page = pages.alice.send("/inbox/bulk/change", **form).text
    assert "1 of 2 changed" in page
    assert f"{second.number} changed since you loaded it" in page
    assert (first.case.owner.name, second.case.owner.name) == ("Alice", "Amir")


def test_an_action_is_taken_for_each_and_a_form_sent_again_does_nothing_twice(pages, desk):
    cases = [desk.open(), desk.open()]
    form = chosen(pages, cases, do="act:send_first_response", **{"f.body": "We look into it."})
    for _ in range(2):
        assert "2 of 2 changed" in pages.alice.send("/inbox/bulk/change", **form).text
    assert [case.case.status for case in cases] == ["Work in Progress"] * 2
    for case in cases:
        said = desk.app.cases.conversation(desk.bob, case.number).items
        assert [message.body for message in said] == ["We look into it."]


def test_what_is_no_choice_changes_nothing(pages, desk):
    case = desk.open()
    for form in ({"do": "status"}, {"do": "act:no_such"}, {"do": "priority", "priority": "P9"}):
        answer = pages.alice.send("/inbox/bulk/change", **chosen(pages, [case], **form))
        assert answer.status_code == 422 or "0 of 1 changed" in answer.text
    for given in ([], ["C-1001"], ["C-1001:x"], [f"C-{n}:1" for n in range(1001, 1102)]):
        assert pages.alice.send("/inbox/bulk", case=given).status_code == 422
    assert case.case.revision == int(ticked(case)[0].partition(":")[2])
    assert case.case.priority == "P2"


def test_nobody_else_changes_cases_together(pages, desk):
    case = desk.open()
    for person in (pages.bob, pages.nora, pages.owen):
        assert person.send("/inbox/bulk", case=ticked(case)).status_code == 403
        form = {"case": ticked(case), "once": "x", "do": "priority", "priority": "P1"}
        assert "1 of 1" not in person.send("/inbox/bulk/change", **form).text
    assert case.case.priority == "P2"
