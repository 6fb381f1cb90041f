"""What is drawn where it cannot be."""

from datetime import timedelta

import pytest
from lxml import etree

from runner.bpmn.importing import import_diagram
from tests.bpmn.importing.imported import (
    NOW,
    drawing,
    errors,
    imported,
    process,
    sentences,
    waits_at,
)
from tests.drawings import (
    border,
    both,
    catch,
    chain,
    end,
    first_event,
    flow,
    message,
    node,
    start,
    sub,
    timer,
    user,
    xor,
)

INNER = sub("s", start("is"), user("a"), end("ie"), chain("is", "a", "ie"))
OPEN = sub("s", start("is"), user("a"), chain("is", "a"))
WITHIN = sub("s", start("is"), user("a"), chain("is", "a", "b"))


def shapes(**boxes):
    """Where elements lie: x, y, width, height."""
    drawn = "".join(
        f'<bpmndi:BPMNShape id="{key}_di" bpmnElement="{key}"><dc:Bounds x="{x}" y="{y}" width="{w}" height="{h}"/>'
        "</bpmndi:BPMNShape>"
        for key, (x, y, w, h) in boxes.items()
    )
    return f'<bpmndi:BPMNDiagram id="d"><bpmndi:BPMNPlane id="pl" bpmnElement="p">{drawn}</bpmndi:BPMNPlane></bpmndi:BPMNDiagram>'


@pytest.mark.parametrize(
    ("parts", "ways"),
    [
        ((INNER, user("b"), end(), flow("start", "a"), flow("s", "b"), flow("b", "end")), {"start": "s"}),
        ((OPEN, user("b"), end(), flow("start", "s"), flow("a", "b"), flow("b", "end")), {"s": "b"}),
        ((WITHIN, user("b"), end(), chain("start", "s"), chain("b", "end")), {"s": "b"}),
    ],
)  # fmt: skip
def test_a_flow_over_the_border_of_a_sub_process_leads_to_or_from_it(calendars, parts, ways):
    diagram = process(imported(start(), *parts), calendars).diagram
    found = {flow.source: flow.target for flow in diagram.flows.values()}
    assert ways.items() <= found.items()


def test_a_way_to_leave_a_sub_process_early_stays():
    early = sub("s", start("is"), user("a"), end("ie"), chain("is", "a", "ie"))
    parts = (
        start(),
        early,
        user("b"),
        end(),
        chain("start", "s", "end"),
        flow("a", "b", id="early"),
        flow("b", "end"),
    )
    said = sentences(imported(*parts))
    assert not any("leads on from" in sentence for sentence in said)


def test_a_flow_into_the_start_leads_to_what_follows_it(calendars):
    again = (
        xor("x"),
        chain("start", "a", "x"),
        flow("x", "start", "Again"),
        flow("x", "end", "Done"),
    )
    result = imported(start(), user("a"), end(), *again)
    assert process(result, calendars).diagram.flows["x_start"].target == "a"


def test_a_flow_into_a_start_of_several_ways_leads_to_them(calendars):
    """One by one: a gateway that sends on several tokens would wait for all that lead to it."""
    parts = (
        start(),
        user("a"),
        user("b"),
        end(),
        chain("start", "a", "end"),
        chain("start", "b", "start"),
    )
    result = imported(*parts)
    assert process(result, calendars)
    assert import_diagram(result.data).data == result.data
    split = drawing(*parts, chain("b", "end")).elements["parallelGateway_start"]
    assert (split.kind, len(split.incoming)) == ("parallelGateway", 1)


def test_an_end_that_a_flow_leaves_is_passed(calendars):
    parts = start(), user("a"), end(), user("b"), end("e2"), chain("start", "a", "end", "b", "e2")
    diagram = process(imported(*parts), calendars).diagram
    assert diagram.elements["end"].kind == "intermediateThrowEvent"


def test_a_flow_into_an_event_on_a_border_leads_to_what_follows_it(calendars):
    late = border("t", "a", timer("P1D")), user("b"), end("e2"), chain("t", "b", "e2")
    parts = (
        start(),
        user("a"),
        xor("x"),
        *late,
        end(),
        chain("start", "a", "x"),
        flow("x", "t", "Late"),
    )
    diagram = process(imported(*parts, flow("x", "end", "Done")), calendars).diagram
    assert diagram.flows["x_t"].target == "b"


@pytest.mark.parametrize("kind", ["intermediateThrowEvent", "endEvent"])
def test_a_time_that_is_thrown_is_waited_for(calendars, kind):
    event = node(kind, "t", timer("P1D"))
    more = (end(), chain("t", "end")) if kind != "endEvent" else ()
    result = imported(start(), user("a"), event, *more, chain("start", "a", "t"))
    waits = [e for e in process(result, calendars).diagram.elements.values() if e.timer_text]
    assert [(e.kind, e.timer_text) for e in waits] == [("intermediateCatchEvent", "P1D")]


def test_an_event_that_two_gateways_wait_for_is_drawn_twice(calendars):
    events = catch("c", message("m")), catch("d", timer("P1D")), user("a"), user("b"), end()
    ways = (
        chain("start", "w", "g", "c", "a", "end"),
        chain("g", "d", "b", "h", "c"),
        catch("l", timer("P2D")),
        chain("h", "l", "end"),
    )
    parts = start(), user("w"), first_event("g"), first_event("h"), *events, *ways
    elements = process(imported(*parts, messages="m"), calendars).diagram.elements
    heard = [e for e in elements.values() if e.message == "m"]
    assert [len(e.incoming) for e in heard] == [1, 1]


@pytest.mark.parametrize(
    ("event", "at", "kind"),
    [
        (node("boundaryEvent", "t", timer("P1D")), (182, 162, 36, 36), "boundaryEvent"),
        (border("t", "gone", timer("P1D")), (182, 162, 36, 36), "boundaryEvent"),
        (catch("t", timer("P1D")), (182, 62, 36, 36), "boundaryEvent"),
        (catch("t", timer("P1D")), (182, 400, 36, 36), "intermediateCatchEvent"),
    ],
)  # fmt: skip
def test_an_event_is_on_the_border_on_which_it_lies(event, at, kind):
    parts = (
        start(),
        user("a"),
        event,
        user("b"),
        end(),
        chain("start", "a", "end"),
        chain("t", "b", "end"),
    )
    found = drawing(*parts, extra=shapes(a=(150, 80, 100, 100), t=at)).elements["t"]
    assert (found.kind, found.attached_to) == (kind, "a" if kind == "boundaryEvent" else None)


def test_an_event_on_the_border_of_nothing_that_flows_lead_to_waits_there(calendars):
    event = border("t", "x", timer("P1D"))
    parts = start(), user("a"), xor("x"), event, end(), chain("start", "a", "x", "t", "end")
    assert (
        process(imported(*parts), calendars).diagram.elements["t"].kind == "intermediateCatchEvent"
    )


@pytest.mark.parametrize(
    "ways",
    [
        (user("c"), user("b"), chain("g", "c", "end"), chain("g", "b", "end")),
        (catch("c", message("m")), chain("g", "c", "end")),
    ],
)
def test_an_event_gateway_that_has_nothing_to_wait_for_is_a_choice(calendars, ways):
    parts = start(), user("a"), first_event("g"), *ways, end(), chain("start", "a", "g")
    diagram = process(imported(*parts, messages="m"), calendars).diagram
    assert diagram.elements["g"].kind == "exclusiveGateway"


def test_events_beside_the_one_task_behind_a_gateway_are_on_its_border(calendars):
    late = catch("d", timer("P1D")), chain("g", "d", "b", "end"), user("b")
    parts = (
        start(),
        user("a"),
        first_event("g"),
        user("c"),
        *late,
        end(),
        chain("start", "a", "g", "c", "end"),
    )
    result = imported(*parts)
    [event] = [e for e in process(result, calendars).diagram.elements.values() if e.attached_to]
    assert (event.attached_to, event.timer_text) == ("c", "P1D")
    assert waits_at(process(result, calendars), calendars, ("a", {})) == {"c"}


def test_of_tasks_beside_an_event_a_person_chooses_one_unless_it_comes(calendars):
    parts = (
        start(), user("a"), first_event("g"), user("c"), user("d"), catch("e", timer("P1D")), user("f"), end(), end("x"), end("y"),
        chain("start", "a", "g", "c", "end"), chain("g", "d", "x"), chain("g", "e", "f", "y"),
    )  # fmt: skip
    result = imported(*parts)
    ran = process(result, calendars)
    step = ran.act(ran.start({}, NOW, calendars.default).state, "a_g", {}, NOW, calendars.default)
    labels = {action.id: action.label for action in ran.diagram.actions}
    assert sorted(labels[offer.action] for offer in step.offers) == ["c", "d"]
    chosen = next(offer.action for offer in step.offers if labels[offer.action] == "d")
    done = ran.act(step.state, chosen, {}, NOW, calendars.default)
    late = ran.wake(step.state, NOW + timedelta(days=2), calendars.default)
    assert [[task.element for task in one.tasks] for one in (done, late)] == [["d"], ["f"]]
    assert any("a person chooses there what 'g' leads to" in said for said in sentences(result))


def test_an_event_that_is_put_on_a_border_keeps_what_is_said_of_it(calendars):
    parts = (
        start(), user("a"), first_event("g"), user("c"), catch("m", message("m"), audience="Customer"),
        catch("s", '<bpmn:signalEventDefinition signalRef="other"/>'), end(), end("e2"), end("e3"),
        chain("start", "a", "g", "c", "end"), chain("g", "m", "e2"), chain("g", "s", "e3"),
    )  # fmt: skip
    result = imported(*parts, messages="m", extra='<bpmn:signal id="other" name="other"/>')
    diagram = process(result, calendars).diagram
    assert [a.audience for a in diagram.actions if a.message == "m"] == ["Customer"]


def test_what_is_on_the_border_of_a_receive_task_there_is_waited_for_beside_it(calendars):
    awaited = (
        node("receiveTask", "r", messageRef="m_m"),
        catch("c", message("k")),
        border("b", "r", timer("P1D")),
    )
    parts = (
        start(),
        user("a"),
        first_event("g"),
        *awaited,
        end(),
        end("e2"),
        chain("start", "a", "g", "r", "end"),
    )
    ways = chain("g", "c", "end"), chain("b", "e2")
    diagram = process(imported(*parts, *ways, messages="m k"), calendars).diagram
    assert diagram.elements["b"].kind == "intermediateCatchEvent"


@pytest.mark.parametrize("split", [(both("x"), chain("a", "x")), ()])
def test_of_ways_of_which_one_only_leads_back_one_is_taken(calendars, split):
    source = "x" if split else "a"
    parts = start(), user("z"), user("a"), user("b"), end(), chain("start", "z", "a"), *split
    result = imported(*parts, flow(source, "end"), flow(source, "b"), flow("b", "z"))
    assert process(result, calendars)
    assert any("takes one of its flows" in said for said in sentences(result))


def test_an_event_behind_a_gateway_that_others_come_to_waits_for_them_too(calendars):
    parts = (
        start(), user("t"), xor("x"), first_event("g"), catch("c", message("m")), catch("d", timer("P1D")), end(),
        chain("start", "t", "x"), flow("x", "g", "First"), flow("x", "c", "Only"), chain("g", "c", "end"), chain("g", "d", "end"),
    )  # fmt: skip
    ran = process(imported(*parts, messages="m"), calendars)
    step = ran.start({"priority": "P2"}, NOW, calendars.default)
    for way, timers in (("x_g", 1), ("x_c", 0)):
        waits = ran.act(step.state, way, {}, NOW, calendars.default)
        assert (waits.messages, len(waits.timers)) == (("m",), timers)
        assert ran.deliver(waits.state, "m", {}, NOW, calendars.default).completed


def test_a_task_behind_a_gateway_that_others_come_to_has_no_events_there(calendars):
    parts = (
        start(), user("t"), xor("x"), first_event("g"), user("w"), catch("d", timer("P1D")), end(),
        chain("start", "t", "x"), flow("x", "g", "First"), flow("x", "w", "Only"), chain("g", "w", "end"), chain("g", "d", "end"),
    )  # fmt: skip
    ran = process(imported(*parts), calendars)
    step = ran.start({"priority": "P2"}, NOW, calendars.default)
    for way, timers in (("x_g", 1), ("x_w", 0)):
        waits = ran.act(step.state, way, {}, NOW, calendars.default)
        assert (len(waits.tasks), len(waits.timers)) == (1, timers)


def test_what_is_drawn_once_more_has_the_same_default_and_ids_of_its_own(calendars):
    when = '<bpmn:conditionExpression id="when">priority == "P1"</bpmn:conditionExpression>'
    time = '<bpmn:timeDuration id="time">P1D</bpmn:timeDuration>'
    clock = f'<bpmn:timerEventDefinition id="clock">{time}</bpmn:timerEventDefinition>'
    parts = (
        start(), user("t"), xor("x"), first_event("g"), first_event("h"), node("userTask", "w", default="w_b"),
        user("a"), user("b"), catch("c", clock), catch("d", timer("P1D")), catch("e", timer("P2D")), end(),
        chain("start", "t", "x"), flow("x", "g"), flow("x", "w", "W"), flow("x", "c", "C"), flow("x", "h", "H"),
        chain("g", "w", "b", "end"), chain("g", "d", "end"), chain("h", "c", "end"), chain("h", "e", "end"),
        f'<bpmn:sequenceFlow id="w_a" sourceRef="w" targetRef="a">{when}</bpmn:sequenceFlow>', chain("a", "end"),
    )  # fmt: skip
    root = etree.fromstring(imported(*parts).data)
    ids = [item.get("id") for item in root.iter() if item.get("id")]
    assert len(ids) == len(set(ids))
    defaults = [item.get("default") for item in root.iter() if item.get("default")]
    assert defaults == ["w_b", "userTask_w_to_b"]


def test_what_two_lanes_list_lies_in_the_one_in_which_it_is_drawn(calendars):
    def lanes(*names):
        listed = "".join(
            f'<bpmn:lane id="{name}" name="{name}"><bpmn:flowNodeRef>a</bpmn:flowNodeRef></bpmn:lane>'
            for name in names
        )
        return f'<bpmn:laneSet id="ls">{listed}</bpmn:laneSet>'

    parts = lanes("Agent", "Lead"), start(), user("a"), end(), chain("start", "a", "end")
    drawn = shapes(Agent=(0, 0, 600, 100), Lead=(0, 100, 600, 100), a=(100, 110, 100, 80))
    assert process(imported(*parts, extra=drawn), calendars).diagram.elements["a"].lane == "Lead"
    [error] = errors(imported(*parts).data, calendars)
    assert "lies in two lanes" in error


def test_what_no_lane_lists_lies_in_the_one_in_which_it_is_drawn(calendars):
    """So do tasks that import draws: else nobody in particular would do them."""
    lead = '<bpmn:childLaneSet id="c"><bpmn:lane id="lead" name="Lead"/></bpmn:childLaneSet>'
    lanes = (
        f'<bpmn:laneSet id="ls"><bpmn:lane id="all" name="All">{lead}</bpmn:lane></bpmn:laneSet>'
    )
    ways = chain("start", "g", "a", "end") + chain("g", "b", "end2")
    drawn = shapes(all=(0, 0, 900, 200), lead=(0, 0, 900, 100), g=(300, 30, 50, 50),
                   a=(400, 10, 100, 80), b=(400, 110, 100, 80))  # fmt: skip
    parts = lanes, start(), xor("g"), user("a"), user("b"), end(), end("end2"), ways
    result = imported(*parts, extra=drawn)
    tasks = process(result, calendars).diagram.elements.values()
    found = {task.name: task.lane for task in tasks if task.kind == "userTask"}
    assert found == {"a": "Lead", "b": "All", "Decide how to go on": "Lead"}
    assert "The task 'b' lies in the lane 'All', in which it is drawn." in sentences(result)
