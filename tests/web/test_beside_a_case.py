"""What stands beside a case, on the pages and over the API: tags, links, and how it went."""

import re

import pytest
from lxml import html

from runner.errors import Forbidden
from runner.people.links import FOLLOW, RATE
from tests.web.conftest import Caller


@pytest.fixture
def closed(desk):
    return desk.open().to("Closed")


def test_nothing_kept_beside_a_case_reaches_its_customer(api, pages, desk):
    case, other = desk.open(), desk.open(by=desk.eve, subject="Secret of Eve")
    desk.app.cases.tag(desk.alice, case.number, add=["hopeless"])
    desk.app.cases.link(desk.alice, case.number, add=[other.number])
    with pytest.raises(Forbidden):
        desk.app.cases.aside(desk.bob, case.number)
    answers = [
        api.bob.get(f"/cases/{case.number}{part}").text
        for part in ("", "/messages", "/history", "/state", "/aside", "/satisfaction")
    ]
    answers += [pages.bob.see(path).text for path in ("/my", f"/my/{case.number}")]
    for answer in answers:
        assert "hopeless" not in answer
        assert other.number not in answer
        assert "Secret of Eve" not in answer


def test_tags_and_links_over_the_api(api, desk):
    case, other = desk.open(), desk.open()
    body = {"add": ["Paper"]}
    assert api.alice.post(f"/cases/{case.number}/tags", body).json["tags"] == ["paper"]
    added = api.alice.post(f"/cases/{case.number}/links", {"add": [other.number]}).json
    assert [line["number"] for line in added["linked"]] == [other.number]
    assert api.nora.get(f"/cases/{case.number}/aside").json == added
    for caller, status in ((api.nora, 403), (api.bob, 403), (api.eve, 404)):
        assert caller.post(f"/cases/{case.number}/tags", body).status_code == status


def test_staff_who_is_the_customer_of_a_case_does_not_see_what_support_keeps(api, desk):
    case = desk.open(by=desk.carol)
    carol = Caller(api.flask, desk.app.accounts.new_token("carol@example.com"))
    for path in ("aside", "tags"):
        call = carol.get if path == "aside" else carol.post
        assert call(f"/cases/{case.number}/{path}").status_code == 403


def test_answers_are_listed_for_reports_and_hidden_from_customers(api, desk, closed):
    rated = api.bob.post(f"/cases/{closed.number}/satisfaction", {"good": False, "words": "Slow"})
    assert rated.json["good"] is False
    listed = api.nora.get("/satisfaction?limit=1").json
    assert listed == {"items": [rated.json], "next_cursor": None}
    assert api.bob.get("/satisfaction").status_code == 403
    mine = api.bob.get(f"/cases/{closed.number}/satisfaction").json["satisfaction"]
    assert mine == rated.json


def test_the_process_page_says_how_many_found_it_good(pages, desk, closed):
    assert "No customer has said how it went" in pages.nora.see("/process").text
    desk.app.cases.rate(desk.bob, closed.number, True)
    page = pages.nora.see("/process").text
    assert "1 of 1 answers" in page
    assert "100" in page[page.index("How customers found it") :][:200]


def test_linked_cases_are_changed_together_from_a_chosen_list(pages, desk):
    """Closing one offers what is drawn for the others; each is changed by itself."""
    case, *others = (desk.open().to("Work in Progress") for _ in range(3))
    numbers = [other.number for other in others]
    desk.app.cases.link(desk.alice, case.number, add=numbers)
    page = html.fromstring(pages.alice.see(f"/cases/{case.number}").text)
    rows = page.xpath("//input[@name='case'][@type='checkbox']")
    assert [(row.get("value").partition(":")[0], "checked" in row.attrib) for row in rows] == [
        *((number, True) for number in numbers), (case.number, False)
    ]  # fmt: skip
    offered = pages.alice.send("/inbox/bulk", case=[row.get("value") for row in rows])
    assert "3 cases" in offered.text
    drawn = desk.app.cases.get(desk.alice, case.number).actions
    assert any(f"{action.label}…" in offered.text for action in drawn)


def test_the_other_cases_of_a_customer_stand_beside_a_case(pages, desk):
    case, other, _ = desk.open(), desk.open(subject="Second matter"), desk.open(by=desk.eve)
    page = pages.alice.see(f"/cases/{case.number}").text
    assert "Other cases" in page
    assert other.number in page


def test_a_machine_that_follows_the_link_answers_nothing(pages, desk, closed):
    case = closed.case
    token = desk.app.links.token(case.id, desk.bob.id, RATE)
    page = pages.nobody.see(f"/l/{token}?good=yes")
    assert page.status_code == 200
    assert "How did we do?" in page.text
    assert desk.app.cases.rating(desk.bob, closed.number) is None
    assert pages.nobody.send(f"/l/{token}", words="No choice made").status_code == 422
    assert pages.nobody.send(f"/l/{token}", good="no", words="Slow.").status_code == 200
    assert desk.app.cases.rating(desk.bob, closed.number).words == "Slow."
    assert "Not good" in pages.alice.see(f"/cases/{closed.number}").text


def test_the_customer_answers_on_the_page_of_the_case(pages, desk, closed):
    assert "How did we do?" in pages.bob.see(f"/my/{closed.number}").text
    sent = pages.bob.send(f"/my/{closed.number}/rating", good="yes", words="Quick.")
    assert sent.status_code == 303
    assert "Quick." in pages.bob.see(f"/my/{closed.number}").text
    assert pages.eve.send(f"/my/{closed.number}/rating", good="no").status_code == 404
    assert desk.app.cases.rating(desk.bob, closed.number).good is True


def test_support_tags_and_links_on_the_page_without_a_script(pages, desk):
    case, other = desk.open(), desk.open(subject="Smoke")
    pages.alice.send(f"/cases/{case.number}/tags", add="Paper jam, tray 2")
    pages.alice.send(f"/cases/{case.number}/links", add=other.number)
    page = pages.alice.see(f"/cases/{case.number}").text
    assert "paper jam" in page
    assert "Alice tagged it paper jam, tray 2." in page
    assert "Smoke" in page
    pages.alice.send(f"/cases/{case.number}/tags", remove="paper jam")
    assert desk.app.cases.aside(desk.alice, case.number).tags == ("tray 2",)
    wrong = pages.alice.send(f"/cases/{case.number}/links", add="C-9999")
    assert wrong.status_code == 422
    assert "names no case that you may see: C-9999" in wrong.text


def test_a_reply_that_is_being_written_is_not_held_back_by_a_tag(pages, desk):
    case = desk.open().to("Work in Progress")
    seen = str(case.case.events)
    pages.amir.send(f"/cases/{case.number}/tags", add="paper")
    pages.alice.send(f"/cases/{case.number}/messages", text="Which tray?", seen=seen)
    assert case.conversation()[-1].body == "Which tray?"


def test_every_link_of_a_page_that_a_link_opened_leads_on(pages, desk, closed):
    """*Repeat Case*, *Say how it went*, and back to the whole case."""
    follow = f"/l/{desk.app.links.token(closed.case.id, desk.bob.id, FOLLOW)}"
    found = set(re.findall(r'href="(/l/[^"]+)"', pages.nobody.see(follow).text))
    assert len(found) == 2
    for path in found:
        page = pages.nobody.see(path)
        assert page.status_code == 200
        found_there = re.findall(r'href="(/l/[^"]+)"', page.text)
        assert all(pages.nobody.see(back).status_code == 200 for back in found_there)


def test_the_list_says_first_what_waits_for_the_customer(pages, desk):
    desk.open(subject="Asked").to("Pending Customer")
    desk.open(subject="Ours")
    desk.open(subject="Over").to("Closed")
    page = pages.bob.see("/my").text
    places = [page.index(text) for text in (
        "Waiting for you", "Asked", "We need something from you", "With us", "Ours", "Closed", "Over",
    )]  # fmt: skip
    assert places == sorted(places)


def test_a_proposal_stands_in_full_above_its_answers(pages, desk):
    case = desk.open().to("Solution Proposed")
    page = pages.bob.see(f"/my/{case.number}").text
    assert page.index("What we propose") < page.index("Do this.") < page.index("Accept Solution")


def test_spam_is_marked_and_unmarked_on_the_page_in_a_list_and_over_the_api(api, pages, desk):
    case, other = desk.open(subject="Zeppelins"), desk.open(subject="Smoke")
    pages.alice.send(f"/cases/{case.number}/spam", spam="yes")
    page = pages.alice.see(f"/cases/{case.number}").text
    assert "Marked as spam" in page and "Alice marked it as spam." in page
    assert "Zeppelins" not in pages.amir.see("/inbox?view=all").text
    alone = pages.amir.see("/inbox?view=all&spam=yes").text
    assert "Zeppelins" in alone and "Smoke" not in alone
    listed = api.alice.get("/cases?spam=true").json["items"]
    assert [line["number"] for line in listed] == [case.number]
    assert [line["number"] for line in api.alice.get("/cases").json["items"]] == [other.number]
    assert api.alice.get("/cases?spam=perhaps").status_code == 422
    answer = api.alice.post(f"/cases/{case.number}/spam", {"spam": False})
    assert answer.json["spam"] is False
    assert api.alice.post(f"/cases/{case.number}/spam", {}).status_code == 422
    assert api.bob.post(f"/cases/{case.number}/spam", {"spam": True}).status_code == 403
    ticked = [f"{one.number}:{one.case.revision}" for one in (case, other)]
    assert "Spam: 2 cases" in pages.alice.send("/inbox/bulk", case=ticked).text
    pages.alice.send("/inbox/bulk/change", case=ticked, do="spam:yes")
    desk.work()
    assert case.case.spam and other.case.spam
    both = [{"number": one.number, "revision": one.case.revision} for one in (case, other)]
    assert api.alice.post("/bulk", {"cases": both, "spam": False}).status_code == 202
    desk.work()
    assert not (case.case.spam or other.case.spam)


def test_its_customer_reads_nothing_of_the_mark(api, pages, desk):
    case = desk.open()
    before = pages.bob.see(f"/my/{case.number}").text
    desk.app.cases.mark_spam(desk.alice, case.number, True)
    answers = [api.bob.get(f"/cases/{case.number}{part}").text for part in ("", "/history")]
    answers += [pages.bob.see(path).text for path in ("/my", f"/my/{case.number}")]
    assert before and all("spam" not in answer.casefold() for answer in answers)
    assert case.number in answers[2]
