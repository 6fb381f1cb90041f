"""The layout of status maps: whatever the diagram, nothing covers anything."""

from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runner.bpmn import Bounds, Status
from runner.bpmn.status_layout import ACROSS, DOWN, DOWN_SMALL, lay_out
from runner.bpmn.status_map import StatusBox, StatusMap, StatusWay, status_map

SIZES = pytest.mark.parametrize("size", [ACROSS, DOWN, DOWN_SMALL], ids=["across", "down", "small"])


@st.composite
def maps(draw):
    """Any map of up to twelve statuses, with any ways between them."""
    names = [f"S{n}" for n in range(draw(st.integers(1, 12)))]
    pairs = st.tuples(st.sampled_from(names), st.sampled_from(names)).filter(lambda p: p[0] != p[1])
    chosen = draw(st.sets(pairs, max_size=24)) if len(names) > 1 else set()
    ways = tuple(StatusWay(*pair, ("go",)) for pair in sorted(chosen))
    return StatusMap(tuple(StatusBox(Status(name)) for name in names), ways)


def on_edge(point, box: Bounds) -> bool:
    beside = point.x in (box.x, box.x + box.width) and box.y < point.y < box.y + box.height
    above = point.y in (box.y, box.y + box.height) and box.x < point.x < box.x + box.width
    return beside or above


def shared(one, other) -> float:
    """How many pixels two segments have in common."""
    (a, b), (c, d) = one, other
    if a.x == b.x == c.x == d.x:
        return min(max(a.y, b.y), max(c.y, d.y)) - max(min(a.y, b.y), min(c.y, d.y))
    if a.y == b.y == c.y == d.y:
        return min(max(a.x, b.x), max(c.x, d.x)) - max(min(a.x, b.x), min(c.x, d.x))
    return 0


@SIZES
@given(shown=maps())
def test_every_way_begins_and_ends_at_the_edge_of_its_boxes(shown, size):
    placed = lay_out(shown, shown.ways, size)
    assert len(placed.ways) == len(shown.ways)
    for way, points in placed.ways:
        assert on_edge(points[0], placed.boxes[way.source])
        assert on_edge(points[-1], placed.boxes[way.target])


@SIZES
@given(shown=maps())
def test_no_two_ways_share_a_line(shown, size):
    placed = lay_out(shown, shown.ways, size)
    for (one, a), (other, b) in combinations(placed.ways, 2):
        assert all(shared(s, t) <= 0 for s in pairwise(a) for t in pairwise(b)), (one, other)


@SIZES
@given(shown=maps())
def test_everything_lies_in_the_picture_and_no_way_runs_through_a_box(shown, size):
    placed = lay_out(shown, shown.ways, size)
    corners = [point for _, points in placed.ways for point in points]
    assert all(0 <= p.x <= placed.width and 0 <= p.y <= placed.height for p in corners)
    for box in placed.boxes.values():
        assert box.x >= 0 and box.x + box.width <= placed.width
        assert box.y >= 0 and box.y + box.height <= placed.height
        for _, points in placed.ways:
            assert not any(through(segment, box) for segment in pairwise(points))


def through(segment, box: Bounds) -> bool:
    (a, b) = segment
    apart = (
        max(a.x, b.x) <= box.x or min(a.x, b.x) >= box.x + box.width
        or max(a.y, b.y) <= box.y or min(a.y, b.y) >= box.y + box.height
    )  # fmt: skip
    return not apart


def test_a_line_of_seven_has_room_on_a_page_and_a_map_that_runs_down_on_a_phone(default_diagram):
    shown = status_map(default_diagram)
    assert lay_out(shown, shown.ways).width <= 660
    assert lay_out(shown, shown.ways, DOWN).width <= 316


def test_ways_to_statuses_that_are_not_shown_are_left_out():
    shown = StatusMap((StatusBox(Status("A")),), (StatusWay("A", "B", ("go",)),))
    assert lay_out(shown, shown.ways).ways == ()
