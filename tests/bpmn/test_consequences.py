"""Where an action leads, as the button and the confirmation say it."""

from runner import bpmn as diagrams
from runner.bpmn import consequence, leads_to
from tests.drawings import (
    border,
    bpmn,
    chain,
    end,
    flow,
    node,
    notify,
    start,
    sub,
    timer,
    user,
    xor,
)

CLOSES = {"type": "object", "properties": {"result": {"const": "closed"}}}
ASKS = {"type": "object", "properties": {"result": {"enum": ["closed", "open"]}}}


def led(data, action="answer"):
    diagram = diagrams.read(data, {})
    return leads_to(diagram, next(a for a in diagram.actions if a.id == action))


def decided(form, condition='result == "closed"', table=False):
    """A task whose form sets or asks for `result`, and a gateway behind it that decides on it."""
    return bpmn(
        start(), user("wait", form=form, status="Pending"), node("businessRuleTask", "table", TABLE),
        xor("x", default="x_work"), user("work", status="Work"), end(status="Closed"),
        flow("start", "wait"), flow("wait", "table" if table else "x", id="answer"), flow("table", "x"),
        flow("x", "end", when=condition), flow("x", "work"), flow("work", "end"),
    )  # fmt: skip


TABLE = (
    "<bpmn:extensionElements><spiffworkflow:calledDecisionId>d</spiffworkflow:calledDecisionId>"
    "</bpmn:extensionElements>"
)


def test_a_gateway_that_decides_on_what_the_form_sets_takes_one_flow():
    assert led(decided(CLOSES)) == ("Closed",)
    assert led(decided(CLOSES, condition='result == "open"')) == ("Work",)


def test_one_that_decides_on_what_somebody_fills_in_may_take_each():
    assert led(decided(ASKS)) == ("Closed", "Work")
    assert led(decided(CLOSES, condition='result == "closed" and priority == "P1"')) == (
        "Closed", "Work",
    )  # fmt: skip


def test_what_a_table_may_have_changed_meanwhile_is_not_certain():
    assert led(decided(CLOSES, table=True)) == ("Closed", "Work")


def test_it_is_taken_out_of_a_sub_process():
    """The gateway behind the sub-process decides on what the action inside it sets."""
    inside = (
        start("in"), user("wait", form=CLOSES, status="Pending"), end("out"),
        flow("in", "wait"), flow("wait", "out", id="answer"),
    )  # fmt: skip
    data = bpmn(
        start(), sub("move", *inside), xor("x", default="x_work"), user("work", status="Work"),
        end(status="Closed"), chain("start", "move", "x"), flow("x", "work"),
        flow("x", "end", when='result == "closed"'), chain("work", "end"),
    )  # fmt: skip
    assert led(data) == ("Closed",)


def escaped(interrupts=True, **caught):
    """An end in a sub-process throws `back`; the events on its border catch what they name."""
    borders = (border(id, "move", escalation(name), interrupts) for id, name in caught.items())
    behind = (user(f"on_{id}", status=id.title()) for id in caught)
    data = bpmn(
        start(), sub("move", start("in"), user("wait", status="Pending"), end("out", escalation("back")),
                     flow("in", "wait"), flow("wait", "out", id="answer")),
        *borders, *behind, *(chain(id, f"on_{id}", "end") for id in caught),
        end(status="Closed"), chain("start", "move", "end"),
    )  # fmt: skip
    declared = b'<bpmn:escalation id="back" escalationCode="b"/><bpmn:escalation id="kept" escalationCode="k"/>'
    return led(data.replace(b"<bpmn:process", declared + b"<bpmn:process", 1))


def escalation(id):
    refers = f' escalationRef="{id}"' if id else ""
    return f"<bpmn:escalationEventDefinition{refers}/>"


def test_what_an_end_throws_leads_to_the_event_that_catches_it():
    assert escaped(other="kept", work="back") == ("Work",)
    assert escaped(work="back", interrupts=False) == ("Closed", "Work")
    assert escaped(other="kept") == ("Closed",)


def test_an_event_that_names_it_goes_before_one_that_takes_any():
    assert escaped(any="", work="back") == ("Work",)
    assert escaped(any="", other="kept") == ("Any",)


def test_every_action_of_the_default_diagram_leads_to_one_status(default_diagram):
    led = {action.id: leads_to(default_diagram, action) for action in default_diagram.actions}
    assert all(len(statuses) == 1 for statuses in led.values()), led
    assert led["accept_solution"] == led["customer_closes"] == ("Closed",)
    assert led["propose_solution"] == ("Solution Proposed",)
    assert led["ask_customer"] == led["propose_closing"] == ("Pending Customer",)
    assert led["keep_open"] == ("Customer Replied",)


def test_what_follows_from_a_timer_is_the_first_activity_behind_it():
    diagram = diagrams.read(
        bpmn(
            start(), user("wait"), border("late", "wait", timer("P3D"), False), xor("merge"),
            notify("Remind"), end(), end("e2"), chain("start", "wait", "end"),
            chain("late", "merge", "Remind", "e2"),
        )
    )  # fmt: skip
    assert consequence(diagram, "late").name == "Remind"
    assert consequence(diagram, "end") is None
