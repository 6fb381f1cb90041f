"""Mistakes that are planted into a draft: some in each request, and what nothing notices at the end."""

import re
from html import unescape

import pytest

from runner.bpmn import count_mutants, read
from runner.bpmn.package import Package
from runner.deployment import sandbox
from tests.drawings import bpmn, chain, end, start, user
from web.studio import mistake_page

PAGE = "/studio/drafts/1/mistakes"
DRAWN = bpmn(
    start(),
    user("work", status="Open", flag="seen"),
    end(status="Done"),
    chain("start", "work", "end"),
)


@pytest.fixture
def draft(desk):
    return desk.app.diagram_drafts.from_package(desk.owen, Package(DRAWN, {}), "Small")


def go_on(page):
    found = re.search(r'hx-get="(/studio[^"]*)"', page.text)
    return unescape(found[1]) if found else None


def test_each_request_plants_some_and_what_nothing_notices_stands_on_its_element(
    pages, desk, draft, monkeypatch
):
    total = count_mutants(read(DRAWN, {}))
    first = pages.owen.see(PAGE)
    assert f"Plant {total} mistakes" in first.text and go_on(first) is None
    monkeypatch.setattr(sandbox, "PLANTING", 0)  # one in each request
    page, seen = pages.owen.see(f"{PAGE}?start=0&revision=1"), 1
    while address := go_on(page):
        assert f"{seen} of {total} planted" in page.text
        page, seen = pages.owen.see(address), seen + 1
    assert seen == total
    assert re.search(rf"{total - 1} of {total} were\s+noticed", page.text)
    assert "without its flag" in page.text and "not noticed" in page.text


def test_what_is_asked_of_another_revision_or_makes_no_sense_begins_anew(pages, draft):
    for address in ("?start=3&revision=9", "?start=-1&missed=x,-2,99999999", "?start=a&revision=1"):
        answer = pages.owen.see(f"{PAGE}{address}")
        assert answer.status_code == 200 and "noticed" in answer.text
    whole = pages.owen.see(f"{PAGE}?start=0&revision=1", headers={"HX-Request": "true"})
    assert "start=" in whole.headers["HX-Redirect"]


def test_what_is_too_many_is_neither_planted_nor_called_noticed(pages, desk, monkeypatch):
    flags = [user(f"work{n}", status="Open", flag="seen") for n in (1, 2, 3)]
    drawn = bpmn(
        start(), *flags, end(status="Done"), chain("start", "work1", "work2", "work3", "end")
    )
    desk.app.diagram_drafts.from_package(desk.owen, Package(drawn, {}), "Flags")
    monkeypatch.setattr(mistake_page, "MOST_MISSED", 2)
    fetched = pages.owen.see(f"{PAGE}?start=0&revision=1", headers={"HX-Request": "true"})
    monkeypatch.setattr(sandbox, "try_mutants", None)  # what is over is not begun again
    page = pages.owen.see(fetched.headers["HX-Redirect"])
    done = int(re.search(r"start=(\d+)", fetched.headers["HX-Redirect"])[1])
    assert re.search(rf"{done - 2} of {done} were\s+noticed", page.text)
    assert page.text.count("without its flag") == 2 and "The rest was not planted" in page.text


def test_mistakes_are_planted_for_one_request_at_a_time(pages, desk, draft, monkeypatch):
    monkeypatch.setattr(sandbox, "PATIENCE", 0.0)
    with desk.app.sandbox._one_at_a_time():
        answer = pages.owen.see(f"{PAGE}?start=0&revision=1")
    assert answer.status_code == 429 and "Other mistakes are being planted" in answer.text
    assert pages.owen.see(f"{PAGE}?start=0&revision=1").status_code == 200


def test_only_process_owners_plant(pages, draft):
    assert pages.alice.see(PAGE).status_code == 403
