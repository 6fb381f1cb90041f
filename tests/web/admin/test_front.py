"""The address of administration itself, and the row of its pages."""

import re

from web.admin.front import PLACES


def test_it_goes_on_to_the_first_page_that_the_person_may_see(desk, pages):
    desk.ada = desk.app.accounts.add("ada@example.com", "Ada", ["admin"])
    went = pages.ada.see("/admin")
    assert (went.status_code, went.location) == (302, "/admin/people")
    shown = pages.ada.see("/admin", follow_redirects=True).text
    row = re.search(r'aria-label="Administration">(.*?)</nav>', shown, re.DOTALL)[1]
    found = re.findall(r'href="(/admin/[^"]+)"', row)
    assert len(found) == len(PLACES)
    assert {pages.ada.see(path).status_code for path in found} == {200}


def test_others_are_told_who_may(desk, pages):
    assert "Only admins may" in pages.alice.see("/admin").text
    assert pages.alice.see("/admin").status_code == 403
    assert "/sign-in" in pages.nobody.see("/admin").location
