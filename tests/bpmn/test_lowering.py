"""Event sub-processes and links in simpler words: what the engine is given instead."""

import pytest

from runner import bpmn as diagrams
from tests.bpmn.odd import ODD
from tests.drawings import (
    bpmn,
    catch,
    chain,
    end,
    extension,
    link,
    message,
    node,
    on_event,
    start,
    sub,
    timer,
    user,
)
from tests.engine.handlers import TERMINATE

LINE = (start(), user("a"), end(), chain("start", "a", "end"))


def lowered(*parts, **more):
    return diagrams.read(bpmn(*parts, **more)).lowered


def test_a_diagram_without_them_is_its_own_lowered_form():
    diagram = diagrams.read(bpmn(*LINE))
    assert diagram.lowered is diagram


def test_the_start_of_an_event_sub_process_is_on_the_border_of_the_rest():
    lower = lowered(*LINE, on_event("h", timer("PT8H")))
    begin, handler, work = (lower.elements[id] for id in ("h_s", "h", "a"))
    assert (begin.kind, begin.attached_to, begin.starts_handler) == (
        "boundaryEvent",
        "p_body",
        True,
    )
    assert (handler.by_event, handler.container, work.container) == (False, "p", "p_body")
    assert [lower.flows[id].target for id in begin.outgoing] == ["h"]


def test_everything_that_is_drawn_keeps_its_id_and_its_line():
    diagram = diagrams.read(
        bpmn(
            *LINE,
            on_event("h", timer("PT8H")),
            node("intermediateThrowEvent", "t", link("L")),
            catch("c", link("L")),
        )
    )
    lower = diagram.lowered
    assert lower.elements.keys() >= diagram.elements.keys()
    assert lower.flows.keys() >= diagram.flows.keys()
    assert all(lower.elements[id].line == element.line for id, element in diagram.elements.items())


def test_whether_it_interrupts_is_kept():
    lower = lowered(
        *LINE, on_event("h", timer("PT8H")), on_event("g", timer("PT1H"), interrupting=False)
    )
    assert (lower.elements["h_s"].interrupting, lower.elements["g_s"].interrupting) == (True, False)


def test_new_ids_give_way_to_those_of_the_drawing():
    lower = lowered(
        start(),
        user("p_body"),
        end(),
        chain("start", "p_body", "end"),
        on_event("h", timer("PT8H")),
    )
    assert lower.elements["p_body"].kind == "userTask"
    assert lower.elements["h_s"].attached_to == "p_body_"


def test_the_submission_stays_the_beginning():
    begin = start(
        "start", extension({"type": "object", "properties": {"n": {"const": 1}}}) + message("m")
    )
    lower = lowered(
        begin,
        user("a"),
        end(),
        chain("start", "a", "end"),
        on_event("h", timer("PT8H")),
        messages="m",
    )
    assert lower.start.id == "p_body_start"
    assert lower.start.forms[""]["properties"] == {"n": {"const": 1}}
    assert lower.elements["start"].events == ()


def test_what_terminates_the_scope_ends_its_body_and_then_the_scope():
    lower = lowered(
        start(),
        user("a"),
        end("all", TERMINATE),
        chain("start", "a", "all"),
        on_event("h", timer("PT8H")),
    )
    assert lower.elements["all"].events == ("error",)
    caught = lower.caught_by(lower.elements["all"])
    assert [lower.elements[lower.flows[id].target].events for id in caught.outgoing] == [
        ("terminate",)
    ]


def test_a_link_is_a_flow_from_each_end_that_throws():
    throws = [node("intermediateThrowEvent", id, link("On")) for id in ("t1", "t2")]
    lower = lowered(start(), *throws, catch("c", link("On")), end(), chain("c", "end"))
    assert sorted(lower.flows[id].source for id in lower.elements["c"].incoming) == ["t1", "t2"]
    assert not lower.elements["c"].events


def test_a_link_may_have_its_name_from_its_events():
    nameless = "<bpmn:linkEventDefinition/>"
    throws = node("intermediateThrowEvent", "t", nameless, name="Go  on")
    lower = lowered(
        start(), throws, node("intermediateCatchEvent", "c", nameless, name="Go on"), end()
    )
    assert len(lower.elements["c"].incoming) == 1


@pytest.mark.parametrize("name", ODD)
def test_what_is_not_drawn_as_bpmn_has_it_is_left_as_it_is(name):
    assert lowered(*LINE, *ODD[name], messages="m").elements["h"].by_event


def test_one_that_is_drawn_wrongly_does_not_keep_another_from_being_lowered():
    lower = lowered(*LINE, on_event("h", timer("PT1H")), on_event("g", ""))
    assert (lower.elements["h"].by_event, lower.elements["g"].by_event) == (False, True)


def test_event_sub_processes_lie_in_one_another():
    inner = sub(
        "s", start("s1"), user("x"), end("e1"), chain("s1", "x", "e1"), on_event("g", timer("PT1H"))
    )
    outer = on_event("h", timer("PT8H"), inner, end("h_e"), chain("h_s", "s", "h_e"))
    lower = lowered(*LINE, outer)
    assert [lower.elements[id].attached_to for id in ("h_s", "g_s")] == ["p_body", "s_body"]
