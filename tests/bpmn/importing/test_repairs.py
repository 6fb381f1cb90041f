"""Elements that nothing here can do, taken out or made into what can be done."""

from runner.bpmn.importing import import_diagram
from tests.bpmn.importing.imported import FIDELITY, drawing, errors, imported, process, sentences
from tests.drawings import both, bpmn, catch, chain, end, flow, message, node, notify, start, user

SKETCH = bpmn(
    node("task", "look", name="Look at it"), node("exclusiveGateway", "which", name="Which one?"),
    node("scriptTask", "count", "<bpmn:script>import os</bpmn:script>", name="Count"),
    node("sendTask", "mail", name="Send a mail"), node("dataStoreReference", "db", name="Archive"),
    node("task", "ask", name="Ask the boss"),
    chain("look", "which", "count", "mail"), flow("which", "ask"), chain("ask", "mail"),
    flow("ask", "nowhere", id="lost"),
).replace(b'isExecutable="true"', b"")  # fmt: skip


def test_nothing_is_left_of_a_script():
    assert b"import os" not in import_diagram(SKETCH).data


def test_a_data_store_without_an_id_takes_nothing_else_with_it():
    note = '<bpmn:dataInputAssociation id="kept"/>'
    imported = import_diagram(bpmn(user("a", note), "<bpmn:dataStoreReference/>"))
    assert b"dataStoreReference" not in imported.data
    assert b'id="kept"' in imported.data


def test_a_sub_process_in_which_nothing_is_drawn_is_a_task(calendars):
    result = import_diagram((FIDELITY / "09_collapsed_subprocess.bpmn").read_bytes())
    assert process(result, calendars).diagram.elements["Sub"].kind == "userTask"
    assert "The sub-process 'Investigate' becomes a task for a person: nothing is drawn in it." in (
        sentences(result)
    )


def test_an_event_sub_process_in_which_nothing_is_drawn_is_taken_out(calendars):
    parts = start(), user("a"), node("subProcess", "e", triggeredByEvent="true"), end()
    assert (
        "e" not in process(imported(*parts, chain("start", "a", "end")), calendars).diagram.elements
    )


def test_a_call_of_an_empty_pool_is_a_task(calendars):
    call = start(), node("callActivity", "c", calledElement="q"), end(), chain("start", "c", "end")
    result = imported(*call, extra='<bpmn:process id="q"/>')
    assert process(result, calendars).diagram.elements["c"].kind == "userTask"


def test_a_script_that_only_sets_variables_stays():
    script = node("scriptTask", "s", "<bpmn:script>tries = 1</bpmn:script>")
    assert (
        drawing(start(), script, end(), chain("start", "s", "end")).elements["s"].script
        == "tries = 1"
    )


def test_a_quantity_of_tokens_is_taken_off_and_said(calendars):
    result = imported(
        start(), node("task", "a", startQuantity="2"), end(), chain("start", "a", "end")
    )
    assert process(result, calendars).diagram.elements["a"].start_quantity == "1"
    assert any("loses its startQuantity 2" in sentence for sentence in sentences(result))


def test_data_that_contradicts_its_definition_loses_that(calendars):
    data = '<bpmn:dataObject id="d" isCollection="true" itemSubjectRef="one"/>'
    item = '<bpmn:itemDefinition id="one"/>'
    result = imported(start(), user("a"), end(), chain("start", "a", "end"), data, extra=item)
    assert process(result, calendars)
    assert any("loses its item definition" in sentence for sentence in sentences(result))


def test_data_that_would_be_computed_on_the_way_is_taken_out_and_said(calendars):
    computed = (
        '<bpmn:dataInputAssociation id="da"><bpmn:sourceRef>r</bpmn:sourceRef><bpmn:targetRef>r'
        "</bpmn:targetRef><bpmn:transformation>a + 1</bpmn:transformation></bpmn:dataInputAssociation>"
    )
    data = '<bpmn:dataObject id="d"/><bpmn:dataObjectReference id="r" dataObjectRef="d"/>'
    result = imported(start(), user("a", computed), end(), chain("start", "a", "end"), data)
    assert process(result, calendars)
    assert "The task 'a' loses data that would be computed by “a + 1”." in sentences(result)


def test_what_only_another_program_can_be_asked_for_is_a_task(calendars):
    asked = notify("a").replace("id='notify'", "id='aws/Query'")
    result = imported(start(), asked, end(), chain("start", "a", "end"))
    assert process(result, calendars).diagram.elements["a"].kind == "userTask"


def test_a_table_that_is_not_there_is_a_task(calendars):
    task = node(
        "businessRuleTask", "a", "<bpmn:extensionElements><spiffworkflow:calledDecisionId>prices"
        "</spiffworkflow:calledDecisionId></bpmn:extensionElements>",
    )  # fmt: skip
    drawn = bpmn(start(), task, end(), chain("start", "a", "end"))
    assert (
        process(import_diagram(drawn, files={}), calendars).diagram.elements["a"].kind == "userTask"
    )
    assert import_diagram(drawn).data.count(b"businessRuleTask")


def test_a_transaction_that_is_repeated_is_a_plain_sub_process(calendars):
    several = "<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>2</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics>"
    inner = start("is"), user("b"), end("ie"), chain("is", "b", "ie"), several
    result = imported(
        start(), node("transaction", "t", "".join(inner)), end(), chain("start", "t", "end")
    )
    assert process(result, calendars).diagram.elements["t"].kind == "subProcess"


def test_a_parallel_gateway_takes_all_of_its_flows_whatever_stands_at_them(calendars):
    ways = flow("p2", "a", "", "x > 3") + flow("p2", "b") + chain("a", "end") + chain("b", "end")
    result = imported(start(), both("p2"), user("a"), user("b"), end(), chain("start", "p2"), ways)
    assert errors(result.data, calendars) == []
    assert any("a parallel gateway takes all" in said for said in sentences(result))


def test_a_message_carries_what_its_event_takes(calendars):
    """Tools declare what is sent without binding it to what is received."""
    took = '<bpmn:dataOutput id="out" name="Message"/><bpmn:outputSet><bpmn:dataOutputRefs>out</bpmn:dataOutputRefs></bpmn:outputSet>'
    event = catch("c", took + message("m"))
    kinds = '<bpmn:itemDefinition id="kind"/><bpmn:message id="m_m" name="m" itemRef="kind"/>'
    result = imported(start(), event, end(), chain("start", "c", "end"), extra=kinds)
    assert errors(result.data, calendars) == []
    assert any("'m' does not say what it carries" in said for said in sentences(result))


def test_what_is_over_has_no_status_of_a_case_that_waits(calendars):
    over = node("endEvent", "end", name="Close")
    result = imported(
        start(), node("userTask", "a", name="Close"), over, chain("start", "a", "end")
    )
    assert errors(result.data, calendars) == []
