"""Links of other tools."""

import pytest

from runner.bpmn import read
from tests.bpmn.importing.imported import errors, imported, process, sentences
from tests.drawings import (
    catch,
    chain,
    end,
    flow,
    link,
    node,
    start,
    user,
    xor,
)


@pytest.mark.parametrize(("one", "other"), [("", ""), ("here", "there"), ("", "there")])
def test_a_link_without_a_target_leads_to_the_only_one_left_over(calendars, one, other):
    parts = start(), node("intermediateThrowEvent", "t", link(one)), catch("c", link(other))
    result = imported(*parts, user("a"), end(), chain("start", "t"), chain("c", "a", "end"))
    assert "The event 't' leads to 'c': each is the only link left over." in sentences(result)
    assert process(result, calendars).diagram.elements["c"].id == "c"


def test_a_start_that_a_flow_leads_to_is_where_the_process_begins(calendars):
    thrown = node("intermediateThrowEvent", "t", link("here"))
    result = imported(start(), user("a"), xor("w"), thrown, catch("c", link("there")), end(), chain("start", "a", "w"),
                      flow("w", "start", "Again"), flow("w", "t", "On"), chain("c", "end"))  # fmt: skip
    assert process(result, calendars)
    assert "The event 't' leads to 'c': each is the only link left over." in sentences(result)


def test_links_of_one_name_lead_to_the_only_target_left_over(calendars):
    thrown = [node("intermediateThrowEvent", id, link("x")) for id in ("t", "u")]
    result = imported(start(), user("a"), xor("w"), *thrown, catch("c", link("y")), end(), chain("start", "a", "w"),
                      flow("w", "t", "This"), flow("w", "u", "That"), chain("c", "end"))  # fmt: skip
    assert process(result, calendars)
    led = [said for said in sentences(result) if "leads to 'c'" in said]
    assert len(led) == 2


def test_a_link_leads_to_the_event_of_its_own_label(calendars):
    thrown = node("intermediateThrowEvent", "t", link("x"), name="Reject")
    caught = [
        node("intermediateCatchEvent", id, link("y"), name=name)
        for id, name in (("c", "Reject"), ("d", "Cancel"))
    ]
    result = imported(
        start(),
        thrown,
        *caught,
        end(),
        end("e2"),
        chain("start", "t"),
        chain("c", "end"),
        chain("d", "e2"),
    )
    assert "The event 'Reject' leads to the event 'Reject': the names of the links differ." in (
        sentences(result)
    )
    lower = read(result.data).lowered
    assert [flow.target for flow in lower.flows.values() if flow.source == "t"] == ["c"]


def labelled(*further):
    """A link whose name finds its target, one that only the label joins to it, and targets of
    `further` links."""
    ends = (("t1", "A", "First"), ("t2", "X", "Go"))
    thrown = [node("intermediateThrowEvent", id, link(name), name=said) for id, name, said in ends]
    caught = (
        node("intermediateCatchEvent", "c", link("A"), name="Go"),
        *(catch("d", link(name)) for name in further),
    )
    return imported(
        start(), user("a"), xor("w"), *thrown, *caught, end(), chain("start", "a", "w"), flow("w", "t1", "This"),
        flow("w", "t2", "That"), chain("c", "end"), *(chain("d", "end") for _ in further),
    )  # fmt: skip


@pytest.mark.parametrize("further", [(), ("B",)], ids=str)
def test_a_label_leads_to_a_target_that_other_links_find_by_name(further):
    flows = read(labelled(*further).data).lowered.flows.values()
    assert {f.source: f.target for f in flows if f.source in ("t1", "t2")} == {"t1": "c", "t2": "c"}


def test_a_label_does_not_choose_between_targets_that_a_link_finds_by_name():
    assert not any("links differ" in sentence for sentence in sentences(labelled("A")))


def test_a_label_makes_no_second_target_of_the_name_of_a_link():
    thrown = node("intermediateThrowEvent", "t", link("x"), name="Go")
    caught = node("intermediateCatchEvent", "c", link("y"), name="Go"), catch("d", link("y"))
    ways = chain("start", "t"), *(chain(id, "end") for id in "cde")
    result = imported(start(), thrown, *caught, catch("e", link("Go")), end(), *ways)
    assert not any("links differ" in sentence for sentence in sentences(result))


def test_of_two_targets_none_is_chosen():
    parts = start(), node("intermediateThrowEvent", "t", link("x")), end(), end("e2")
    caught = catch("c", link("y")), catch("d", link("z"))
    result = imported(*parts, *caught, chain("start", "t"), chain("c", "end"), chain("d", "e2"))
    assert not any("left over" in sentence for sentence in sentences(result))


def test_a_link_in_a_process_without_targets_is_an_end(calendars):
    parts = start(), user("a"), node("intermediateThrowEvent", "t", link("Page 2"))
    result = imported(*parts, chain("start", "a", "t"))
    assert process(result, calendars).diagram.elements["t"].kind == "endEvent"
    assert "The event 't' is an end: there is no link that it leads to." in sentences(result)


def test_a_target_without_a_link_begins_a_process_without_a_start(calendars):
    result = imported(catch("c", link("Page 1")), user("a"), end(), chain("c", "a", "end"))
    assert process(result, calendars).diagram.elements["c"].kind == "startEvent"


def test_a_target_begins_and_links_end_where_nothing_else_begins(calendars):
    thrown = [node("intermediateThrowEvent", key, link(key)) for key in ("t", "u")]
    choice = xor("x"), flow("x", "t", "T"), flow("x", "u", "U")
    result = imported(catch("c", link("in")), user("a"), *thrown, *choice, chain("c", "a", "x"))
    assert process(result, calendars).diagram.elements["c"].kind == "startEvent"
    assert {"The event 't' is an end: there is no link that it leads to."} <= {*sentences(result)}


def test_a_target_without_a_link_beside_a_start_never_comes(calendars):
    back = catch("back", link("Page 2")), chain("back", "a")
    result = imported(start(), user("a"), end(), chain("start", "a", "end"), *back)
    assert "back" not in process(result, calendars).diagram.elements
    assert "The event 'back' is taken out: no link leads to it." in sentences(result)


def test_a_target_without_a_link_stays_where_nothing_else_leads_to_what_follows(calendars):
    back = catch("back", link("Page 2")), user("b"), end("e2"), chain("back", "b", "e2")
    result = imported(start(), user("a"), end(), chain("start", "a", "end"), *back)
    asked = "The event 'back' is the only way to what follows: draw the link that leads to it."
    assert asked in sentences(result, asks=True)
    assert any(error.startswith("link back") for error in errors(result.data, calendars))
