"""The pages of figures, as a browser without JavaScript sees them: each number opens its cases."""

import re
from datetime import date
from itertools import pairwise
from urllib.parse import quote

import pytest
from lxml import html

from runner.insight.scope import FlowQuery


def look(pages, path, **headers):
    answer = pages.nora.see(path, **headers)
    assert answer.status_code == 200
    return html.fromstring(answer.text)


@pytest.mark.parametrize(
    "path",
    [
        "/process/statuses",
        "/process/milestones",
        "/process/policies",
        "/process/ways",
        "/process/moment",
    ],
)
def test_each_number_opens_as_many_cases(lookers, lived, path):
    page = look(lookers, path)
    links = page.xpath("//main//a[contains(@href, '/process/cases?')][not(ancestor::svg)]")
    assert len(links) > 5
    for link in links[:60]:
        number = int(link.text_content().split()[0])
        assert len(look(lookers, link.get("href")).xpath("//main//tbody/tr")) == number
    charts = page.xpath("//main//*[@role='img']")
    assert charts or path.endswith(("moment", "policies"))  # a map, dials: each with its numbers
    assert all(chart.get("aria-label") for chart in charts)


@pytest.mark.parametrize(
    "path",
    [
        "/process/statuses",
        "/process/milestones",
        "/process/policies",
        "/process/ways",
        "/process/moment",
    ],
)
def test_an_empty_period_says_so_and_customers_are_refused(lookers, lived, path):
    assert (
        "No case is in this period and filter." in lookers.nora.see(f"{path}?until=2001-01-01").text
    )
    assert lookers.bob.see(path).status_code == 403
    assert lookers.nora.see(f"{path}?period=13").status_code == 422


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ("ways?by=version&one=99999999999", 422),
        ("changes?by=version&one=99&other=1", 422),
        ("changes?by=period&one_since=2026-01-01&one_until=9999-12-31"
         "&other_since=2026-01-01&other_until=2026-01-02", 422),
        ("cases?what=then&at=New/0001-01-01T00:00%2B14:00", 404),
        ("cases?what=then&at=New/9999-12-31T23:59-14:00", 404),
        ("moment?product=a%00", 422),
        ("cases?what=policy_broken&at=receipt/99", 404), ("cases?what=policy_kept&at=receipt", 404),
    ],
)  # fmt: skip
def test_what_no_calendar_or_database_has_is_refused(lookers, lived, asked, status):
    assert lookers.nora.see(f"/process/{asked}").status_code == status


@pytest.mark.parametrize(
    "path",
    [
        "/process/statuses?priority=P1",
        "/process/ways",
        "/process/ways?priority=P1&time=business",
        "/process/moment?at=2026-03-03T10%3A00",
    ],
)
def test_the_way_back_leads_to_the_page_of_the_figure_as_it_was(lookers, lived, path):
    links = look(lookers, path).xpath("//main//a[contains(@href, '/process/cases?')]/@href")
    for link in {links[0], links[-1]}:
        back = look(lookers, link).xpath("//a[.='Back to the figures']")[0].get("href")
        assert back == path
        look(lookers, back)


def test_two_groups_stand_beside_one_another(lookers, lived):
    current = lived.app.versions.current_id()
    for asked, heads in (
        ("by=priority&one=P1&other=P2", ["P1", "P2"]),
        (f"by=version&one={current}", [f"before version {current}", f"from version {current} on"]),
        ("by=day&one=2026-03-03", ["before 3 Mar 2026", "from 3 Mar 2026 on"]),
        ("by=outcome&one=solved&other=customer_resolved", ["Solved", "Customer resolved"]),
        ("by=channel&one=api&other=mail", ["API", "mail"]),
    ):
        page = look(lookers, f"/process/ways?{asked}")
        table = page.xpath("//*[@aria-label='The two groups']//table")[0]
        assert [head.text_content() for head in table.xpath(".//thead//th")][1:3] == heads
        numbers = [int(cell.text_content()) for cell in table.xpath("tbody/tr[1]/td")[:2]]
        assert sum(numbers) == (12 if "day" in asked or "version" in asked else sum(numbers))
    chosen = look(lookers, "/process/ways?by=product")
    assert len(chosen.xpath("//select[@name='one']/option")) == 2
    for wrong in ("by=size", "by=version&one=99", "by=day&one=monday", "order=colour"):
        assert lookers.nora.see(f"/process/ways?{wrong}").status_code == 422


def test_the_slider_and_the_time_lead_to_the_same_minute(lookers, lived):
    first = lived.app.moments.view(lived.nora, FlowQuery()).first
    by_slider = look(lookers, f"/process/moment?minute=600&from={quote(first.isoformat())}")
    at = by_slider.xpath("//input[@name='at']/@value")[0]
    by_time = look(lookers, f"/process/moment?at={at}&level=drawing")
    told = [page.get_element_by_id("moment-title").text_content() for page in (by_slider, by_time)]
    assert told[0] == told[1]
    assert by_slider.xpath("//a[.='Link to this minute']/@href")[0].count(quote(at)) == 1
    for wrong in (
        "at=noon",
        "at=2999-01-01T00:00",
        "minute=5&from=",
        "minute=9999999999&from=2026-03-02",
    ):
        assert lookers.nora.see(f"/process/moment?{wrong}").status_code == 422
    assert lookers.nora.see("/process/cases?what=then&at=New").status_code == 404


def test_two_versions_and_two_periods_stand_side_by_side(lookers, lived):
    """The first versions that come are the last two: the drawing of each is beside its figures."""
    for asked, heads in (
        ("", ["Version 1", "Version 2"]),
        ("?one=2&other=1", ["Version 2", "Version 1"]),
        ("?by=period&one_since=2026-03-01&one_until=2026-03-02&other_since=2026-03-03"
         "&other_until=2026-03-31", ["1 Mar 2026 to 2 Mar 2026", "3 Mar 2026 to 31 Mar 2026"]),
    ):  # fmt: skip
        page = look(lookers, f"/process/changes{asked}")
        table = page.xpath("//*[@aria-label='Figures of both sides']//table")[0]
        assert [head.text_content() for head in table.xpath("thead//th")][1:3] == heads
        cells = table.xpath("tbody/tr[1]/td")[:2]
        numbers = [int(cell.text_content().split()[0]) for cell in cells]
        assert sum(numbers) == 12
        for number, cell in zip(numbers, cells, strict=True):
            behind = [look(lookers, link) for link in cell.xpath("a/@href")]
            assert [len(one.xpath("//main//tbody/tr")) for one in behind] == [number] * bool(number)
        assert bool(page.xpath("//h2[@id='behaviour-title']")) == (not asked.startswith("?by"))
    half = "/process/changes?by=period&one_since=2026-03-01"
    assert "Choose two periods." in lookers.nora.see(half).text
    usual = look(lookers, "/process/changes?by=period")
    days = [
        date.fromisoformat(day)
        for day in usual.xpath("//form[@aria-label='Two sides']//input[@type='date']/@value")
    ]
    assert [(b - a).days for a, b in pairwise(days)] == [29, 1, 29]  # thirty days beside thirty
    for wrong in ("by=size", "one=99", "by=period&one_since=monday&one_until=tuesday",
                  "by=period&one_since=2026-03-02&one_until=2026-03-01"):  # fmt: skip
        assert lookers.nora.see(f"/process/changes?{wrong}").status_code in (404, 422)
    assert lookers.bob.see("/process/changes").status_code == 403


def test_of_many_cases_it_says_that_a_filter_takes_longer(lookers, lived, monkeypatch):
    for many, told in ((10_000, 0), (3, 1)):
        monkeypatch.setattr("web.process.figure_page.MANY", many)
        page = look(lookers, "/process/statuses?priority=P1")
        notes = page.xpath("//form//*[@data-while-counting]")
        assert len(notes) == told
    number = len(lived.app.flow.cases(lived.nora, FlowQuery(), "", "submitted").cases)
    assert f"{number} cases are counted anew" in " ".join(notes[0].text_content().split())


@pytest.mark.parametrize(
    ("what", "at", "title"),
    [
        ("submitted", "2026-03-02/2026-03-09", "Submitted: 2 Mar 2026 to 8 Mar 2026"),
        ("open", "2026-03-02/2026-03-03", "Open: 2 Mar 2026"),
        ("open", "0001-01-01/2026-03-03", "Open: until 2 Mar 2026"),
        ("touched", "3", "Touched: 3"),
        ("owned", "alice@example.com", "Load: Alice"),
        ("owned", "nobody@example.com", "Load: nobody@example.com"),
        ("owned_then", "alice@example.com/2026-03-02T12:00+00:00", "Alice, 2 Mar 2026 12:00"),
        ("met", "first_response/2026-03", "First response, Mar 2026"),
        ("met", "first_response/calendar:office", "First response, office"),
    ],
)
def test_a_list_of_cases_is_headed_in_words(lookers, lived, what, at, title):
    page = look(lookers, f"/process/cases?what={what}&at={quote(at)}")
    assert page.findtext(".//h1") == title


def test_no_page_shows_days_as_programs_write_them(lookers, lived):
    """But for fields and addresses, which need them so."""
    for path in ("statuses", "milestones", "ways?by=day&one=2026-03-03", "changes?by=period"):
        shown = look(lookers, f"/process/{path}").xpath("//main//text() | //main//@aria-label")
        assert not [text for text in shown if re.search(r"\b20\d\d-\d\d", text)]


@pytest.mark.parametrize(
    ("later", "last"), [(10, "2026-03-11"), (30, "2026-03-31"), (31, "2026-03-02")]
)
def test_usual_periods_end_yesterday_or_with_the_last_case_of_a_past_log(pages, desk, later, last):
    desk.open()
    desk.wait(days=later)
    desk.app.facts.catch_up()
    page = look(pages, "/process/changes?by=period")
    assert page.xpath("//input[@name='other_until']/@value") == [last]


@pytest.mark.parametrize(
    ("order", "rank"),
    [
        ("", lambda way: way.count.cases),
        ("median", lambda way: way.times.median or 0),
        ("most", lambda way: way.times.most or 0),
        ("late", lambda way: way.late / way.count.cases if way.count.cases >= 5 else -1),
    ],
)
def test_ways_come_in_the_order_that_is_asked_for(lookers, lived, order, rank):
    page = look(lookers, f"/process/ways?order={order}")
    ways = sorted(lived.app.ways.view(lived.nora, FlowQuery()).ways, key=rank, reverse=True)
    rows = page.xpath("//*[@aria-labelledby='ways-title']//tbody/tr")
    assert len(rows) > 1
    for row, way in zip(rows, ways, strict=True):
        assert [chip.text_content() for chip in row.xpath(".//li")] == list(way.count.statuses)
        assert f"{way.late} late" in row.text_content() or not way.late
    chosen = page.xpath("//nav[@aria-label='Which ways come first']/a[@aria-current]")
    assert len(chosen) == 1 and f"order={order or 'cases'}" in chosen[0].get("href")
