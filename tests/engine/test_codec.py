"""States as bytes: what they keep, and that damaged ones are refused in words."""

import random
from dataclasses import replace
from pathlib import Path

import orjson
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from runner import bpmn as diagrams
from runner.engine import Process, codec
from runner.errors import StateError, UnsupportedState
from tests.engine.corpus import BEYOND_STOCK, DRAWINGS
from tests.engine.lockstep import NOON, Walker

GOLDEN = Path(__file__).parent / "golden"


# ------------------------------------------------------------------ damage


def states(calendars):
    """States of one process in the midst of things."""
    process = Process(diagrams.read(DRAWINGS["nested sub-processes in a loop"]), calendars)
    case, rng, found = Walker(process, calendars, {}), random.Random(3), []
    while (moves := case.moves(rng)) and len(found) < 8:
        found.append(case.step.state)
        kind, name = rng.choice(moves)
        case.take(kind, name, case.values(kind, name, rng))
    return process, found


@pytest.fixture(scope="module")
def kept(calendars):
    return states(calendars)


@given(data=st.data())
@settings(max_examples=200, deadline=None)
def test_no_changed_byte_goes_unnoticed(kept, data):
    process, found = kept
    good = data.draw(st.sampled_from(found))
    state = bytearray(good)
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(state) - 1))
        how = data.draw(st.sampled_from(["change", "cut", "drop", "double"]))
        if how == "change":
            state[at] = data.draw(st.integers(0, 255))
        elif how == "cut":
            state = state[: at + 1]
        elif how == "drop" and len(state) > 1:
            del state[at]
        else:
            state[at:at] = state[max(0, at - 9) : at + 1]
    if bytes(state) != good:
        with pytest.raises(StateError, match="state"):
            process.wake(bytes(state), NOON, process.calendars.default)


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
@settings(max_examples=100, deadline=None)
@example(b"")
@example(b"1")
@example(b"1 ")
@example(b"1 00000000 ")
@example(codec.with_checksum(b""))
@example(codec.with_checksum(b"not json"))
def test_foreign_bytes_are_refused(kept, data):
    process, _ = kept
    with pytest.raises(StateError):
        process.wake(data, NOON, process.calendars.default)


@pytest.mark.parametrize(
    "damage",
    [
        lambda d: [],
        lambda d: {},
        lambda d: {**d, "n": d["n"][:2]},
        lambda d: {**d, "n": ["gone"] * len(d["n"])},
        lambda d: {**d, "p": "other"},
        lambda d: {**d, "w": []},
        lambda d: {**d, "w": [[0, [], {}, {}, 1, 0]]},
        lambda d: {**d, "e": [[7, 7]]},
        lambda d: {
            **d, "w": [[None, [[-1, 64, 0, 1, 0, 0, 0, {"x": {"$": "evil", "v": 1}}]], {}, {}, 1, 0]]
        },
    ],
)  # fmt: skip
def test_a_state_that_makes_no_sense_is_refused(kept, damage):
    """Written with a right checksum: by a fault of the program, not of the disk."""
    process, found = kept
    bad = codec.with_checksum(orjson.dumps(damage(orjson.loads(found[0].split(b" ", 2)[2]))))
    with pytest.raises(StateError, match="state"):
        process.wake(bad, NOON, process.calendars.default)


@pytest.mark.parametrize("version", [0, 2, 99])
def test_other_versions_are_refused_and_named(kept, version):
    process, _ = kept
    with pytest.raises(UnsupportedState, match=f"version {version}"):
        process.wake(codec.with_checksum(b"{}", version), NOON, process.calendars.default)


def test_a_state_of_another_process_is_refused(kept, calendars, default_process):
    _, found = kept
    with pytest.raises(StateError, match="belongs to"):
        default_process.wake(found[0], NOON, calendars.default)


# ------------------------------------------------------------------ the format of today


WALKED = [
    "sub-process with borders", "first event", "bounded cycle with work behind it",
    "parallel gateway in a loop", "standard loop, on a condition",
    "sequential multi-instance from data to data",
]  # fmt: skip


def golden_walk(name, calendars):
    """A fixed walk, step by step. Each step may be taken from another state."""
    drawn = (DRAWINGS | BEYOND_STOCK)[name]
    case = Walker(Process(diagrams.read(drawn), calendars, cache=0), calendars, {})
    rng = random.Random(7)
    yield case
    for _ in range(6):
        moves = case.moves(rng)
        if not moves:
            break
        kind, what = rng.choice(moves)
        case.take(kind, what, case.values(kind, what, rng))
        yield case


@pytest.mark.parametrize("name", WALKED)
def test_the_format_is_the_one_that_states_in_databases_have(name, calendars):
    """When this fails, states that are in databases may no longer be read: give `codec.VERSION` the
    next number and keep reading this one, then write the file anew from `golden_walk`."""
    file = GOLDEN / f"v{codec.VERSION} {name}.jsonl"
    states = b"".join(case.step.state + b"\n" for case in golden_walk(name, calendars))
    assert states == file.read_bytes()


@pytest.mark.parametrize("name", WALKED)
def test_states_with_predictions_go_on_as_those_without(name, calendars):
    """Earlier versions kept all that was ahead of a token in its state."""
    old_states = (GOLDEN / f"predicting v1 {name}.jsonl").read_bytes().splitlines()
    today = [seen(case.step) for case in golden_walk(name, calendars)]
    from_old_states = []
    for old_state, case in zip(old_states, golden_walk(name, calendars), strict=True):
        from_old_states.append(seen(case.step))
        case.step = replace(case.step, state=old_state)
    assert from_old_states == today


def seen(step):
    """What a step came to, without the numbers of its tasks."""
    tasks = sorted(task.element for task in step.tasks)
    offers = [(offer.action, offer.audience, offer.element) for offer in step.offers]
    happened = [(h.element, h.path, h.effects, h.values, h.to_status) for h in step.happened]
    return tasks, offers, step.messages, step.timers, step.status, step.completed, happened
