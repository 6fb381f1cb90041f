"""Several cases of a list at once."""

import re

from markupsafe import escape

HERE = "/inbox?view=all&priority=P3&q=printer"


def ticked(*cases):
    return [f"{case.number}:{case.case.revision}" for case in cases]


def chosen(pages, cases, **more):
    """The fields of a form of the page that the ticked cases lead to, once for one change."""
    page = pages.alice.send("/inbox/bulk", case=ticked(*cases), back=HERE)
    once = re.search(r'name="once" value="([^"]+)"', page.text)[1]
    return {"case": ticked(*cases), "once": once, "back": HERE, **more}


def begun(pages, **form):
    """The address of the report."""
    answer = pages.alice.send("/inbox/bulk/change", **form)
    assert answer.status_code == 303, answer.text
    return answer.location


def test_rows_have_ticks_for_support_alone(pages, desk):
    number = desk.open().number
    assert f'value="{number}:' in pages.alice.see("/inbox?view=all").text
    assert 'form="bulk"' not in pages.nora.see("/inbox?view=all").text


def test_the_page_offers_what_all_cases_offer(pages, desk):
    new, other, replied = desk.open(), desk.open(), desk.open().to("Customer Replied")
    page = pages.alice.send("/inbox/bulk", case=ticked(new, other)).text
    assert "Assign 2 cases" in page
    assert "irst response: 2 cases" in page.lower()
    mixed = pages.alice.send("/inbox/bulk", case=ticked(new, replied)).text
    assert "irst response: 2 cases" not in mixed.lower()
    many = [f"C-{number}:1" for number in range(1001, 1102)]
    assert pages.alice.send("/inbox/bulk", case=many).status_code == 422


def test_cases_are_assigned_and_one_that_changed_is_left_alone(pages, desk):
    first, second = desk.open(), desk.open()
    report = begun(pages, **chosen(pages, [first, second], do="owner", owner="alice@example.com"))
    waiting = pages.alice.see(report).text
    assert "0 of 2 changed so far" in waiting
    assert '<meta http-equiv="refresh"' in waiting  # without a script it renews itself
    desk.app.cases.claim(desk.amir, second.number)
    desk.work()
    page = pages.alice.see(report).text
    assert "1 of 2 changed" in page
    assert f'href="{escape(HERE)}"' in page
    assert "so far" not in page
    assert "<progress" not in page
    assert re.search(rf"{second.number}</a> Amir .*owner", page)
    assert (first.case.owner.name, second.case.owner.name) == ("Alice", "Amir")
    assert pages.amir.see(report).status_code == 404


def test_an_action_is_taken_for_each_and_a_form_sent_again_does_nothing_twice(pages, desk):
    cases = [desk.open(), desk.open()]
    form = chosen(pages, cases, do="act:send_first_response", **{"f.body": "We look into it."})
    assert begun(pages, **form) == begun(pages, **form)
    desk.work()
    assert "2 of 2 changed" in pages.alice.see(begun(pages, **form)).text
    assert [case.case.status for case in cases] == ["Work in Progress"] * 2
    for case in cases:
        said = desk.app.cases.conversation(desk.bob, case.number).items
        assert [message.body for message in said] == ["We look into it."]


def test_cases_are_tagged_and_given_to_a_team_together(pages, desk):
    desk.app.teams.add("Printers")
    cases = [desk.open(), desk.open()]
    for form in (
        {"do": "tag", "add": "Fire, heat"},
        {"do": "tag", "remove": "heat"},
        {"do": "team", "team": "Printers"},
    ):
        begun(pages, **chosen(pages, cases, **form))
        desk.work()
    for case in cases:
        assert desk.app.cases.aside(desk.alice, case.number).tags == ("fire",)
        assert case.case.team.name == "Printers"


def test_what_is_no_choice_changes_nothing(pages, desk):
    case = desk.open()
    wrong = (
        {"do": "status"}, {"do": "act:no_such"}, {"do": "priority", "priority": "P9"},
        {"do": "act:send_first_response", "f.body": " "}, {"do": "tag", "add": " , ", "remove": ""},
    )  # fmt: skip
    for form in wrong:
        answer = pages.alice.send("/inbox/bulk/change", **chosen(pages, [case], **form))
        assert answer.status_code == 422
        assert "1 case" in answer.text
    for given in ([], ["C-1001"], ["C-1001:x"]):
        assert pages.alice.send("/inbox/bulk", case=given).status_code == 422
    many = {"case": [f"C-{n}:1" for n in range(1001, 1102)], "do": "owner", "once": "x"}
    assert pages.alice.send("/inbox/bulk/change", **many).status_code == 422
    desk.work()
    assert case.case.revision == int(ticked(case)[0].partition(":")[2])
    assert case.case.priority == "P2"


def test_nobody_else_changes_cases_together(pages, desk):
    case = desk.open()
    for person in (pages.bob, pages.nora, pages.owen):
        assert person.send("/inbox/bulk", case=ticked(case)).status_code == 403
        form = {"case": ticked(case), "once": "x", "do": "priority", "priority": "P1"}
        assert person.send("/inbox/bulk/change", **form).status_code == 403
    desk.work()
    assert case.case.priority == "P2"
