"""What other tools write beside BPMN."""

from runner.bpmn import read
from runner.bpmn.importing import import_diagram
from runner.bpmn.package import Package
from runner.clock import SystemClock
from runner.gate.check import Gate
from tests.bpmn.importing.imported import FIDELITY, errors, imported, process, sentences
from tests.drawings import border, bpmn, chain, end, node, start, sub, user

CAMUNDA = 'xmlns:camunda="http://camunda.org/schema/1.0/bpmn"'
FIELDS = f"""<bpmn:extensionElements><camunda:formData {CAMUNDA}>
  <camunda:formField id="amount" label="Amount" type="long">
    <camunda:validation><camunda:constraint name="required"/><camunda:constraint name="min" config="1"/></camunda:validation>
  </camunda:formField>
  <camunda:formField id="kind" type="enum"><camunda:value id="new"/><camunda:value id="used"/></camunda:formField>
  <camunda:formField id="day" label="Day" type="date"/>
</camunda:formData></bpmn:extensionElements>"""


def taken_in(inner: str, **more: str):
    task = node("userTask", "a", inner, **more).replace(
        "<bpmn:userTask ", f"<bpmn:userTask {CAMUNDA} "
    )
    return imported(start(), task, end(), chain("start", "a", "end"))


def test_form_fields_are_taken_over(calendars):
    result = taken_in(FIELDS)
    form = process(result, calendars).diagram.elements["a"].forms[""]
    assert form["properties"] == {
        "amount": {"type": "integer", "title": "Amount", "minimum": 1},
        "kind": {"type": "string", "title": "kind", "enum": ["new", "used"]},
        "day": {"type": "string", "format": "date", "title": "Day"},
    }
    assert form["required"] == ["amount"]
    assert "The task 'a' gets the field 'amount' of another tool's form." in sentences(result)
    assert b"formData" not in result.data


def test_what_would_have_done_something_is_named_and_taken_out(calendars):
    more = {"camunda:assignee": "demo", "camunda:dueDate": "${due}", "camunda:modelerNote": "x"}
    result = taken_in("", **more)
    assert errors(result.data, calendars) == []
    assert (
        "The task 'a' loses what only another tool can do: assignee “demo”, dueDate “${due}”."
        in sentences(result)
    )
    assert b"modelerNote" in result.data


def test_a_listener_of_another_engine_is_never_read_as_ours(calendars):
    data = (FIDELITY / "17_camunda_listener_script.bpmn").read_bytes()
    assert errors(data, calendars) == []
    result = import_diagram(data)
    assert sentences(result) == [
        "The task 'A' loses what only another tool can do: executionListener."
    ]
    assert read(result.data).elements["A"].script is None


def test_groups_that_are_roles_or_lanes_are_who_does_it(calendars):
    result = taken_in("", **{"camunda:candidateGroups": "lead, SUPPORT"})
    diagram = process(result, calendars).diagram
    assert {action.audience for action in diagram.actions} == {"lead", "Support"}
    assert any("is for lead and Support" in sentence for sentence in sentences(result))


def test_other_groups_are_named_and_taken_out():
    result = taken_in("", **{"camunda:candidateGroups": "lead,accounting"})
    assert any("candidateGroups “lead,accounting”" in said for said in sentences(result))


def test_scripts_of_other_tools_are_taken_off_and_said(calendars):
    script = "<bpmn:extensionElements><spiffworkflow:preScript>x = 1</spiffworkflow:preScript></bpmn:extensionElements>"
    result = imported(start(), node("userTask", "a", script), end(), chain("start", "a", "end"))
    assert process(result, calendars)
    assert "The task 'a' loses its script “x = 1”: diagrams carry no code." in sentences(result)


def test_a_form_in_a_file_that_is_not_there_is_named():
    drawn = bpmn(
        start(), user("a", formJsonSchemaFilename="ask.json"), end(), chain("start", "a", "end")
    )
    said = "The task 'a' loses its form: there is no file 'ask.json'."
    assert said in sentences(import_diagram(drawn, files={}))
    assert said not in sentences(import_diagram(drawn, files={"ask.json": "{}"}))
    assert said not in sentences(import_diagram(drawn))


PAYLOAD = (
    '<bpmn:message id="m_news" name="News"><bpmn:extensionElements><spiffworkflow:messagePayload>{"a": b}'
    "</spiffworkflow:messagePayload></bpmn:extensionElements></bpmn:message>"
)
SENDING = (start(), node("intermediateThrowEvent", "t", '<bpmn:messageEventDefinition messageRef="m_news"/>'), user("a"),
           end(), chain("start", "t", "a", "end"))  # fmt: skip


def test_what_a_message_would_carry_and_nobody_can_read_is_taken_off(calendars):
    result = imported(*SENDING, extra=PAYLOAD)
    assert process(result, calendars)
    said = "The message 'News' carries nothing: “{\"a\": b}” cannot be read here."
    assert said in sentences(result)


def test_what_a_message_carries_is_found_where_it_is_sent(calendars):
    _, findings = Gate(calendars, SystemClock()).check(
        Package(bpmn(*SENDING, extra=PAYLOAD)), "engine"
    )
    [error] = [f for f in findings if f.severity == "error"]
    assert (error.element, error.line > 0) == ("t", True)
    assert error.message.startswith("The message 'News': ")


def test_what_an_escalation_would_carry_is_left_away_where_it_cannot_be_read(calendars):
    said = '<spiffworkflow:payloadExpression>{"why": "late"}</spiffworkflow:payloadExpression>'
    up = f'<bpmn:escalation id="up" name="up" escalationCode="up"><bpmn:extensionElements>{said}</bpmn:extensionElements></bpmn:escalation>'
    thrown = '<bpmn:escalationEventDefinition escalationRef="up"/>'
    inside = sub("s", start("in"), end("out", thrown), chain("in", "out"))
    parts = (
        start(),
        inside,
        border("b", "s", thrown),
        end(),
        end("e"),
        chain("start", "s", "end"),
        chain("b", "e"),
    )
    result = imported(*parts, extra=up)
    assert errors(result.data, calendars) == []
    assert any("'up' carries nothing" in sentence for sentence in sentences(result))
