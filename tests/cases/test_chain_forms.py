"""The two forms of a chain: what the person writes has to fit both."""

import pytest

from runner.errors import InvalidInput
from tests.drawings import bpmn, end, flow, start, user

BOTH = ("asked", "told")
PUBLIC = {"type": "string", "x-conversation": "public"}


def form(required=True, **limits):
    spec = {"properties": {"body": {**PUBLIC, **limits}}, "type": "object"}
    return {**spec, "required": ["body"]} if required else spec


def opened(desk, first, second):
    """A case in which Alice asks, then tells."""
    drawing = bpmn(
        start(),
        user("ask", form=first, status="Asked", audience="Support"),
        user("tell", form=second, status="Told", audience="Support"),
        end(status="Done"),
        flow("start", "ask"),
        flow("ask", "tell", "Ask", id="asked"),
        flow("tell", "end", "Tell", id="told"),
    )
    desk.use(drawing, {})
    return desk.open()


def chains(desk, case):
    """As the page has them."""
    found = desk.app.cases.page(desk.alice, case.number).chains
    return {one.actions: one for one in found}


@pytest.mark.parametrize("limits", [{"minLength": 40}, {"maxLength": 2}, {"minLength": 150_000}])
def test_a_page_is_read_whatever_length_the_first_form_asks_for(desk, limits):
    case = opened(desk, form(**limits), form())
    assert bool(chains(desk, case)) == (limits.get("minLength") != 150_000)


@pytest.mark.parametrize(
    ("first", "second", "limits"),
    [
        (form(), form(required=False), (1, 100_000)),
        (form(minLength=5, maxLength=50), form(), (5, 50)),
        (form(maxLength=50), form(minLength=5, maxLength=70), (5, 50)),
        (form(minLength=5, maxLength=70), form(required=False, minLength=9, maxLength=50), (9, 50)),
    ],
)
def test_what_fits_the_form_of_a_chain_fits_both(desk, first, second, limits):
    case = opened(desk, first, second)
    asked = chains(desk, case)[BOTH].form
    body = asked["properties"]["body"]
    assert (body["minLength"], body["maxLength"], asked["required"]) == (*limits, ["body"])
    for length in limits:
        case = opened(desk, first, second)
        case.cases.act(desk.alice, case.number, BOTH, {"body": "x" * length})
        assert case.status == "Done"


def test_a_first_action_that_needs_no_text_leaves_the_second_form_as_it_is(desk):
    second = form(required=False, maxLength=70)
    case = opened(desk, form(required=False, minLength=5), second)
    asked = chains(desk, case)[BOTH].form
    assert (asked["properties"], asked["required"]) == (second["properties"], [])


@pytest.mark.parametrize("limits", [{"enum": ["Yes", "No"]}, {"format": "date"}])
def test_what_takes_only_certain_words_does_not_go_ahead_of_others(desk, limits):
    case = opened(desk, form(**limits), form())
    assert chains(desk, case) == {}
    with pytest.raises(InvalidInput, match="cannot begin with"):
        case.cases.act(desk.alice, case.number, BOTH, {"body": "Yes"})


def test_two_forms_that_contradict_each_other_are_no_pair(desk):
    case = opened(desk, form(minLength=50), form(maxLength=40))
    assert chains(desk, case) == {}
