"""The ways of tokens from place to place."""

import pytest
from lxml import etree

from runner.bpmn.importing.ways import immediate_dominators, reachable

PLACES = {key: etree.Element(key) for key in "abcdefgh"}


def graph(*ways):
    """`a>bc`: from a to b and to c."""
    listed = {way[0]: [PLACES[key] for key in way[2:]] for way in ways}
    return {place: listed.get(key, []) for key, place in PLACES.items()}


@pytest.mark.parametrize(
    ("ways", "nearest"),
    [
        (("a>bc", "b>d", "c>d"), "d:a"),
        (("a>bc", "b>d", "c>d", "d>ef", "e>g", "f>g"), "g:d"),
        (("a>bc", "b>d", "d>b", "c>e", "d>e"), "b:a d:b e:a"),
        (("a>b", "b>cd", "c>a", "d>e"), "e:d c:b"),
    ],
)
def test_what_all_ways_lead_over(ways, nearest):
    found = immediate_dominators(PLACES["a"], graph(*ways))
    for place, dominator in (pair.split(":") for pair in nearest.split()):
        assert found[PLACES[place]] is PLACES[dominator]


def test_what_is_reached_without_passing_a_place():
    ways = graph("a>bc", "b>d", "c>e", "d>e")
    found = reachable([PLACES["a"]], ways, without=[PLACES["c"], PLACES["d"]])
    assert {place.tag for place in found} == set("ab")
