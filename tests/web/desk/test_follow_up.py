"""The day on which a person wants to look at a case again."""

import pytest


def test_a_day_is_kept_on_the_page_shown_in_the_row_and_has_a_view(pages, desk):
    number = desk.open().number
    answer = pages.alice.send(f"/cases/{number}/follow-up", day="2026-03-05")
    assert answer.location.endswith(f"/cases/{number}")
    assert "Follow up: Thu 5 Mar" in pages.alice.see(f"/cases/{number}").text
    assert "Follow up Thu 5 Mar" in pages.alice.see("/inbox?view=all").text
    assert number in pages.alice.see("/inbox?view=follow-up").text
    assert f'">{number}' not in pages.amir.see("/inbox?view=follow-up").text
    desk.wait(days=3)
    page = pages.alice.see("/inbox?view=follow-up").text
    assert "Follow up now" in page
    assert '<span>Follow up</span> <b class="count">1</b>' in page
    pages.alice.send(f"/cases/{number}/follow-up", done="yes")
    assert "Follow up: " not in pages.alice.see(f"/cases/{number}").text


@pytest.mark.parametrize("day", ["", "tomorrow", "2026-02-30", "9999-12-31", "0001-01-01"])
def test_what_is_no_day_is_refused(pages, desk, day):
    number = desk.open().number
    assert pages.alice.send(f"/cases/{number}/follow-up", day=day).status_code == 422
    assert "Follow up: " not in pages.alice.see(f"/cases/{number}").text


def test_who_only_looks_keeps_one_and_a_customer_keeps_none(pages, desk):
    number = desk.open().number
    assert pages.nora.send(f"/cases/{number}/follow-up", day="2026-03-05").status_code == 303
    assert pages.bob.send(f"/cases/{number}/follow-up", day="2026-03-05").status_code == 403
    assert pages.eve.send(f"/cases/{number}/follow-up", day="2026-03-05").status_code == 404
