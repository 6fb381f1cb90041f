"""The page of canned responses, and picking one in a case, without JavaScript."""

import re


def test_one_is_kept_changed_picked_and_deleted(pages, desk):
    case = desk.open()
    pages.alice.send(
        "/responses", name="Logs <b>", body="Dear {first_name}, send logs.", status="New"
    )
    page = pages.alice.see("/responses").text
    assert "Logs &lt;b&gt;" in page
    one = re.search(r'action="(/responses/\d+)"', page)[1]
    pages.alice.send(one, name="Logs", body="Hi {first_name}, please send logs.", status="New")
    shown = pages.alice.see(f"/cases/{case.number}").text
    assert re.search(r'label="For New">\s*<option value="\d+">Logs', shown)
    picked = {"insert": "yes", "response": one.rpartition("/")[2], "mode": "reply"}
    answer = pages.alice.send(f"/cases/{case.number}/draft", text="Thank you.", **picked)
    assert "Thank you.\n\nHi Bob, please send logs.</textarea>" in answer.text
    assert (
        "please send logs." in pages.alice.see(f"/cases/{case.number}").text
    )  # a draft, in every tab
    pages.alice.send(f"{one}/delete")
    assert "Canned response…" not in pages.alice.see(f"/cases/{case.number}").text


def test_what_is_wrong_is_said_and_what_was_written_stays(pages, desk):
    answer = pages.alice.send("/responses", name="Logs", body="Dear {nobody}")
    assert answer.status_code == 422
    assert "names {nobody}, which nothing stands for" in answer.text
    assert ">Dear {nobody}</textarea>" in answer.text


def test_none_is_chosen_and_nothing_is_put_in(pages, desk):
    case = desk.open()
    answer = pages.alice.send(
        f"/cases/{case.number}/draft", text="Mine.", insert="yes", response=""
    )
    assert ">Mine.</textarea>" in answer.text


def test_only_support_has_the_page_and_only_leads_share(pages, desk):
    for person in (pages.bob, pages.nora, pages.owen):
        assert person.see("/responses").status_code == 403
    assert "For all of support" not in pages.alice.see("/responses").text
    assert pages.alice.send("/responses", name="A", body="B", shared="yes").status_code == 403
    assert pages.carol.send("/responses", name="A", body="B", shared="yes").status_code == 303
    assert '<span class="tag">shared</span>' in pages.alice.see("/responses").text
