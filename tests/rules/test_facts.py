"""Rule 14: facts of a case reach the drawing at the instant they change."""

from datetime import timedelta

import pytest

from runner.errors import NotDrawn, NotPossible
from tests.desk import MONDAY
from tests.drawings import border, bpmn, chain, end, flow, node, start, timer, user, xor

HOUR = timedelta(hours=1)


def table(id, outputs, *rows):
    """A decision table by product. A row is a cell for the product and one for each output."""
    columns = "".join(f'<output id="{id}_o{n}" name="{o}"/>' for n, o in enumerate(outputs))
    drawn = "".join(
        f"<rule id='{id}_r{n}'><inputEntry id='{id}_i{n}'><text>{row[0]}</text></inputEntry>"
        + "".join(
            f"<outputEntry id='{id}_c{n}{k}'><text>{cell}</text></outputEntry>"
            for k, cell in enumerate(row[1:])
        )
        + "</rule>"
        for n, row in enumerate(rows)
    )
    return (
        '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d"'
        f' namespace="n"><decision id="{id}" name="{id}"><decisionTable id="{id}_t"'
        f' hitPolicy="FIRST"><input id="{id}_i"><inputExpression id="{id}_e"><text>product</text>'
        f"</inputExpression></input>{columns}{drawn}</decisionTable></decision></definitions>"
    )


def asks(task, decision):
    called = f"<spiffworkflow:calledDecisionId>{decision}</spiffworkflow:calledDecisionId>"
    return node(
        "businessRuleTask", task, f"<bpmn:extensionElements>{called}</bpmn:extensionElements>"
    )


DRAWN = bpmn(
    start(),
    asks("find_target", "target"),
    asks("find_line", "line"),
    user("work", status="Open"),
    border("late", "work", timer("answer_due", "timeDate"), milestone="answer"),
    user("overdue", status="Overdue"),
    xor("what"),
    user("checked", status="Checked"),
    xor("where"),
    end("done", status="Done"),
    end("gone", status="Done"),
    chain("start", "find_target", "find_line", "work", "what"),
    flow("what", "checked", "Check"),
    flow("what", "done", "Repair", when='product == "Till"'),
    flow("what", "find_line", "Ask again"),
    chain("checked", "where"),
    flow("where", "gone", "To the first line", when="line == 1"),
    flow("where", "done", "To the second line", when="line == 2"),
    chain("late", "overdue"),
    flow("overdue", "gone", "Give up", id="give_up"),
)
"""A table gives the target, another one the line; one way on is for tills only."""

FILES = {
    "target.dmn": table(
        "target",
        ("answer_target", "answer_calendar"),
        ('"Till"', '"PT1H"', '"always"'),
        ("", '"PT48H"', '"always"'),
    ),
    "line.dmn": table("line", ("line",), ('"Till"', "2"), ("", "1")),
}


@pytest.fixture
def desk(desk):
    desk.use(DRAWN, FILES)
    return desk


def test_a_timer_that_waits_moves_when_the_product_changes(desk):
    case = desk.open().wait(minutes=10)
    assert case.milestone.due_at == MONDAY + 48 * HOUR
    case.change(product="Till")
    assert case.milestone.due_at == MONDAY + HOUR
    assert case.case.next_due == MONDAY + HOUR + timedelta(microseconds=1)
    case.change(product="Oven")
    assert case.milestone.due_at == MONDAY + 48 * HOUR


def test_a_milestone_whose_new_target_has_passed_shows_it_and_the_true_lateness(desk):
    case = desk.open().wait(hours=5).change(product="Till")
    milestone = case.milestone
    assert (milestone.state, milestone.due_at) == ("missed", MONDAY + HOUR)
    assert (case.status, case.case.milestone_due) == ("Overdue", None)
    case.change(product=None)
    assert case.milestone == milestone


def test_an_action_is_offered_as_soon_as_its_guard_holds(desk):
    case = desk.open()
    assert "what_done" not in case.can(desk.alice)
    with pytest.raises((NotPossible, NotDrawn)):
        case.act(desk.alice, "what_done")
    assert "what_done" in case.change(product="Till").can(desk.alice)
    assert "what_done" not in case.change(product="Oven").can(desk.alice)
    assert case.change(product="Till").act(desk.alice, "what_done").status == "Done"


def test_a_table_that_was_passed_is_not_run_again_but_reads_the_new_value_when_next_reached(desk):
    case = desk.open().change(product="Till").act(desk.alice, "what_checked")
    assert case.can(desk.alice) == {"where_gone"}  # line 1, as it was decided
    case = desk.open().change(product="Till").act(desk.alice, "what_find_line")
    assert case.act(desk.alice, "what_checked").can(desk.alice) == {"where_done"}


def test_another_fact_that_the_drawing_reads_reaches_it_too(desk):
    desk.use(DRAWN.replace(b'product == "Till"', b'environment == "Lab"'), FILES)
    case = desk.open()
    assert "what_done" not in case.can(desk.alice)
    assert "what_done" in case.change(environment="Lab").can(desk.alice)


def test_an_owner_is_no_fact_and_moves_nothing(desk):
    case = desk.open().wait(minutes=10).claim(desk.alice)
    assert case.milestone.due_at == MONDAY + 48 * HOUR


@pytest.mark.parametrize("product", [None, "Oven"])
@pytest.mark.parametrize("cell", ["", "-"])
def test_an_empty_cell_means_any_value_none_included(desk, cell, product):
    files = {**FILES, "line.dmn": table("line", ("line",), ('"Till"', "2"), (cell, "1"))}
    desk.use(DRAWN, files)
    case = desk.open(product=product).act(desk.alice, "what_checked")
    assert case.can(desk.alice) == {"where_gone"}


def test_a_row_of_empty_cells_meets_a_case_without_any_product(desk):
    assert desk.open().act(desk.alice, "what_checked").can(desk.alice) == {"where_gone"}
