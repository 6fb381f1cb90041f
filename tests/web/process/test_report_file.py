"""The figures as one file: what the pages say, and nothing that needs a server."""

import re

from lxml import html

REPORT = "/process/report.html"


def test_the_report_says_what_the_pages_say(lived, lookers):
    answer = lookers.nora.see(REPORT)
    assert "attachment" in answer.headers["Content-Disposition"]
    report = html.fromstring(answer.text)
    flow = html.fromstring(lookers.nora.see("/process").text).find_class("flow-twin")[0]
    drawn = report.get_element_by_id("flow")
    assert _numbers(flow) == _numbers(drawn) and drawn.find_class("flow-map")[0].xpath(".//svg")
    for name in ("milestones", "statuses", "ways", "policies"):
        page = html.fromstring(lookers.nora.see(f"/process/{name}").text)
        part = report.get_element_by_id(name)
        assert _numbers(page.find(".//main")) == _numbers(part)
        assert len(part.xpath(".//svg")) == len(page.xpath(".//main//svg[not(ancestor::form)]"))
    assert "All cases count." in answer.text and "Wilson" in answer.text


def _numbers(element):
    """Everything in tables, times as they are on paper."""
    for time in element.iter("time"):
        time.text = time.get("data-paper")
    return [" ".join(cell.text_content().split()) for cell in element.xpath(".//table//td")]


def test_nothing_of_it_needs_a_server(lived, lookers):
    text = lookers.nora.see(REPORT, headers={"Accept-Language": "de"}).text
    report = html.fromstring(text)
    assert report.get("lang") == "de"
    for tag in ("script", "link", "img", "form", "input", "button", "iframe", "nav"):
        assert not report.xpath(f"//{tag}"), tag
    assert not re.search(r"@import|url\(|hx-get|\ssrc=", text)
    links = {link.get("href") for link in report.xpath("//a")}
    site = lived.app.settings.base_url
    assert links and all(link.startswith(("#", site)) for link in links)
    ids = [element.get("id") for element in report.xpath("//*[@id]")]
    assert len(ids) == len(set(ids))
    named = {
        one
        for e in report.xpath("//*[@aria-labelledby]")
        for one in e.get("aria-labelledby").split()
    }
    assert named <= set(ids)


def test_its_links_lead_to_pages_and_none_to_another_report(lived, lookers):
    report = html.fromstring(lookers.nora.see(f"{REPORT}?at=New&priority=P2").text)
    links = [link.get("href") for link in report.xpath("//a")]
    assert not [link for link in links if REPORT in link]
    site = lived.app.settings.base_url
    for page in ("/process?at=New", "/process/statuses?at=New", "/process/ways?at=New"):
        assert [link for link in links if link.startswith(f"{site}{page}&priority=P2")]
    assert not report.find_class("close") and not report.find_class("flow-sheet")


def test_from_the_cases_behind_a_figure_one_comes_back_to_its_page(lived, lookers):
    report = html.fromstring(lookers.nora.see(REPORT).text)
    for part, page in (("statuses", "/process/statuses"), ("ways", "/process/ways")):
        links = report.xpath(f"//*[@id='{part}']//a[contains(@href, '/process/cases')]/@href")
        path = links[0].removeprefix(lived.app.settings.base_url)
        assert f'href="{page}' in lookers.nora.see(path).text


def test_a_time_is_said_in_full_on_the_screen_and_on_paper(lived, lookers):
    report = html.fromstring(lookers.nora.see(REPORT).text)
    times = report.get_element_by_id("milestones").xpath(".//time")
    assert times
    for time in times:
        assert time.text_content() == time.get("data-paper") and re.search(r"\d{4}", time.text)


def test_filters_count_and_are_said(lookers):
    text = lookers.nora.see(f"{REPORT}?priority=P1").text
    assert "Priority: P1" in text
    page = html.fromstring(lookers.nora.see("/process/milestones?priority=P1").text)
    part = html.fromstring(text).get_element_by_id("milestones")
    assert _numbers(page.find(".//main")) == _numbers(part)
    for wrong in ("priority=P9", "period=30&since=monday"):
        assert lookers.nora.see(f"{REPORT}?{wrong}").status_code == 422
    beside = lookers.nora.see(f"{REPORT}?period=30&since=2026-01-05").text
    assert "Submitted: " in beside
    assert "Since" not in beside


def test_what_people_wrote_is_text(pages, desk):
    desk.open(product="<script>alert(1)</script>")
    desk.app.facts.catch_up()
    assert "<script>" not in pages.nora.see(f"{REPORT}?product=<script>alert(1)</script>").text


def test_who_may_not_see_the_process_gets_none(lookers):
    assert lookers.bob.see(REPORT).status_code in (403, 404)
    assert (
        'href="/process/report.html?priority=P1"'
        in lookers.nora.see("/process/ways?priority=P1").text
    )
