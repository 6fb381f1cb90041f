"""Activities that are done several times."""

from datetime import UTC, datetime

from runner.bpmn import read
from runner.bpmn.importing import import_diagram
from runner.engine import Process
from tests.bpmn.importing.imported import drawing, imported, process, sentences
from tests.drawings import bpmn, chain, end, node, start, sub, user
from tests.engine.parts import many, times
from tests.gate.lint.examples import TABLE, dmn

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
SEVERAL = "<bpmn:multiInstanceLoopCharacteristics/>"
AGAIN = "<bpmn:standardLoopCharacteristics/>"


def test_how_many_there_are_is_filled_in_at_the_task_before(calendars):
    ran = process(
        imported(start(), user("a"), user("b", SEVERAL), end(), chain("start", "a", "b", "end")),
        calendars,
    )
    [action] = [action for action in ran.diagram.actions if action.element == "a"]
    assert action.form["properties"]["number_of_b"]["minimum"] == 1
    step = ran.start({"priority": "P2"}, NOW, calendars.default)
    step = ran.act(step.state, "a_b", {"number_of_b": 3}, NOW, calendars.default)
    assert len(step.offers) == 3


def test_what_an_activity_is_counted_by_is_a_number(calendars):
    several = SEVERAL.replace(
        "/>", f">{times('${rounds}')}</bpmn:multiInstanceLoopCharacteristics>"
    )
    ran = process(
        imported(start(), user("a"), user("b", several), end(), chain("start", "a", "b", "end")),
        calendars,
    )
    [action] = [action for action in ran.diagram.actions if action.element == "a"]
    assert action.form["properties"]["rounds"]["type"] == "integer"


def test_a_task_is_done_again_as_long_as_a_person_wants_it(calendars):
    ran = process(imported(start(), user("a", AGAIN), end(), chain("start", "a", "end")), calendars)
    step = ran.start({"priority": "P2"}, NOW, calendars.default)
    step = ran.act(step.state, "a_end", {"repeat_a": True}, NOW, calendars.default)
    assert not step.completed
    assert ran.act(step.state, "a_end", {"repeat_a": False}, NOW, calendars.default).completed


def test_how_often_a_sub_process_is_done_is_asked_for():
    inner = sub("s", AGAIN, start("is"), user("a"), end("ie"), chain("is", "a", "ie"))
    result = imported(start(), inner, end(), chain("start", "s", "end"))
    assert sentences(result, asks=True) == [
        "The sub-process 's' does not say how often it is done: write a loopMaximum."
    ]


def test_a_loop_that_says_how_often_stays_as_it_is():
    five = (
        SEVERAL.replace("/>", "><bpmn:loopCardinality>5</bpmn:loopCardinality>")
        + "</bpmn:multiInstanceLoopCharacteristics>"
    )
    diagram = drawing(start(), node("userTask", "a", five), end(), chain("start", "a", "end"))
    assert diagram.elements["a"].loop.times == "5"


def test_a_loop_that_would_throw_events_says_that_it_does_not(calendars):
    several = '<bpmn:multiInstanceLoopCharacteristics behavior="None"/>'
    result = imported(
        start(), user("a"), user("b", several), end(), chain("start", "a", "b", "end")
    )
    assert process(result, calendars).diagram.elements["b"].loop.behavior == "All"
    assert "The task 'b' throws no events when one of several is done." in sentences(result)


def test_some_tools_write_that_a_loop_is_done_no_times(calendars):
    none = SEVERAL.replace("/>", "><bpmn:loopCardinality>0</bpmn:loopCardinality>")
    several = user("b", none + "</bpmn:multiInstanceLoopCharacteristics>")
    again = user("c", AGAIN.replace("/>", ' loopMaximum="0"/>'))
    result = imported(
        start(), user("a"), several, again, end(), chain("start", "a", "b", "c", "end")
    )
    elements = process(result, calendars).diagram.elements
    assert (elements["b"].loop.times, elements["c"].loop.until) == ("number_of_b", "repeat_c")


def repeated(*said):
    inner = "".join(f"<bpmn:{kind}>{text}</bpmn:{kind}>" for kind, text in said)
    return SEVERAL.replace("/>", f">{inner}</bpmn:multiInstanceLoopCharacteristics>")


def test_the_loop_of_another_engine_is_written_anew(calendars):
    half = "${nrOfCompletedInstances/nrOfInstances >= 0.5}"
    loop = repeated(("loopCardinality", "${5}"), ("completionCondition", half.replace(">", "&gt;")))
    result = imported(start(), user("b", loop), end(), chain("start", "b", "end"))
    found = process(result, calendars).diagram.elements["b"].loop
    assert (found.times, found.until) == (
        "5",
        "numberOfCompletedInstances/numberOfInstances >= 0.5",
    )


def test_a_loop_that_cannot_be_read_is_done_as_often_as_a_person_says(calendars):
    loop = repeated(
        ("loopDataInputRef", "_8394D98D-D927_input"), ("completionCondition", "=count(x")
    )
    result = imported(start(), user("a"), user("b", loop), end(), chain("start", "a", "b", "end"))
    found = process(result, calendars).diagram.elements["b"].loop
    assert (found.times, found.collection, found.until) == ("number_of_b", "", "")
    assert sum("which cannot be read here" in sentence for sentence in sentences(result)) == 2


def several(inner):
    return f"<bpmn:multiInstanceLoopCharacteristics>{inner}</bpmn:multiInstanceLoopCharacteristics>"


def test_a_list_that_nothing_sets_is_counted_by_a_person(calendars):
    loop = several("<bpmn:loopDataInputRef>items</bpmn:loopDataInputRef>")
    parts = start(), user("a"), user("b", loop), end(), chain("start", "a", "b", "end")
    ran = process(imported(*parts), calendars)
    [action] = [action for action in ran.diagram.actions if action.element == "a"]
    assert set(action.form["properties"]) == {"number_of_b"}


def test_what_says_that_it_is_enough_is_filled_in_in_the_activity(calendars):
    loop = several(times("3") + "<bpmn:completionCondition>${enough}</bpmn:completionCondition>")
    ran = process(imported(start(), user("a", loop), end(), chain("start", "a", "end")), calendars)
    step = ran.start({"priority": "P2"}, NOW, calendars.default)
    step = ran.act(step.state, "a_end", {"enough": False}, NOW, calendars.default)
    assert not step.completed
    assert ran.act(step.state, "a_end", {"enough": True}, NOW, calendars.default).completed


def test_a_sub_process_loses_what_nothing_says_of_its_end(calendars):
    loop = several(times("3") + "<bpmn:completionCondition>${enough}</bpmn:completionCondition>")
    inner = node(
        "subProcess", "s", start("is") + user("a") + end("ie") + chain("is", "a", "ie") + loop
    )
    result = imported(start(), inner, end(), chain("start", "s", "end"))
    assert process(result, calendars)
    said = "The sub-process 's' loses its completionCondition “enough”: nothing sets that."
    assert said in sentences(result)


def test_a_list_that_a_decision_table_sets_is_kept(calendars):
    files = dict(dmn([('"P1"', '["call", "write"]'), ('"P2"', "[]")], "checks"))
    each = many(False, "<bpmn:loopDataInputRef>checks</bpmn:loopDataInputRef>")
    parts = start(), TABLE, user("b", each), end(), chain("start", "a", "b", "end")
    result = import_diagram(bpmn(*parts), files=files)
    assert not any("loses" in said for said in sentences(result))
    ran = Process(read(result.data, files), calendars)
    step = ran.start({"priority": "P1"}, NOW, calendars.default)
    assert [task.element for task in step.tasks] == ["b", "b"]
