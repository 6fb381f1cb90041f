"""The pages of figures, as a browser without JavaScript sees them: each number opens its cases."""

import pytest
from lxml import html

from tests.insight import past


@pytest.fixture
def lived(desk):
    past.live(desk, cases=12)
    return desk


def look(pages, path, **headers):
    answer = pages.nora.see(path, **headers)
    assert answer.status_code == 200
    return html.fromstring(answer.text)


@pytest.mark.parametrize("path", ["/process/statuses", "/process/milestones"])
def test_each_number_opens_as_many_cases(pages, lived, path):
    page = look(pages, path)
    links = page.xpath("//main//a[contains(@href, '/process/cases?')]")
    assert len(links) > 10
    for link in links:
        number = int(link.text_content().split()[0])
        assert len(look(pages, link.get("href")).xpath("//main//tbody/tr")) == number
    charts = page.xpath("//main//*[@role='img']")
    assert charts
    assert all(chart.get("aria-label") for chart in charts)


@pytest.mark.parametrize("path", ["/process/statuses", "/process/milestones"])
def test_an_empty_period_says_so_and_customers_are_refused(pages, lived, path):
    assert (
        "No case is in this period and filter." in pages.nora.see(f"{path}?until=2001-01-01").text
    )
    assert pages.bob.see(path).status_code == 403
    assert pages.nora.see(f"{path}?period=13").status_code == 422


def test_the_way_back_leads_to_the_page_of_the_figure(pages, lived):
    page = look(pages, "/process/statuses?priority=P1")
    link = page.xpath("//main//a[contains(@href, 'what=submitted')]")[0].get("href")
    back = look(pages, link).xpath("//a[.='Back to the figures']")[0].get("href")
    assert back.startswith("/process/statuses?priority=P1")
