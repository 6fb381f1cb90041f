"""The day on which a person wants to look at a case again."""

from datetime import date

import pytest
from lxml import html

from web.desk.follow_up import soon


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


def test_the_days_that_are_soon_take_one_press(pages, desk):
    number = desk.open().number
    page = html.fromstring(pages.alice.see(f"/cases/{number}").text)
    days = {b.text_content(): b.get("value") for b in page.xpath("//button[@name='day']")}
    assert days == {"Tomorrow": "2026-03-03", "Next Monday": "2026-03-09"}
    pages.alice.send(f"/cases/{number}/follow-up", day=days["Next Monday"])
    assert "Follow up: Mon 9 Mar" in pages.alice.see(f"/cases/{number}").text
    assert soon(date(2026, 3, 8)) == [("Tomorrow", "2026-03-09")]


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
