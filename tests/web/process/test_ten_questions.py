"""The ten questions of an analyst, each answered by a few clicks from the page Process: links are
followed as a browser does."""

import pytest
from lxml import html

ANSWERS = {
    "Where do cases wait longest?": (["Wait"], "//table[.//th[contains(., 'Wait') or contains(., 'median')]]"),
    "Which path breaches most?": (["Ways"], "//h2[@id='slow-title']"),
    "What changed between versions?": (["What changed"], "//h2[@id='behaviour-title']"),
    "How many cases are there per variant?": (["Ways"], "//*[@aria-labelledby='ways-title']//td//a"),
    "How long do nine of ten stay in a status?": (["Statuses"], "//*[@aria-labelledby='times-title']//th[contains(., '9 of 10')]"),
    "Who is overloaded?": (["Statuses"], "//*[@aria-labelledby='load-title']//tbody/tr"),
    "Which cases were rejected?": (["Statuses", "what=rejected"], "//tbody/tr//a[contains(@href, '/cases/')]"),
    "Which cases are repeats?": (["Statuses"], "//*[@aria-labelledby='totals-title']//*[contains(., 'repeat')]"),
    "What if we add an agent?": (["What if"], "//form//input[@name='added']"),
    "Give me the log": (["Logs", "cases.xes"], None),
}  # fmt: skip
"""For each question what is clicked on, by its text or what its address has, and what is found."""

MOST_CLICKS = 3
"""The first of them leads to the page Process."""


@pytest.mark.parametrize("question", ANSWERS)
def test_the_answer_is_a_few_clicks_away(lookers, lived, question):
    clicks, found = ANSWERS[question]
    path = _link(html.fromstring(lookers.nora.see("/inbox").text), "Process")
    for click in clicks:
        answer = lookers.nora.see(path)
        path = _link(html.fromstring(answer.text), click)
    answer = lookers.nora.see(path)
    assert answer.status_code == 200 and 1 + len(clicks) <= MOST_CLICKS
    if found is None:
        assert answer.text.count("<trace>") == len(lived.app.cases.list(lived.nora).items) > 5
    else:
        assert html.fromstring(answer.text).xpath(f"//main{found}")


def _link(page, click):
    """The address of the link with this text, or with this in its address."""
    for link in page.xpath("//a[@href]"):
        if " ".join(link.text_content().split()) == click or click in link.get("href"):
            return link.get("href")
    raise AssertionError(f"No link says {click}.")
