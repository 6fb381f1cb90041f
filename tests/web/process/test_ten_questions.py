"""The ten questions of an analyst, each answered by a few clicks from the page Process: links are
followed as a browser does, and what is found there is the answer."""

import pytest
from lxml import html

from runner.insight.change_figures import ChangeQuery, SideQuery
from runner.insight.scope import FlowQuery
from web.process.flow_overlays import spell

ALL = FlowQuery()


def longest_wait(app, nora):
    places = app.flow.view(nora, ALL).places.values()
    longest = max(places, key=lambda place: place.times.median or 0)
    return "flow-twin", [longest.name, spell(longest.times.median)]


def latest_way(app, nora):
    way = max(app.ways.view(nora, ALL).ways, key=lambda way: way.late)
    return "ways-title", [*way.count.statuses, f"{way.late} case"]


def changes(app, nora):
    view = app.changes.view(nora, ALL, ChangeQuery(SideQuery(1), SideQuery(2)))
    said = [change.sentence for change in view.behaviour]
    return "behaviour-title", said or ["what both let happen is the same"]


def variants(app, nora):
    way = app.ways.view(nora, ALL).ways[0]
    return "ways-title", [*way.count.statuses, f"{way.count.cases} case"]


def nine_of_ten(app, nora):
    places = app.statuses.view(nora, ALL).places.values()
    place = max(places, key=lambda place: place.times.number)
    most = place.times.most
    return "times-title", [place.name, spell(most) if most is not None else "too few"]


def busiest(app, nora):
    view = app.statuses.view(nora, ALL)
    load = view.loads[0]
    return "load-title", [view.names[load.owner], f"{load.now} case"]


def repeats(app, nora):
    return "totals-title", [f"{app.statuses.view(nora, ALL).totals.repeats} ", "repeat"]


ANSWERS = {
    "Where do cases wait longest?": (["Wait"], longest_wait),
    "Which path breaches most?": (["Ways"], latest_way),
    "What changed between versions?": (["What changed"], changes),
    "How many cases are there per variant?": (["Ways"], variants),
    "How long do nine of ten stay in a status?": (["Statuses"], nine_of_ten),
    "Who is overloaded?": (["Statuses"], busiest),
    "Which cases were rejected?": (["Statuses", "what=rejected"], None),
    "Which cases are repeats?": (["Statuses"], repeats),
    "What if we add an agent?": (["What if"], None),
    "Give me the log": (["Logs", "cases.xes"], None),
}
"""For each question what is clicked on, by its text or what its address has, and the part of the
page that has the answer, with what stands in one line of it or in the part."""

MOST_CLICKS = 3
"""The first of them leads to the page Process; to press *Simulate* is one, too."""


@pytest.mark.parametrize("question", ANSWERS)
def test_the_answer_is_a_few_clicks_away(lookers, lived, question):
    clicks, expected = ANSWERS[question]
    path = _link(html.fromstring(lookers.nora.see("/inbox").text), "Process")
    for click in clicks:
        answer = lookers.nora.see(path)
        path = _link(html.fromstring(answer.text), click)
    answer = lookers.nora.see(path)
    assert answer.status_code == 200 and 1 + len(clicks) <= MOST_CLICKS
    page = None if clicks[-1] == "cases.xes" else html.fromstring(answer.text)
    if expected is not None:
        part, words = expected(lived.app, lived.nora)
        found = page.xpath(f"//main//*[@aria-labelledby='{part}' or @class='{part}']")[0]
        lines = [*found.xpath(".//tbody/tr"), found]
        assert any(all(word in _text(line) for word in words) for line in lines), words
    elif page is None:
        assert answer.text.count("<trace>") == len(lived.app.cases.list(lived.nora).items) > 5
    elif "what=rejected" in clicks:
        rejected = lived.app.statuses.view(lived.nora, ALL).totals.rejected
        assert len(page.xpath("//main//tbody/tr")) == rejected > 0
    else:
        form = page.xpath("//main//form[.//input[@name='added']]")[0]
        assert form.get("method") == "post" and form.xpath(".//button[@type='submit']")


def _text(element):
    return " ".join(" ".join(element.itertext()).split())


def _link(page, click):
    """The address of the link with this text, or with this in its address."""
    for link in page.xpath("//a[@href]"):
        if " ".join(link.text_content().split()) == click or click in link.get("href"):
            return link.get("href")
    raise AssertionError(f"No link says {click}.")
