"""The arguments of a list: several values of each filter, order, columns, pages."""

import re

from tests.web.conftest import rows


def heads(page):
    return [head.strip() for head in re.findall(r'<th scope="col"[^>]*>([^<]+)', page.text)]


def test_several_values_of_a_filter_find_the_cases_of_each(pages, desk):
    new, working, blocked = (desk.open().to(s) for s in ("New", "Work in Progress", "Blocked"))
    working.change(priority="P1")
    page = pages.alice.see("/inbox?view=all&status=New&status=Blocked&sort=newest")
    assert rows(page) == [blocked.number, new.number]
    assert "Filter: 1" in page.text
    page = pages.alice.see("/inbox?view=all&status=New&status=Work+in+Progress&priority=P1")
    assert rows(page) == [working.number]
    assert "Filter: 2" in page.text


def test_a_view_keeps_what_it_is_whatever_the_address_asks(pages, desk):
    desk.open().claim(desk.amir)
    mine = desk.open().claim(desk.alice)
    assert rows(pages.alice.see("/inbox?view=mine&owner=amir@example.com")) == [mine.number]


def test_what_is_ticked_stays_ticked_and_a_text_can_be_added(pages, desk):
    case = desk.open(product="Scale")
    page = pages.alice.see("/inbox?view=all&product=Scale&product=&owner=none")
    assert rows(page) == [case.number]
    for ticked in ('name="product" value="Scale" checked', 'name="owner" value="none" checked'):
        assert ticked in page.text


def test_columns_are_chosen_and_are_the_usual_ones_if_none_is(pages, desk):
    desk.open(product="Scale")
    assert heads(pages.alice.see("/inbox?view=all")) == [
        "Case",
        "Status",
        "Next",
        "Owner",
        "Changed",
    ]
    page = pages.alice.see("/inbox?view=all&column=product&column=customer&column=no-such")
    assert heads(page) == ["Case", "Customer", "Product"]
    assert re.findall(r'<td dir="auto">([^<]+)</td>', page.text) == ["Bob", "Scale"]


def test_a_list_says_where_one_is_in_it_and_leads_back(pages, desk):
    for _ in range(53):
        desk.open()
    first = pages.alice.see("/inbox?view=all")
    assert "1–50 of 53" in first.text
    assert "Previous page" not in first.text

    def follow(page, rel):
        tag = re.search(rf'<a class="button" href="([^"]+)"\s+rel="{rel}"', page.text)
        return pages.alice.see(tag[1].replace("&amp;", "&"))

    second = follow(first, "next")
    assert "51–53 of 53" in second.text
    assert rows(follow(second, "prev")) == rows(first)
    assert "1–50 of 53" in follow(second, "prev").text


def test_an_order_that_leaves_cases_out_has_a_number_of_its_own(pages, desk):
    desk.open(), desk.open().to("Blocked")
    assert "1–2 of 2" in pages.alice.see("/inbox?view=all").text
    assert "1–1 of 1" in pages.alice.see("/inbox?view=all&sort=due").text
    assert "1–2 of 2" in pages.alice.see("/inbox?view=due&sort=updated").text


def test_lists_are_narrowed_by_team_and_tag_and_each_of_ones_teams_is_a_view(pages, desk):
    desk.app.teams.add("Ovens / heat")
    desk.app.teams.put_member("Ovens / heat", "alice@example.com")
    hot, other = desk.open(), desk.open()
    hot.change(team="Ovens / heat")
    desk.app.cases.tag(desk.alice, other.number, ["Smoke"])
    assert rows(pages.alice.see("/inbox?view=team:Ovens / heat&column=team")) == [hot.number]
    assert "team:Ovens" not in pages.amir.see("/inbox").text
    for asked, found in (
        ("team=ovens / heat", [hot.number]), ("team=none", []), ("tag=SMOKE", [other.number]),
        ("tag=smoke&team=Ovens / heat", []), ("tag=fire&tag=smoke", [other.number]),
    ):  # fmt: skip
        assert rows(pages.amir.see(f"/inbox?view=all&{asked}")) == found, asked
