"""Cases that are kept alive: never more than allowed, never a stale one, never one that failed."""

import random
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy

import pytest

from runner import bpmn as diagrams
from runner.engine import Process, codec
from runner.errors import EngineError, NotPossible
from tests.drawings import both, bpmn, chain, end, flow, start, user, xor
from tests.engine.corpus import DRAWINGS
from tests.engine.lockstep import NOON, Walker
from tests.engine.parts import NUMBER

DRAWN = DRAWINGS["nested sub-processes in a loop"]


def live(process):
    return len(process._live._cases)


def test_no_more_are_kept_than_allowed_and_the_longest_unused_go_first(calendars):
    process = Process(diagrams.read(DRAWN), calendars, cache=3)
    cases = [Walker(process, calendars, {"submitted_by": n}) for n in range(5)]
    cases[0].take("act", "in_t_in_e", {})  # read back from its bytes
    assert live(process) <= 3
    assert cases[0].step.state in process._live._cases


def test_a_closed_case_is_not_kept(calendars):
    process = Process(
        diagrams.read(bpmn(start(), user("a"), end(), chain("start", "a", "end"))), calendars
    )
    case = Walker(process, calendars, {})
    case.take("act", "a_end", {})
    assert live(process) == 0


def test_a_step_that_fails_throws_the_live_case_away(calendars):
    drawn = bpmn(
        start(), user("a", form=NUMBER), xor("x"), end(), end("e2"), chain("start", "a", "x"),
        flow("x", "end", when="n > 1"), flow("x", "e2", when="n > 2"),
    )  # fmt: skip
    process = Process(diagrams.read(drawn), calendars)
    case = Walker(process, calendars, {})
    assert live(process) == 1
    with pytest.raises(EngineError):
        case.take("act", "a_x", {"n": 0})
    assert live(process) == 0
    case.take("act", "a_x", {"n": 2})
    assert case.step.completed


def test_an_action_that_is_not_offered_leaves_the_case_as_it_was(calendars):
    process = Process(diagrams.read(DRAWN), calendars)
    case = Walker(process, calendars, {})
    with pytest.raises(NotPossible):
        case.take("act", "nonsense", {})
    case.take("act", "in_t_in_e", {})
    assert [task.element for task in case.step.tasks] == ["b"]


def follow(case, nodes, seed):
    rng, states = random.Random(seed), []
    for _ in range(15):
        case.process = nodes[rng.randrange(len(nodes))]
        moves = case.moves(rng)
        if not moves:
            break
        kind, name = rng.choice(moves)
        case.take(kind, name, case.values(kind, name, rng))
        states.append(case.step.state)
    return states


def test_threads_and_nodes_that_take_turns_never_see_a_stale_case(calendars):
    """Sixteen cases, each handed to and fro between two nodes, in eight threads; against the same
    on nodes that keep nothing alive."""

    def all_cases(cache):
        nodes = [Process(diagrams.read(DRAWN), calendars, cache=cache) for _ in range(2)]

        def one(seed):
            return follow(Walker(nodes[0], calendars, {}), nodes, seed)

        with ThreadPoolExecutor(8) as pool:
            return list(pool.map(one, range(16)))

    assert all_cases(cache=4) == all_cases(cache=0)


def test_two_who_take_the_same_state_at_once_get_the_same(calendars):
    process = Process(diagrams.read(DRAWN), calendars)
    state = Walker(process, calendars, {}).step.state

    def act(_):
        return process.act(state, "in_t_in_e", {}, NOON, calendars["always"])

    with ThreadPoolExecutor(4) as pool:
        steps = list(pool.map(act, range(12)))
    assert all(step == steps[0] for step in steps)


def test_a_case_is_let_go_only_after_its_step_was_told(calendars):
    """Two cases with the same bytes; one is changed the moment the other has put its workflow back."""
    process = Process(diagrams.read(DRAWN), calendars)
    told = Walker(process, calendars, {}).step
    put = process._live.put

    def put_and_be_overtaken(state, workflow):
        put(state, workflow)
        process._live.put = put
        process.act(state, "in_t_in_e", {}, NOON, calendars["always"])

    process._live.put = put_and_be_overtaken
    assert Walker(process, calendars, {}).step == told


def test_what_was_told_of_a_step_does_not_change_with_the_case(calendars):
    """The results of a repeated activity grow in the live case; whoever was told before writes them
    down as they were."""
    drawn = DRAWINGS["sequential multi-instance from data to data"]
    case = Walker(Process(diagrams.read(drawn), calendars), calendars, {})
    case.take("act", "ask_each", {"items": [7, 8]})
    told, before = case.step, deepcopy(case.step)
    assert told.happened[0].values["results"] == []
    case.take("act", "each_after", {"n": 1})
    assert told == before


def test_a_case_keeps_what_it_was_given_whatever_becomes_of_that(calendars):
    process = Process(
        diagrams.read(DRAWINGS["sequential multi-instance from data to data"]), calendars
    )
    states = []
    for spoiled in (False, True):
        case, given = Walker(process, calendars, {}), {"items": [7, 8]}
        case.take("act", "ask_each", given)
        if spoiled:
            given["items"].clear()
        case.take("act", "each_after", {"n": 1})
        states.append(case.step.state)
    assert states[0] == states[1]


def sets(value):
    """A form that sets a variable with something in it, which tokens that meet merge in place."""
    return {"type": "object", "properties": {"deep": {"const": {"in": {"it": value}}}}}


MERGED = bpmn(
    start(), both("split"), user("a", form=sets(1)), user("b", form=sets(2)), both("join"),
    user("after"), xor("x"), end(), end("e2"), chain("start", "split", "a", "join", "after", "x"),
    chain("split", "b", "join"), flow("x", "end", when="deep == 1"), flow("x", "e2", when="deep != 1"),
)  # fmt: skip


@pytest.mark.parametrize("order", [1, -1])
def test_what_a_form_sets_is_the_same_for_every_case(calendars, order):
    process = Process(diagrams.read(MERGED), calendars)
    forms = {action.id: action.form for action in process.compiled.actions if action.form}
    before, states = deepcopy(forms), []
    for _ in range(2):
        case = Walker(process, calendars, {})
        for action in ["a_join", "b_join"][::order]:
            case.take("act", action, {})
        states.append(case.step.state)
    assert forms == before
    assert states[0] == states[1]


DEEP = {"type": "object", "properties": {"deep": {"type": "object"}}}
APART = bpmn(
    start(), user("ask", form=DEEP), both("split"), user("a"), user("b"), user("c", form=DEEP),
    both("first"), both("last"), xor("x"), end(), end("e2"),
    chain("start", "ask", "split", "a", "first", "last", "x"), chain("split", "c", "first"),
    chain("split", "b", "last"), flow("x", "end", when="deep == 1"), flow("x", "e2", when="deep != 1"),
)  # fmt: skip


@pytest.mark.parametrize("cache", [0, 10])
def test_a_token_sees_nothing_of_what_others_merge(calendars, cache):
    process = Process(diagrams.read(APART), calendars, cache=cache)
    case = Walker(process, calendars, {})
    case.take("act", "ask_split", {"deep": {"in": {"it": 1}}})
    case.take("act", "c_first", {"deep": {"in": {"it": 2}}})
    case.take("act", "a_first", {})
    kept = codec.load(case.step.state, process._empty)
    [waiting] = [task for task in kept.all_tasks() if task.task_spec.name == "b"]
    assert waiting.data["deep"] == {"in": {"it": 1}}
