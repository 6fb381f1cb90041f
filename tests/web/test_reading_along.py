"""What the pages and the API show those who stand beside a customer, and to whom they link."""

import re

import pytest

from runner.people.links import FOLLOW
from tests.web.conftest import Caller

ZOE = "zoe@bakery.example"


@pytest.fixture
def case(desk):
    """Bob's, with a note and a tag, of which Zoe gets copies."""
    case = desk.open(subject="Oven").to("Solution Proposed")
    desk.app.cases.comment(desk.alice, case.number, "Ravioli suspected.", "internal")
    desk.app.cases.tag(desk.alice, case.number, add=["hopeless"])
    desk.app.cases.copy(desk.alice, case.number, add=[ZOE])
    desk.zoe = desk.app.accounts.by_email(ZOE)
    return case


def test_nothing_internal_and_no_address_reaches_them(api, pages, desk, case):
    other = desk.open(by=desk.eve, subject="Secret of Eve")
    desk.app.cases.link(desk.alice, case.number, add=[other.number])
    desk.app.cases.claim(desk.alice, case.number)
    zoe = Caller(api.flask, desk.app.accounts.new_token(ZOE))
    paths = ("", "/messages", "/history", "/state", "/aside", "/copies", "/satisfaction", "/chains")
    answers = [zoe.get(f"/cases/{case.number}{path}") for path in paths]
    assert [a.status_code for a in answers] == [200, 200, 200, 200, 403, 403, 200, 200]
    token = desk.app.links.token(case.case.id, desk.zoe.id, FOLLOW)
    texts = [answer.text for answer in answers] + [pages.nobody.see(f"/l/{token}").text]
    for secret in (
        "Ravioli",
        "hopeless",
        other.number,
        "Secret of Eve",
        desk.bob.email,
        desk.alice.email,
    ):
        assert all(secret not in text for text in texts), secret
    for path, body in (("copies", {"add": ["new@bakery.example"]}), ("company", {"name": "X"})):
        assert zoe.post(f"/cases/{case.number}/{path}", body).status_code == 403
    assert zoe.get(f"/cases/{other.number}").status_code == 404


def test_a_link_of_theirs_makes_no_link_of_the_customer(pages, desk, case):
    """Theirs lead to what they may do: the customer's would let them accept."""
    token = desk.app.links.token(case.case.id, desk.zoe.id, FOLLOW)
    page = pages.nobody.see(f"/l/{token}").text
    assert re.findall(r'href="/l/([^"]+)"', page) == []
    assert "Who else is told" not in page
    desk.app.cases.copy(desk.bob, case.number, add=[ZOE], may_decide=True)
    found = re.findall(r'href="/l/([^"]+)"', pages.nobody.see(f"/l/{token}").text)
    assert {desk.app.links.read(one).person_id for one in found} == {desk.zoe.id}


def test_the_customer_has_others_told_on_the_page_of_the_case(pages, desk):
    case = desk.open()
    pages.bob.send(f"/my/{case.number}/copies", add=f"{ZOE}, ")
    assert ZOE in pages.bob.see(f"/my/{case.number}").text
    assert ZOE in pages.alice.see(f"/cases/{case.number}").text
    wrong = pages.bob.send(f"/my/{case.number}/copies", add="nonsense")
    assert wrong.status_code == 422
    assert "is not a mail address" in wrong.text
    pages.bob.send(f"/my/{case.number}/copies", remove=ZOE)
    assert desk.app.cases.copies(desk.bob, case.number) == ()


def test_companies_on_the_pages(pages, desk):
    case, eves = desk.open(subject="Oven"), desk.open(by=desk.eve)
    for one in (case, eves):
        pages.alice.send(f"/cases/{one.number}/company", company="Bakery")
    assert "Bakery" in pages.alice.see(f"/cases/{case.number}").text
    assert "Oven" not in pages.eve.see("/my").text
    pages.bob.send("/my/colleagues", lets="1")
    page = pages.eve.see("/my").text
    assert page.index("shared with you") < page.index("Oven")
    assert "A case of" in pages.eve.see(f"/my/{case.number}").text


def test_the_box_on_the_page_tells_of_the_company_that_it_names_alone(pages, desk):
    case, eves = desk.open(), desk.open(by=desk.eve)
    bobs, hers = (f"/cases/{one.number}/company" for one in (case, eves))
    pages.alice.send(bobs, company="Bakery")
    pages.alice.send(bobs, company="Bakery", shown="Bakery", shares_cases="1")
    assert 'name="shares_cases"' not in pages.alice.see(f"/cases/{eves.number}").text
    pages.alice.send(hers, company="Mill")
    pages.alice.send(hers, company="Bakery", shown="Mill")
    assert desk.app.cases.company(desk.eve).all_share
    pages.alice.send(hers, company="Bakery", shown="Bakery")
    assert not desk.app.cases.company(desk.bob).all_share
