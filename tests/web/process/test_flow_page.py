"""The living diagram, as a browser without JavaScript sees it."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from lxml import etree, html

from runner.insight.scope import FlowQuery
from tests import pictures_read
from tests.desk import MONDAY
from web.shared import printing

LATER = MONDAY + timedelta(days=1)


def look(pages, path="/process", **how):
    answer = pages.nora.see(path, **how)
    assert answer.status_code == 200
    return html.fromstring(answer.text)


def boxes(page):
    """What each box of the map says below its name."""
    boxes = page.xpath("//*[contains(@class, 'across')]/a/g[contains(@class, 'status-box')]")
    titles = [box.findtext("title").split(", ") for box in boxes]
    return {title[0]: title[-1] for title in titles}


def words(node):
    return " ".join(node.text_content().split())


@pytest.mark.parametrize("show", ["now", "often", "wait", "most", "late", "again", "back"])
@pytest.mark.parametrize("level", ["statuses", "drawing"])
def test_every_overlay_on_both_levels_has_its_table(lookers, lived, show, level):
    page = look(lookers, f"/process?show={show}&level={level}")
    rows = page.xpath("//details[@class='flow-twin']//table")[0].xpath("tbody/tr")
    places = lived.app.flow.view(lived.nora, FlowQuery(level=level)).places
    assert len(rows) == len(places)
    assert bool(boxes(page)) == (level == "statuses")
    assert bool(page.xpath("//*[contains(@class, 'badge figure')]")) == (
        level == "drawing" and show != "back"
    )
    badges = page.xpath("//*[contains(@class, 'badge figure')]//*[local-name() = 'text']")
    assert not [words(badge) for badge in badges if "too few" in words(badge)]


def test_boxes_say_how_many_cases_are_there(lookers, lived):
    places = lived.app.flow.view(lived.nora, FlowQuery()).places
    found = boxes(look(lookers))
    assert {name: found[name] for name in places} == {
        name: f"{place.here} now" for name, place in places.items()
    }


def test_a_place_opens_beside_the_drawing_and_each_number_opens_its_cases(lookers, lived):
    page = look(lookers, "/process?at=Work+in+Progress")
    sheet = page.get_element_by_id("sheet")
    place = lived.app.flow.view(lived.nora, FlowQuery()).places["Work in Progress"]
    assert f"{place.here} cases that are there now there now" in words(sheet)
    assert sheet.xpath(".//*[@role='img']")
    for link in page.xpath("//details[@class='flow-twin']//td/a"):
        number = int(words(link).split()[0])
        behind = look(lookers, link.get("href"))
        assert len(behind.xpath("//tbody/tr")) == number


def test_a_way_opens_beside_the_drawing(lookers, lived):
    found = lived.app.flow.view(lived.nora, FlowQuery())
    (before, after), number = next(iter(found.moves.items()))
    sheet = look(lookers, f"/process?at={before} → {after}").get_element_by_id("sheet")
    assert words(sheet.find_class("flow-figures")[0]).startswith(
        f"{number} cases that went this way"
    )


def test_a_way_has_its_trend_from_two_weeks_on(pages, desk):
    desk.open().to("Work in Progress")
    for weeks in (1, 2):
        desk.app.facts.catch_up()
        sheet = look(pages, "/process?at=New → Work in Progress").get_element_by_id("sheet")
        told = sheet.xpath(".//h4[.='Times by week']/following-sibling::*/@aria-label")
        assert told == ["Times by week. 2 Mar 2026: 1, 9 Mar 2026: 0"][: weeks - 1]
        desk.wait(days=7)


def test_what_interrupts_a_task_opens_with_how_often_it_did(lookers, lived):
    """It is no flow, and has its line among the ways out of the task."""
    found = lived.app.flow.view(lived.nora, FlowQuery(level="drawing"))
    diagram, opened = found.scope.diagram, []
    for task in found.places:
        for event in diagram.boundary_events(task):
            if event.interrupting and (number := found.passed.get(event.id)):
                page = look(lookers, f"/process?level=drawing&at={event.id}")
                figures = words(page.get_element_by_id("sheet").find_class("flow-figures")[0])
                opened.append(figures.startswith(f"{number} "))
    assert opened and all(opened)


@pytest.mark.parametrize("show", ["now", "back"])
def test_whatever_is_drawn_opens_with_its_figures(lookers, lived, show):
    """A task by its figure; a gateway, an event or what has no figure by its shape."""
    page = look(lookers, f"/process?level=drawing&show={show}")
    links = page.xpath("//*[@data-element]/ancestor-or-self::*[@href][1]/@href")
    opened = {parse_qs(urlsplit(link).query)["at"][0]: link for link in links}
    diagram = lived.app.flow.view(lived.nora, FlowQuery(level="drawing")).scope.diagram
    assert opened.keys() >= diagram.elements.keys()
    for kind in ("exclusiveGateway", "serviceTask", "endEvent", "userTask"):
        element = next(one for one in diagram.elements.values() if one.kind == kind)
        sheet = look(lookers, opened[element.id]).get_element_by_id("sheet")
        assert sheet.find_class("flow-figures")


def test_what_can_be_pressed_on_the_drawing_is_a_link_of_its_table(lookers, lived):
    """By keyboard, in a browser that moves about in the drawing: whatever cases passed."""
    page = look(lookers, "/process?level=drawing")
    links = page.xpath("//details[@class='flow-twin']//th/a/@href")
    found = lived.app.flow.view(lived.nora, FlowQuery(level="drawing"))
    assert {parse_qs(urlsplit(link).query)["at"][0] for link in links} == {
        *found.passed,
        *found.places,
    }


def test_what_is_drawn_is_called_in_words_in_the_language_of_the_reader(lookers, lived):
    """Also what has no name: an event by its kind, a flow by its ends."""
    address, german = "/process?level=drawing&show=often", {"Accept-Language": "de"}
    diagram = lived.app.flow.view(lived.nora, FlowQuery(level="drawing")).scope.diagram
    unnamed = [
        one.id for one in (*diagram.elements.values(), *diagram.flows.values()) if not one.name
    ]
    drawing = look(lookers, address).get_element_by_id("diagram")
    said = [*drawing.xpath(".//a/@aria-label"), *(words(one) for one in drawing.xpath(".//title"))]
    assert "Start: its figures" in said
    assert not [one for one in said if one.partition(":")[0] in unnamed]
    labels = look(lookers, address, headers=german).xpath("//a/@aria-label")
    assert "Eingang bestätigen: die Zahlen dazu" in labels


def test_a_filter_counts_its_cases_and_says_where_there_are_none(lookers, lived):
    page = words(look(lookers, "/process?priority=P1"))
    only = lived.app.flow.view(lived.nora, FlowQuery()).scope.cases
    assert f"{only} cases count" not in page
    empty = words(look(lookers, "/process?until=2001-01-01&level=drawing"))
    assert "No case is in this period and filter." in empty


def test_ways_have_their_share_and_can_be_looked_at_alone(lookers, lived):
    page = look(lookers)
    ways = lived.app.flow.view(lived.nora, FlowQuery()).ways
    row = page.xpath("//*[@aria-labelledby='ways-title']//tbody/tr")[0]
    assert [words(li) for li in row.xpath(".//li")] == list(ways[0].statuses)
    alone = look(lookers, row.xpath(".//a/@href")[0])
    assert f"{ways[0].cases} case" in words(alone.find_class("flow-said")[0])


@pytest.mark.parametrize("level", ["statuses", "drawing"])
def test_it_leaves_as_a_file_without_links(lookers, lived, level):
    answer = lookers.nora.see(f"/process/flow.svg?show=often&level={level}")
    assert answer.mimetype == "image/svg+xml"
    drawn = etree.fromstring(answer.data)
    assert not drawn.xpath("//@href")
    assert drawn.xpath("//*[local-name() = 'text']")


def test_a_map_leaves_in_the_language_of_the_reader(lookers, lived):
    german = {"Accept-Language": "de"}
    answer = lookers.nora.see("/process/flow.svg?show=wait", headers=german)
    said = " ".join(etree.fromstring(answer.data).itertext())
    assert "In Arbeit" in said and "Work in Progress" not in said
    steps = words(look(lookers, "/process", headers=german).xpath("//*[@class='elements']")[0])
    assert "Aufgabe für Menschen" in steps and "Outcomes" not in steps and "timer" not in steps


def test_it_leaves_as_a_picture_and_on_paper(lookers, lived):
    pictures_read.need_library()
    address = "/process/flow.{}?show=often&level=statuses"
    drawn = etree.fromstring(lookers.nora.see(address.format("svg")).data)
    picture = lookers.nora.see(address.format("png"))
    assert picture.headers["Content-Disposition"] == "attachment; filename=flow.png"
    width, height = (round(2 * float(drawn.get(side))) for side in ("width", "height"))
    assert pictures_read.size_of(picture.data) == (width, height)
    paper = lookers.nora.see(address.format("pdf"))
    assert paper.mimetype == "application/pdf"
    said = pictures_read.words_of(paper.data).split()
    words = " ".join(
        text for text in drawn.xpath("//*[local-name() = 'tspan' or local-name() = 'text']/text()")
    )
    assert words.split() and set(words.split()) <= set(said)
    page = look(lookers, "/process?show=often&level=statuses")
    links = page.xpath("//a[contains(@href, '/process/flow.')]/@href")
    assert links == [address.format(kind) for kind in ("svg", "png", "pdf")]


def test_pictures_are_offered_where_they_can_be_drawn(lookers, lived, monkeypatch):
    monkeypatch.setattr(printing, "find_spec", lambda name: None)
    printing.available.cache_clear()
    text = lookers.nora.see("/process").text
    printing.available.cache_clear()
    assert "/process/flow.svg" in text
    assert not [name for name in ("flow.png", "flow.pdf", "report.pdf", "1.png") if name in text]


def test_it_says_how_many_cases_changed_since(pages, desk):
    desk.open()
    assert "1 changed since" in words(look(pages))
    desk.app.facts.catch_up()
    assert "changed since" not in words(look(pages))


@pytest.mark.parametrize(
    "wrong", ["show=all", "level=x", "time=x", "period=5", "since=monday", "way=x", "priority=P9"]
)
def test_what_is_not_understood_is_named(pages, wrong):
    answer = pages.nora.see(f"/process?{wrong}")
    assert answer.status_code == 422
    assert wrong.split("=")[0].title() in answer.text.title()


@pytest.mark.parametrize(
    "path", ["/process/cases?at=New", "/process/flow.svg", "/process/flow.pdf"]
)
def test_they_are_not_for_customers(pages, path):
    assert pages.bob.see(path).status_code == 403
    assert pages.nora.see(path).status_code in (200, 404)  # 404: no library that draws it


def test_names_of_the_address_are_text(lookers, lived):
    evil = '<script>"x"</script> → New'
    assert evil not in lookers.nora.see(f"/process?at={evil}").text
    assert lookers.nora.see("/process/cases?at=New&what=odd").status_code == 404
    for path in ("/process?", "/process/cases?at=New&"):
        assert "javascript:" not in lookers.nora.see(f"{path}_scheme=javascript&_external=1").text


def test_what_is_odd_in_histories_is_said_with_its_cases(pages, desk):
    for _ in range(2):
        desk.open().to("Work in Progress")
    with desk.app.db.write() as tx:
        tx.run("UPDATE history SET at = :at WHERE case_id = 1 AND sequence = 1", at=LATER)
        tx.run("DELETE FROM history WHERE case_id = 2 AND sequence = 1")
    desk.app.facts.rebuild()
    for path in ("/process", "/process/statuses?priority=P2"):
        said = look(pages, path).find_class("flow-said")[0]
        for what, sentence in (
            ("set_back", "1 case of them: a time in the history lies before"),
            ("incomplete", "1 case of them: lines of the history are missing"),
        ):
            assert sentence in words(said)
            link = said.xpath(f".//a[contains(@href, 'what={what}')]/@href")[0]
            assert len(look(pages, link).xpath("//tbody/tr")) == 1


def test_places_that_the_drawing_does_not_have_are_named(pages, desk):
    desk.open().to("Blocked")
    desk.app.facts.catch_up()
    assert "Not in this drawing" not in words(look(pages))
    with desk.app.db.write() as tx:
        tx.run("UPDATE intervals SET name = 'Parked' WHERE name = 'Blocked'")
        tx.run("UPDATE intervals SET name = 'park' WHERE name = 'clear_the_blocker'")
        path = '["park_it"]'
        tx.run("UPDATE routes SET path = :path WHERE to_status = 'Blocked'", path=path)
    for path in ("/process?", "/process/moment?"):
        for level, name in (("statuses", "Parked"), ("drawing", "park")):
            said = words(look(pages, f"{path}level={level}").find_class("flow-said")[0])
            assert f"Not in this drawing, and in the table alone: {name}." in said
    assert "1 time a token passed" in words(look(pages, "/process?level=drawing"))
