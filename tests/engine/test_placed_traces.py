"""A drawing runs the same wherever it is drawn: in a sub-process, in one of three, in a process that
is called, beside another token. The traces are those that stand with the constructs."""

import pytest

from tests.drawings import both, chain, end, node, start, sub, user
from tests.engine import (
    test_concurrent_traces,
    test_implicit_traces,
    test_nested_traces,
    test_traces,
)
from tests.engine.parts import DECLARED, called
from tests.engine.walked import drawn

SEVERAL = (test_traces, test_nested_traces, test_concurrent_traces, test_implicit_traces)
TRACES = [trace for module in SEVERAL for trace in module.TRACES.values()]
DECLARATIONS = DECLARED + test_nested_traces.MORE
BESIDE = "beside"


def in_a_sub_process(parts, depth=1):
    for at in range(depth):
        parts = (
            start(f"begin{at}"), sub(f"host{at}", *parts), end(f"over{at}"),
            chain(f"begin{at}", f"host{at}", f"over{at}"),
        )  # fmt: skip
    return parts, ""


def in_three(parts):
    return in_a_sub_process(parts, 3)


def in_a_called_process(parts):
    host = node("callActivity", "host", calledElement="inner")
    call = start("begin"), host, end("over"), chain("begin", "host", "over")
    return call, called("inner", *parts)


def in_a_sub_process_that_calls(parts):
    call, inner = in_a_called_process(parts)
    return in_a_sub_process(call)[0], inner


def beside_another_token(parts):
    split = (
        start("begin"), both("split"), sub("host", *parts), user(BESIDE), both("join"), end("over"),
        chain("begin", "split", "host", "join", "over"), chain("split", BESIDE, "join"),
    )  # fmt: skip
    return split, ""


PLACES = (
    in_a_sub_process, in_three, in_a_called_process, in_a_sub_process_that_calls,
    beside_another_token,
)  # fmt: skip
EVERY = 20


@pytest.mark.parametrize("every", [EVERY, pytest.param(1, marks=pytest.mark.soak)])
@pytest.mark.parametrize("place", PLACES)
def test_a_drawing_runs_the_same_wherever_it_is_drawn(place, every, calendars):
    for parts, extra, steps in TRACES[PLACES.index(place) :: every]:
        ends = (end(),) if any('targetRef="end"' in part for part in parts) else ()
        placed, inner = place((start(), *ends, *parts))
        more = DECLARATIONS + extra + inner
        case = drawn(calendars, *placed, process="case", messages="m k", extra=more)
        case.follow(*(_waits(place, step, at) for at, step in enumerate(steps)))


def _waits(place, step, at):
    """Every second item says where the case waits."""
    if place is not beside_another_token or at % 2:
        return step
    return " ".join(sorted([*step.split(), BESIDE]))
