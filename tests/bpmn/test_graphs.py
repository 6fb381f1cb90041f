"""What can be come to in a graph, what all ways lead over, and what lies on a cycle."""

import pytest

from runner.bpmn.graphs import backwards, cycles, immediate_dominators, reach


def graph(*ways):
    """`a>bc`: from a to b and to c. What leads nowhere has no entry."""
    return {way[0]: list(way[2:]) for way in ways}


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
    found = immediate_dominators("a", graph(*ways))
    for place, dominator in (pair.split(":") for pair in nearest.split()):
        assert found[place] == dominator


def test_what_is_reached_without_passing_a_place():
    ways = graph("a>bc", "b>d", "c>e", "d>e")
    assert reach("a", ways, without="cd") == {*"ab"}
    assert reach("ad", ways, without="d") == {*"abce"}


def test_what_comes_before():
    assert backwards(graph("a>bc", "b>c")) == {"a": [], "b": ["a"], "c": ["a", "b"]}


@pytest.mark.parametrize(
    ("ways", "groups"),
    [
        (("a>b", "b>c"), []),
        (("a>b", "b>ac"), ["ab"]),
        (("a>a", "b>c", "c>d", "d>be"), ["a", "bcd"]),
        (("a>b", "b>a", "c>bd", "d>c"), ["ab", "cd"]),
    ],
)
def test_what_lies_on_a_cycle_together(ways, groups):
    assert sorted("".join(group) for group in cycles(graph(*ways))) == groups
