"""What the palette finds for whom."""

import re

import pytest
from lxml import html

PARTIAL = {"HX-Request": "true"}


def found(person, query, **more):
    page = person.see(f"/palette?q={query}", headers=PARTIAL, **more).text
    groups = re.findall(r"<h2>([^<]+)</h2>(.*?)</section>", page, re.DOTALL)
    return {title: re.findall(r'<span dir="auto">([^<]+)</span>', rest) for title, rest in groups}


def test_it_leads_to_views_cases_people_and_pages(pages, desk):
    number = desk.open(subject="Amir\u2019s printer").number
    everything = found(pages.alice, "amir")
    assert everything == {"Cases": [f"{number} Amir\u2019s printer"], "People": ["Amir"]}
    assert found(pages.alice, "in+prog")["Views"] == ["Work in Progress"]
    assert found(pages.alice, "told") == {"Pages": ["How you are told"]}
    assert found(pages.alice, number)["Cases"] == [f"{number} Amir\u2019s printer"]
    assert "To do" in found(pages.alice, "")["Views"]


def test_a_saved_view_is_among_the_views(pages, desk):
    pages.alice.send("/inbox/views", name="Monday round", priority="P1")
    assert found(pages.alice, "round") == {"Views": ["Monday round"]}
    assert "Views" not in found(pages.amir, "round")


def test_the_actions_of_the_open_case_are_chosen_not_taken(pages, desk):
    case = desk.open().to("Work in Progress")
    page = pages.alice.see(f"/palette?q=propose&case={case.number}", headers=PARTIAL).text
    address = re.search(r'href="(/cases/[^"]+do=propose_solution)"', page)[1]
    chosen = re.search(r'value="(\w+)"[^>]* checked', pages.alice.see(address).text)
    assert chosen[1] == "propose_solution"
    assert case.status == "Work in Progress"
    assert "This case" not in found(pages.alice, f"propose&case={case.number}9")
    assert "This case" not in found(pages.nora, f"propose&case={case.number}")


def test_everybody_finds_what_they_may_see_and_nothing_else(pages, desk):
    number = desk.open(subject="Printer").number
    assert found(pages.bob, "print") == {"Cases": [f"{number} Printer"]}
    assert found(pages.eve, "print") == {}
    assert set(found(pages.bob, "")) == {"Pages"}
    assert "New case" not in found(pages.nora, "")["Pages"]
    assert found(pages.bob, "amir") == {}


@pytest.mark.parametrize("name", ["alice", "owen", "nora", "ada", "bob"])
def test_every_page_of_the_menus_is_found_and_each_key_presses_one_thing(pages, desk, name):
    desk.ada = desk.app.accounts.add("ada@example.com", "Ada", ["admin"])
    browser = getattr(pages, name)
    page = html.fromstring(browser.see("/admin/people" if name == "ada" else "/my").text)
    keys = page.xpath("//@data-key")
    assert sorted(keys) == sorted(set(keys))
    menus = page.xpath("//nav//a | //*[@class='menu-box']//a[not(@href='/palette')]")
    assert len(menus) >= 5
    for link in menus:
        label = link.text_content().strip()
        if label != "Admin":  # leads to the first of its pages, which have names of their own
            offered = browser.see(f"/palette?q={label}", headers=PARTIAL).text
            assert link.get("href") in re.findall('href="([^"]+)"', offered), label


def test_without_a_script_it_is_a_page(pages, desk):
    page = pages.alice.see("/palette?q=told").text
    assert "<h1>Go to</h1>" in page
    assert "How you are told" in page


def test_too_many_words_find_no_case_and_break_nothing(pages, desk):
    assert pages.alice.see(f"/palette?q={'+'.join(['ab'] * 60)}").status_code == 200
