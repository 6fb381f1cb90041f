"""Where things lie: what is inside, beside and under what."""

import pytest

from runner.bpmn.geometry import Bounds, Point, around, bounds_of

BOX = Bounds(100, 100, 80, 40)


@pytest.mark.parametrize(
    ("one", "other", "crossed"),
    [
        ((0, 120), (300, 120), True),
        ((140, 0), (140, 300), True),
        ((90, 90), (190, 150), True),
        ((110, 110), (120, 120), True),
        ((0, 120), (90, 120), False),
        ((0, 100), (300, 100), False),
        ((180, 0), (180, 300), False),
        ((90, 120), (110, 160), False),
        ((140, 120), (140, 120), True),
        ((0, 0), (0, 0), False),
    ],
)  # fmt: skip
def test_a_line_leads_through_a_box_or_past_it(one, other, crossed):
    assert BOX.is_crossed(Point(*one), Point(*other)) is crossed
    assert BOX.is_crossed(Point(*other), Point(*one)) is crossed


def test_what_lies_around_is_listed_from_within():
    boxes = {"page": Bounds(0, 0, 500, 500), "task": BOX, "aside": Bounds(300, 0, 50, 50)}
    assert around([BOX.centre], boxes) == ["task", "page"]
    assert around(BOX.widened(1).corners, boxes) == ["page"]
    assert around(BOX.corners, boxes) == ["task", "page"]
    assert around([Point(600, 0)], boxes) == []


@pytest.mark.parametrize(("dx", "dy", "over"), [(79, 39, True), (80, 0, False), (0, -40, False)])
def test_what_only_touches_lies_not_over_it(dx, dy, over):
    assert BOX.meets(BOX.moved(dx, dy)) is over


def test_the_smallest_box_around_points():
    assert bounds_of([Point(3, 9), Point(1, 4), Point(2, 5)]) == Bounds(1, 4, 2, 5)
    assert bounds_of(BOX.moved(5, -5).corners) == Bounds(105, 95, 80, 40)
