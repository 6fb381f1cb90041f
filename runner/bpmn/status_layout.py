"""Where the boxes and ways of a status map stand: all boxes in one line, ways beside it.

A way to the next box is a straight arrow. Every other one is a bracket: those that go on stand on
one side of the line, those that go back on the other, each on a track of its own where brackets lie
over one another. Positions along the line are `u`, those across it `v`; a map that runs down is the
same with both exchanged.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from runner.bpmn.geometry import Bounds, Point
from runner.bpmn.status_map import StatusMap, StatusWay


@dataclass(frozen=True, slots=True)
class MapSize:
    """Pixels: a box along and across the line, the gap to the next one, between box and first
    track, from track to track."""

    along: float
    across: float
    gap: float
    clear: float = 14
    track: float = 12
    down: bool = False


ACROSS = MapSize(along=80, across=66, gap=14)
DOWN = MapSize(along=48, across=176, gap=16, down=True)
DOWN_SMALL = MapSize(along=36, across=176, gap=14, down=True)
"""For boxes with two lines at most. The bold *Kunde hat geantwortet* of a case takes 158 pixels."""
ROOMY = MapSize(along=138, across=78, gap=46, clear=20, track=20)
ROOMY_DOWN = MapSize(along=64, across=170, gap=34, clear=20, track=20, down=True)
"""With room for a figure on each way."""


@dataclass(frozen=True, slots=True)
class Bracket:
    """A way between two boxes by their positions. `onward` ways go to a later box."""

    way: StatusWay
    source: int
    target: int

    @property
    def onward(self) -> bool:
        return self.target > self.source

    @property
    def ends(self) -> tuple[int, int]:
        return min(self.source, self.target), max(self.source, self.target)


@dataclass(frozen=True, slots=True)
class MapLayout:
    """Boxes by their status, and the corners of each way. All of it lies in `width` x `height`."""

    width: float
    height: float
    boxes: dict[str, Bounds]
    ways: tuple[tuple[StatusWay, tuple[Point, ...]], ...]


def lay_out(shown: StatusMap, ways: Iterable[StatusWay], size: MapSize = ACROSS) -> MapLayout:
    """Places the boxes of a map and those of its ways that are to be drawn."""
    position = {box.name: index for index, box in enumerate(shown.boxes)}
    drawn = [
        Bracket(way, position[way.source], position[way.target])
        for way in ways
        if way.source in position and way.target in position
    ]
    straight = [bracket for bracket in drawn if bracket.target - bracket.source == 1]
    brackets = [bracket for bracket in drawn if bracket.target - bracket.source != 1]
    before = _tracks(bracket for bracket in brackets if bracket.onward)
    behind = _tracks(bracket for bracket in brackets if not bracket.onward)
    top = _depth(before, size)
    depth = top + size.across + _depth(behind, size)
    length = len(position) * (size.along + size.gap) - size.gap
    lines = [(b.way, _straight(b, top, size)) for b in straight]
    lines += [(b.way, _bracket(b, before, top, size)) for b in before]
    lines += [(b.way, _bracket(b, behind, top, size)) for b in behind]
    boxes = {name: _box(index, top, size) for name, index in position.items()}
    placed = MapLayout(max(length, 0), depth, boxes, tuple(lines))
    return _turned(placed) if size.down else placed


def _tracks(brackets: Iterable[Bracket]) -> dict[Bracket, int]:
    """A track for each bracket of one side, 0 next to the boxes: short ones inside long ones."""
    tracks: dict[Bracket, int] = {}
    for bracket in sorted(brackets, key=lambda b: (b.ends[1] - b.ends[0], b.ends)):
        under = [track for other, track in tracks.items() if _overlap(bracket, other)]
        tracks[bracket] = max(under, default=-1) + 1
    return tracks


def _overlap(one: Bracket, other: Bracket) -> bool:
    (a, b), (c, d) = one.ends, other.ends
    return a < d and c < b


def _depth(tracks: dict[Bracket, int], size: MapSize) -> float:
    return size.clear + max(tracks.values()) * size.track + 2 if tracks else 2


def _box(index: int, top: float, size: MapSize) -> Bounds:
    return Bounds(index * (size.along + size.gap), top, size.along, size.across)


def _straight(bracket: Bracket, top: float, size: MapSize) -> tuple[Point, ...]:
    box = _box(bracket.source, top, size)
    middle = top + size.across / 2
    return Point(box.x + box.width, middle), Point(box.x + box.width + size.gap, middle)


def _bracket(
    bracket: Bracket, side: dict[Bracket, int], top: float, size: MapSize
) -> tuple[Point, ...]:
    begin, end = (_port(bracket, at, side, size) for at in (bracket.source, bracket.target))
    edge = top if bracket.onward else top + size.across
    away = size.clear + side[bracket] * size.track
    level = edge - away if bracket.onward else edge + away
    return Point(begin, edge), Point(begin, level), Point(end, level), Point(end, edge)


def _port(bracket: Bracket, at: int, side: dict[Bracket, int], size: MapSize) -> float:
    """Where a bracket meets a box. Those that come from before have the first half of the box,
    those from behind the second, the longest ones next to the middle: so none crosses another
    needlessly."""
    earlier = sorted((b for b in side if b.ends[1] == at), key=lambda b: b.ends[1] - b.ends[0])
    later = sorted((b for b in side if b.ends[0] == at), key=lambda b: b.ends[0] - b.ends[1])
    ports = [*earlier, *later]
    step = size.along / (len(ports) + 1)
    return at * (size.along + size.gap) + step * (ports.index(bracket) + 1)


def _turned(placed: MapLayout) -> MapLayout:
    """The same running down: what lay above the line lies to its right."""

    def point(p: Point) -> Point:
        return Point(placed.height - p.y, p.x)

    def box(b: Bounds) -> Bounds:
        return Bounds(placed.height - b.y - b.height, b.x, b.height, b.width)

    return MapLayout(
        placed.height,
        placed.width,
        {name: box(bounds) for name, bounds in placed.boxes.items()},
        tuple((way, tuple(map(point, points))) for way, points in placed.ways),
    )
