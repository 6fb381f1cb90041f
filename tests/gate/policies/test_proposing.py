"""Which policies all past cases kept, and nobody has written down."""

import pytest

from runner import bpmn as diagrams
from runner.bpmn.files import POLICIES_FILE
from runner.gate.policies import propose
from runner.model import PastStep
from tests.drawings import border, bpmn, chain, end, flow, notify, start, timer, user

PROCESS = "p"


def drawing(policies="", days=3):
    """A case is opened, worked on, asked about; it is closed by the customer, and reminded of by time."""
    data = bpmn(
        start(), user("work", status="Open"), user("ask", status="Asked"), end(status="Done"),
        border("late", "ask", timer(f"P{days}D"), False), notify("tell"), end("reminded"), chain("late", "tell", "reminded"),
        chain("start", "work", "ask", "end"),
    )  # fmt: skip
    return diagrams.read(data, {POLICIES_FILE: policies} if policies else {})


def life(case, *more, side="customer"):
    """Opened, asked, answered by a side."""
    return [
        PastStep(case, 1, "start", ("start", "start_work", "work"), None, "customer"),
        PastStep(case, 1, "work_ask", ("work_ask", "ask"), "Open", "support"),
        *(PastStep(case, 1, *one) for one in more),
        PastStep(case, 1, "ask_end", ("ask_end", "end"), "Asked", side),
    ]


REMINDED = ("late", ("late", "tell", "reminded"), "Asked", None)


def proposed(*lives, draft=None, then=None):
    then = then or drawing()
    found = propose((step for one in lives for step in one), lambda _: then, draft or then)
    return {one.name: one for one in found}


def test_what_held_in_every_case_is_proposed_with_the_number_of_its_cases():
    found = proposed(*(life(case) for case in range(4)))
    assert found["leads-to-action-work-ask-status-asked"].cases == 4
    assert dict(found["only-after-action-ask-end-action-work-ask"].keys) == {
        "when": "action ask_end", "only_after": "action work_ask",
    }  # fmt: skip
    assert found["never-status-done-anything"].cases == 4
    assert found["always-status-asked-action-ask-end"].cases == 4


def test_one_case_against_it_is_enough():
    lives = [life(case) for case in range(9)]
    without_asking = [PastStep(9, 1, "ask_end", ("ask_end", "end"), "Open", "customer")]
    found = proposed(*lives, without_asking)
    assert "only-after-action-ask-end-action-work-ask" not in found
    assert "leads-to-action-work-ask-status-asked" in found


def test_few_cases_say_nothing():
    assert proposed(life(1), life(2)) == {}


def test_what_is_possible_is_asked_of_the_drawings_on_which_cases_were():
    lives = [life(case, REMINDED) for case in range(3)]
    within = "within-status-asked-p3d-notify-owner"
    assert proposed(*lives)[within].keys == {
        "while": "status Asked", "within": "P3D", "happens": "notify owner",
    }  # fmt: skip
    assert within not in proposed(*lives, draft=drawing(), then=drawing(days=5))
    assert within not in proposed(*(life(case) for case in range(3)))


def test_what_the_draft_breaks_stands_first_and_says_how():
    draft = diagrams.read(
        bpmn(start(), user("work", status="Open"), user("ask", status="Asked"), user("more", status="More"),
             end(status="Done"), flow("work", "more", id="work_ask"), chain("start", "work"),
             chain("more", "ask", "end"))
    )  # fmt: skip
    found = propose(
        iter([step for case in range(3) for step in life(case)]), lambda _: drawing(), draft
    )
    assert found[0].name == "leads-to-action-work-ask-status-asked"
    assert found[0].broken == "start → work: it does not lead to 'status Asked'."


def test_what_is_written_down_is_not_proposed_again():
    policies = (
        f'process = "{PROCESS}"\n[[policy]]\nname = "asks"\npromise = "Asking asks."\n'
        'when = "action work_ask"\nleads_to = "status Asked"\n'
    )
    found = proposed(*(life(case) for case in range(3)), draft=drawing(policies))
    assert "leads-to-action-work-ask-status-asked" not in found
    assert "leads-to-action-ask-end-status-done" in found


@pytest.mark.parametrize(
    ("side", "proposed_for"), [("customer", "support"), ("support", "customer")]
)
def test_whoever_never_did_it_never_does(side, proposed_for, default_diagram):
    past = [
        PastStep(case, 1, "ask_customer", ("ask_customer",), "Work in Progress", side)
        for case in range(3)
    ]
    found = {one.name for one in propose(past, lambda _: default_diagram, default_diagram)}
    assert f"never-action-ask-customer-by-{proposed_for}" in found
