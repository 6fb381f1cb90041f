"""After every step a case has ended, or somebody or something can still act on it. A step after which
that would not hold is refused, and leaves the case as it was."""

import random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from runner import bpmn as diagrams
from runner.engine import Process
from runner.errors import DiagramError, EngineError, Stuck
from tests.drawings import (
    both,
    bpmn,
    catch,
    chain,
    either,
    end,
    flow,
    notify,
    start,
    timer,
    user,
    xor,
)
from tests.engine.lockstep import NOON, Walker
from tests.engine.parts import DECLARED, NUMBER, signal

KINDS = {
    "task": lambda id: user(id, form=NUMBER),
    "choice": xor,
    "parallel": both,
    "inclusive": either,
    "timer": lambda id: catch(id, timer("PT1H")),
    "signal": lambda id: catch(id, signal()),
}


def any_drawing(seed):
    """Elements joined at random: most such drawings are wrong in some way."""
    rng = random.Random(seed)
    ids = [f"e{number}" for number in range(rng.randint(2, 7))]
    kinds = {id: rng.choice([*KINDS, "task", "task", "parallel"]) for id in ids}
    parts = [start(), end(), *(KINDS[kinds[id]](id) for id in ids)]
    parts.append(chain("start", ids[0]))
    for number, id in enumerate(ids):
        later = [*ids[number + 1 :], "end"]
        onto = [*ids, "end"] if kinds[id] == "choice" else later
        gate = kinds[id] in ("choice", "parallel", "inclusive")
        targets = rng.sample(onto, min(len(onto), rng.randint(1, 2)) if gate else 1)
        for target in targets:
            when = (
                rng.choice(("n > 0", "n > 1", "n == n"))
                if kinds[id] in ("choice", "inclusive")
                else ""
            )
            parts.append(flow(id, target, when=when))
    return bpmn(*parts, extra=DECLARED)


def follow(seed, calendars):
    """Walks a drawing as far as it goes. Returns what ended the walk."""
    try:
        process = Process(diagrams.read(any_drawing(seed)), calendars, cache=seed % 2)
        case = Walker(process, calendars, {"n": 1})
    except DiagramError:
        return "refused"
    except EngineError:
        return "never began"
    rng = random.Random(seed)
    for _ in range(20):
        step = case.step
        if step.completed:
            assert not step.tasks
            return "completed"
        assert step.offers or step.messages or step.timers
        kind, name = rng.choice(case.moves(rng))
        try:
            case.take(kind, name, case.values(kind, name, rng))
        except EngineError as error:
            assert case.step is step
            again = process.wake(step.state, NOON, case.calendar)
            assert (again.tasks, again.offers) == (step.tasks, step.offers)
            return type(error).__name__
    return "went on"


@given(st.integers(0, 10**6))
@example(0)
@settings(max_examples=60, deadline=None)
def test_no_drawing_leaves_a_case_in_silence(calendars, seed):
    follow(seed, calendars)


def test_among_such_drawings_are_good_ones_and_ones_that_strand_a_case(calendars):
    ends = {follow(seed, calendars) for seed in range(60)}
    assert {"completed", "Stuck", "went on"} <= ends


def test_a_task_whose_outcomes_are_all_barred_is_stuck(calendars):
    drawn = bpmn(
        start(), user("ask", form=NUMBER), user("work"), xor("x"), end(), end("end2"),
        chain("start", "ask", "work", "x"), flow("x", "end", "A", "n > 5", id="a"),
        flow("x", "end2", "B", "n > 6", id="b"),
    )  # fmt: skip
    case = Walker(Process(diagrams.read(drawn), calendars), calendars, {})
    with pytest.raises(Stuck, match="Nobody"):
        case.take("act", "ask_work", {"n": 1})
    case.take("act", "ask_work", {"n": 6})
    assert {offer.action for offer in case.step.offers} == {"a"}


def test_waiting_for_a_signal_that_nobody_can_send_is_stuck(calendars):
    drawn = bpmn(
        start(), user("work"), catch("heard", signal()), end(), chain("start", "work", "heard", "end"),
        extra=DECLARED,
    )  # fmt: skip
    case = Walker(Process(diagrams.read(drawn), calendars), calendars, {})
    with pytest.raises(Stuck, match="Nobody"):
        case.take("act", "work_heard", {})


# ------------------------------------------------------------------ errors nobody thought of

ERRORS = [AttributeError, KeyError, AssertionError, NameError, NotImplementedError, RuntimeError,
          StopIteration, SyntaxError, UnicodeDecodeError, RecursionError, MemoryError]  # fmt: skip
TOLD = bpmn(
    start(),
    user("work"),
    notify("tell"),
    user("after"),
    end(),
    chain("start", "work", "tell", "after", "end"),
)


def raising(kind):
    def stumble(*_, **__):
        raise kind("utf-8", b"x", 0, 1, "why") if kind is UnicodeDecodeError else kind("why")

    return stumble


@pytest.mark.parametrize("kind", ERRORS)
@pytest.mark.parametrize(
    "place",
    ["runner.engine.specs.NotificationTask._execute", "runner.engine.workflow.CaseTask.run",
     "runner.engine.run.CaseRun._path", "runner.engine.run.CaseRun.check", "runner.engine.run.CaseRun._due",
     "runner.engine.compaction._TreeCompaction.run", "runner.engine.process.dump", "runner.engine.process.load"],
)  # fmt: skip
def test_whatever_breaks_in_the_engine_is_an_error_of_the_engine(
    kind, place, calendars, monkeypatch
):
    case = Walker(Process(diagrams.read(TOLD), calendars, cache=0), calendars, {})
    with monkeypatch.context() as broken:
        broken.setattr(place, raising(kind))
        with pytest.raises(EngineError, match=r"failed|too deep"):
            case.take("act", "work_tell", {})
    case.take("act", "work_tell", {})
    assert [task.element for task in case.step.tasks] == ["after"]
