"""Status maps as pictures: what they show, and what they say to those who cannot see them."""

import pytest
from lxml import etree

from runner.bpmn import Status
from runner.bpmn.render import FigureOverlay, StatusOverlay, draw_map
from runner.bpmn.status_map import StatusBox, StatusMap, StatusWay, status_map

SVG = "{http://www.w3.org/2000/svg}"


def drawn(shown, overlay=None, down=False):
    return etree.fromstring(draw_map(shown, overlay or StatusOverlay(), down).encode())


def boxes(svg):
    return {box.findtext(f"{SVG}title").split(",")[0]: box for box in svg.iter(f"{SVG}g")
            if "status-box" in (box.get("class") or "")}  # fmt: skip


@pytest.mark.parametrize("down", [False, True])
def test_a_process_has_all_ways_and_the_number_of_cases(default_diagram, down):
    shown = status_map(default_diagram)
    svg = drawn(shown, StatusOverlay(counts={"New": 1, "Blocked": 1204}), down)
    assert len(svg.xpath('.//*[@class="line way-between"]')) == len(shown.ways)
    said = {name: "".join(box.itertext()) for name, box in boxes(svg).items()}
    assert "1 case" in said["New"] and "1,204 cases" in said["Blocked"]
    assert "any time" in said["Closed"]


def test_a_case_has_its_status_where_it_was_and_the_ways_on(default_diagram):
    overlay = StatusOverlay("Blocked", frozenset({"New", "Work in Progress"}))
    svg = drawn(status_map(default_diagram), overlay)
    state = {name: box.get("class").split()[-1] for name, box in boxes(svg).items()}
    assert state == {
        "New": "visited", "Work in Progress": "visited", "Pending Customer": "ahead",
        "Customer Replied": "ahead", "Solution Proposed": "ahead", "Blocked": "current",
        "Closed": "ahead",
    }  # fmt: skip
    ways = svg.xpath('.//*[@class="line way-between"]')
    assert {way.findtext(f"{SVG}title") for way in ways} == {
        "Blocked → Work in Progress: Clear the blocker, Blocker cleared",
        "Blocked → Customer Replied: Customer replied",
        "Blocked → Closed: This is resolved",
    }


def test_it_says_in_words_what_it_shows(default_diagram):
    svg = drawn(status_map(default_diagram), StatusOverlay("New"))
    assert svg.get("role") == "img"
    assert svg.findtext(f"{SVG}desc") == (
        "The case is New. From New to Work in Progress: Send first response. "
        "From New to Closed: This is resolved."
    )
    process = drawn(status_map(default_diagram)).findtext(f"{SVG}desc")
    assert "From every open status to Closed: This is resolved." in process


def test_whose_move_it_is_is_said_in_the_words_of_the_reader(default_diagram):
    overlay = StatusOverlay("New", moves={"Customer": "your turn", "Support": "our turn"})
    said = {
        name: "".join(b.itertext())
        for name, b in boxes(drawn(status_map(default_diagram), overlay)).items()
    }
    assert "our turn" in said["New"] and "your turn" in said["Solution Proposed"]


@pytest.mark.parametrize("down", [False, True])
def test_no_text_is_smaller_than_11_pixels(default_diagram, down):
    svg = drawn(status_map(default_diagram), StatusOverlay(counts={"New": 1}), down)
    assert {float(text.get("font-size")) for text in svg.iter(f"{SVG}text")} == {11, 12}


@pytest.mark.parametrize("down", [False, True])
def test_a_name_stays_in_its_box_though_pages_write_it_bold(down):
    """*Kunde hat geantwortet* is 158 pixels wide then, of the 138 of a box with a figure."""
    shown = StatusMap((StatusBox(Status("Answered"), ("Support",)),), ())
    named = {"Answered": "Kunde hat geantwortet"}
    figures = {"Answered": FigureOverlay("3", "3")}
    svg = drawn(shown, StatusOverlay(called=named, figures=figures), down)
    lines = [span.text for span in svg.iter(f"{SVG}tspan")][: 1 if down else 2]
    assert " ".join(lines) == "Kunde hat geantwortet"


def test_hostile_names_are_text_and_long_ones_are_cut():
    evil = '<script>alert("x")</script>' + "n" * 3000
    shown = StatusMap(
        (StatusBox(Status(evil), (evil,)), StatusBox(Status("B", True))),
        (StatusWay(evil, "B", (evil,)),),
    )
    text = draw_map(shown, StatusOverlay(counts={"B": 1}))
    assert "<script" not in text
    svg = etree.fromstring(text.encode())
    assert all(len(span.text) < 40 for span in svg.iter(f"{SVG}tspan"))
