"""Cases moved to another version of their diagram: to an equal one at every step, which must make no
difference, and to changed ones, where they must come to stand right or be refused."""

import re
from datetime import timedelta

import pytest

from runner import bpmn as diagrams
from runner.engine import Process
from runner.errors import CannotMove
from runner.gate.soundness import find_wait_states
from tests.drawings import (
    border,
    both,
    bpmn,
    catch,
    chain,
    end,
    first_event,
    flow,
    message,
    node,
    start,
    sub,
    timer,
    user,
    xor,
)
from tests.engine.lockstep import NOON
from tests.engine.parts import many, times

# ------------------------------------------------------------------ to a changed drawing


class Moved:
    """A case that starts on one drawing, does some actions, and moves to another one."""

    def __init__(self, calendars, old, new, *actions, after=timedelta(), renamed=None):
        self.calendar, self.now = calendars["always"], NOON
        self.process = Process(diagrams.read(old), calendars)
        self.step = self.process.start({}, NOON, self.calendar)
        self.act(*actions).wait(after)
        there = Process(diagrams.read(new), calendars)
        mapping = there.mapping_from(
            self.process,
            renamed or {},
            lambda state: state in find_wait_states(there.diagram),
        )
        self.before = self.step
        self.step = there.migrate(self.step.state, self.process, mapping, self.now, self.calendar)
        self.process = there

    def act(self, *actions):
        for action in actions:
            self.step = self.process.act(self.step.state, action, {}, self.now, self.calendar)
        return self

    def wait(self, by):
        self.now += by
        self.step = self.process.wake(self.step.state, self.now, self.calendar)
        return self

    @property
    def at(self):
        return sorted(task.element for task in self.step.tasks)

    @property
    def due(self):
        return {timer.element: timer.at - NOON for timer in self.step.timers}


HOUR = timedelta(hours=1)


def line(*parts, more=""):
    """start, then the tasks one after the other, then the end."""
    ids = [part[part.index('id="') + 4 :].split('"')[0] for part in parts]
    return bpmn(start(), *parts, end(), chain("start", *ids, "end"), more, messages="m")


PLAIN = line(user("a"), user("b"))


def test_a_token_waits_at_the_same_element_with_its_number(calendars):
    case = Moved(calendars, PLAIN, line(user("z"), user("a"), user("y"), user("b")), "a_b")
    assert case.step.tasks == case.before.tasks
    assert case.act("b_end").step.completed


def test_what_follows_is_what_the_new_drawing_says(calendars):
    case = Moved(calendars, PLAIN, line(user("a"), user("between"), user("b")))
    assert case.act("a_between").at == ["between"]


def test_the_status_is_that_of_the_new_drawing(calendars):
    old, new = (line(user("a", status=name), user("b")) for name in ("Open", "Being looked at"))
    [moved] = Moved(calendars, old, new).step.happened
    assert (moved.from_status, moved.to_status) == ("Open", "Being looked at")


@pytest.mark.parametrize(
    ("new", "why"),
    [
        (line(user("c"), user("b")), "'a' is not drawn any more"),
        (line(node("manualTask", "a"), user("b")), "'a' is something else now"),
        (line(user("a", many(True, times(2))), user("b")), "'a' is something else now"),
        (
            line(
                sub(
                    "s",
                    many(True, times(2)),
                    start("s1"),
                    user("a"),
                    end("s2"),
                    chain("s1", "a", "s2"),
                ),
                user("b"),
            ),
            "'a' lies in another sub-process now",
        ),
    ],
)
def test_a_token_that_has_no_place_keeps_the_case_where_it_is(calendars, new, why):
    with pytest.raises(CannotMove, match=why) as caught:
        Moved(calendars, PLAIN, new)
    assert caught.value.element == "a"


def test_an_element_that_has_another_id_now(calendars):
    new = line(user("first"), user("b"))
    case = Moved(calendars, PLAIN, new, renamed={"a": "first"})
    assert case.act("first_b").at == ["b"]


def on_border(*events, then=""):
    ends = "".join(
        end(f"{id}_end") + flow(id, f"{id}_end")
        for id in re.findall(r'<bpmn:boundaryEvent id="(\w+)"', "".join(events))
    )
    return line(user("a"), user("b"), more="".join(events) + ends + then)


def remind(id="remind", after="PT2H", interrupting=False):
    return border(id, "a", timer(after), interrupting)


def test_timers_keep_their_instants_whatever_they_say_now(calendars):
    case = Moved(calendars, on_border(remind()), on_border(remind(after="PT9H")), after=HOUR)
    assert case.due == {"remind": 2 * HOUR}
    [_, fired] = (*case.step.happened, *case.wait(HOUR).step.happened)
    assert (fired.element, fired.at) == ("remind", NOON + 2 * HOUR)


def test_a_timer_that_has_fired_does_not_fire_again(calendars):
    for interrupting in (False, True):
        new = on_border(remind(interrupting=interrupting), remind("later", "P9D"))
        case = Moved(calendars, on_border(remind()), new, after=3 * HOUR)
        assert case.due == {"later": 3 * HOUR + timedelta(days=9)}


def test_a_timer_that_is_new_starts_now_and_one_that_is_gone_is_gone(calendars):
    case = Moved(calendars, PLAIN, on_border(remind()), after=HOUR)
    assert case.due == {"remind": 3 * HOUR}
    assert case.act("a_b").step.timers == ()
    case = Moved(calendars, on_border(remind()), PLAIN, after=HOUR)
    assert case.due == {}
    assert case.act("a_b", "b_end").step.completed


def test_an_interrupting_event_that_is_new_takes_the_token_away(calendars):
    cut = border("cut", "a", message("m"))
    case = Moved(calendars, on_border(remind()), on_border(remind(), cut))
    assert case.due == {"remind": 2 * HOUR}
    deliver = case.process.deliver(case.step.state, "m", {}, case.now, case.calendar)
    assert deliver.completed


def test_a_timer_that_is_called_otherwise_now_keeps_its_instant(calendars):
    new = on_border(remind("nudge"))
    case = Moved(calendars, on_border(remind()), new, after=HOUR, renamed={"remind": "nudge"})
    assert case.due == {"nudge": 2 * HOUR}


def test_a_milestone_that_nothing_counts_down_to_any_more_has_ended(calendars):
    old = on_border(border("late", "a", timer("PT4H"), False, milestone="answer"))
    [moved] = Moved(calendars, old, PLAIN).step.happened
    assert [(effect.kind, effect.name) for effect in moved.effects] == [("ended", "answer")]


def case_in(id, *borders):
    """A task in a sub-process, with events on its border."""
    inside = sub(id, start("s"), user("t"), end("e"), chain("s", "t", "e"))
    return line(user("a"), inside, user("b"), more="".join(borders))


def test_an_event_on_a_sub_process_is_new_while_it_runs(calendars):
    left = (border("left", "open", message("m")), end("gone"), flow("left", "gone"))
    case = Moved(calendars, case_in("open"), case_in("open", *left), "a_open")
    assert (case.at, case.step.messages) == (["t"], ("m",))
    assert case.process.deliver(case.step.state, "m", {}, case.now, case.calendar).completed
    assert case.act("t_e").at == ["b"]
    back = Moved(calendars, case_in("open", *left), case_in("open"), "a_open")
    assert back.step.messages == ()
    assert back.act("t_e").at == ["b"]


def test_a_sub_process_that_is_called_otherwise_now(calendars):
    case = Moved(
        calendars, case_in("open"), case_in("running"), "a_open", renamed={"open": "running"}
    )
    assert case.act("t_e", "b_end").step.completed
    with pytest.raises(CannotMove, match="'open' is not drawn any more"):
        Moved(calendars, case_in("open"), case_in("running"), "a_open")


def around(id, *tasks, before=(), after=(), more=""):
    """A sub-process around some tasks, in a row with others."""
    inside = sub(id, start("s"), *map(user, tasks), end("e"), chain("s", *tasks, "e"))
    return line(*map(user, before), inside, *map(user, after), more=more)


def test_a_sub_process_that_is_drawn_around_a_task_begins_with_its_token(calendars):
    old = on_border(remind())
    late = border("late", "open", timer("PT5H")) + end("gone") + flow("late", "gone")
    inside = border("remind", "a", timer("PT9H"), False) + end("told") + flow("remind", "told")
    new = bpmn(
        start(), sub("open", start("s"), user("a"), user("c"), end("e"), inside,
                     chain("s", "a", "c", "e")),
        user("b"), end(), chain("start", "open", "b", "end"), late,
    )  # fmt: skip
    case = Moved(calendars, old, new, after=HOUR)
    assert case.at == ["a"]
    assert case.step.tasks == case.before.tasks
    assert case.due == {"remind": 2 * HOUR, "late": 6 * HOUR}  # one goes on, one begins
    assert case.act("a_c", "c_e").at == ["b"]
    assert case.act("b_end").step.completed
    case = Moved(calendars, old, new, after=HOUR)
    assert case.wait(5 * HOUR).step.completed


def test_a_sub_process_that_is_not_drawn_any_more_lets_its_tokens_go_on(calendars):
    late = border("late", "open", timer("PT5H")) + end("gone") + flow("late", "gone")
    old = around("open", "t", "u", before="a", after="b", more=late)
    case = Moved(calendars, old, line(*map(user, "atub")), "a_open", "t_u")
    assert (case.at, case.due) == (["u"], {})
    assert case.step.tasks == case.before.tasks
    assert case.act("u_b", "b_end").step.completed
    with pytest.raises(CannotMove, match="'open' is not drawn any more"):
        Moved(calendars, old, line(*map(user, "atb")), "a_open", "t_u")


def test_an_event_that_goes_to_the_sub_process_around_or_back_is_the_same_one(calendars):
    on_task = on_border(remind())
    outside = border("remind", "open", timer("PT2H"), False) + end("told") + flow("remind", "told")
    on_sub_process = around("open", "a", after="b", more=outside)
    for old, new in ((on_task, on_sub_process), (on_sub_process, on_task)):
        assert Moved(calendars, old, new, after=HOUR).due == {"remind": 2 * HOUR}
        case = Moved(calendars, old, new, after=3 * HOUR)
        assert (case.at, case.due) == (["a"], {})  # it has fired, and does not fire again


def test_an_event_of_sub_processes_around_one_another_is_the_same_one_too(calendars):
    inner = sub("inner", start("i"), user("a"), end("j"), chain("i", "a", "j"))
    outside = border("remind", "outer", timer("PT2H"), False) + end("told") + flow("remind", "told")
    around_two = line(
        sub("outer", start("s"), inner, end("e"), chain("s", "inner", "e")), user("b"), more=outside
    )
    for old, new in ((on_border(remind()), around_two), (around_two, on_border(remind()))):
        assert Moved(calendars, old, new, after=HOUR).due == {"remind": 2 * HOUR}


def test_sub_processes_around_one_another_come_and_go_together(calendars):
    inner = sub("inner", start("i"), user("a"), end("j"), chain("i", "a", "j"))
    new = line(sub("outer", start("s"), inner, end("e"), chain("s", "inner", "e")), user("b"))
    assert Moved(calendars, PLAIN, new).act("a_j").at == ["b"]
    assert Moved(calendars, new, PLAIN).act("a_b").at == ["b"]


def test_tokens_side_by_side_go_into_one_sub_process_or_stay(calendars):
    def inside(*tasks):
        return sub("open", start("s"), both("f"), *map(user, tasks), both("g"), end("e"),
                   chain("s", "f"), chain("g", "e"), *(chain("f", t, "g") for t in tasks))  # fmt: skip

    old = fork(("a",), ("c",))
    case = Moved(calendars, old, line(inside("a", "c"), user("last")))
    assert case.at == ["a", "c"]
    assert case.act("a_g").at == ["c"]
    assert case.act("c_g").at == ["last"]
    one = sub("open", start("s"), user("a"), end("e"), chain("s", "a", "e"))
    for new in (line(inside("a", "c", "d")), line(one, user("c"))):
        with pytest.raises(CannotMove, match="tokens cannot come to wait"):
            Moved(calendars, old, new)


def test_a_token_alone_goes_nowhere_where_a_join_waits_for_a_second_one(calendars):
    """What was a choice is all ways now: the sub-process beside it was never begun for this case."""
    beside = sub("open", start("s"), user("a"), end("e"), chain("s", "a", "e"))

    def ways(gateway):
        return bpmn(start(), user("t"), gateway("f"), beside, user("c"), gateway("g"), end(),
                    flow("f", "open", "In"), flow("f", "c", "Out"), chain("start", "t", "f"),
                    chain("open", "g", "end"), chain("c", "g"))  # fmt: skip

    for chosen in ("f_open", "f_c"):
        with pytest.raises(CannotMove, match="tokens cannot come to wait"):
            Moved(calendars, ways(xor), ways(both), chosen)


def told(*around):
    """Beside a task, whatever each message starts."""
    return bpmn(
        start(),
        sub("o", start("o1"), sub("s", start("s1"), user("a"), end("s2"), chain("s1", "a", "s2")),
            end("o2"), chain("o1", "s", "o2"), border("told", "s", message("m"), False), *around),
        end(), chain("start", "o", "end"), messages="m",
    )  # fmt: skip


def test_tokens_at_one_element_never_become_one_nor_more_than_are_drawn(calendars):
    """Two of them go on as two where nothing changed. Else it is not known how many there may be."""
    old = told(user("x"), user("y"), end("f"), chain("told", "x", "y", "f"))
    wrapped = sub("w", start("w1"), user("x"), end("w2"), chain("w1", "x", "w2"))
    new = told(wrapped, user("y"), end("f"), chain("told", "w", "y", "f"))
    process = Process(diagrams.read(old), calendars)
    for drawn, beside, then in ((old, 2, "x_y"), (new, 1, "x_w2")):
        there, calendar = Process(diagrams.read(drawn), calendars), calendars["always"]
        known = find_wait_states(there.diagram)
        mapping = there.mapping_from(process, {}, known.__contains__)
        step = process.start({}, NOON, calendar)
        for _ in range(beside):
            step = process.deliver(step.state, "m", {}, NOON, calendar)
        moved = there.migrate(step.state, process, mapping, NOON, calendar)
        for _ in range(beside):
            moved = there.act(moved.state, then, {}, NOON, calendar)
        assert [task.element for task in moved.tasks].count("y") == beside
    step = process.deliver(step.state, "m", {}, NOON, calendar)
    with pytest.raises(CannotMove, match="'x' waits several times"):
        there.migrate(step.state, process, mapping, NOON, calendar)


def race(*events):
    """The first of several events after the task."""
    paths = "".join(catch(id, event) + chain("race", id, "end") for id, event in events)
    return bpmn(start(), user("a"), first_event("race"), paths, end(),
                chain("start", "a", "race"), messages="m n")  # fmt: skip


def test_an_event_based_gateway_hears_what_is_drawn_behind_it_now(calendars):
    old = race(("t", timer("PT4H")), ("heard", message("m")))
    new = race(("soon", timer("PT2H")), ("t", timer("PT1H")), ("heard", message("n")))
    case = Moved(calendars, old, new, "a_race", after=HOUR)
    assert [timer.at - NOON for timer in case.step.timers] == [3 * HOUR, 4 * HOUR]
    assert case.step.messages == ("n",)
    assert case.wait(2 * HOUR).step.completed


def fork(*branches):
    """Branches that run side by side, each a chain of tasks."""
    tasks = "".join(user(id) for branch in branches for id in branch)
    chains = "".join(chain("split", *branch, "join") for branch in branches)
    return bpmn(start(), both("split"), tasks, chains, both("join"), user("last"), end(),
                chain("start", "split"), chain("join", "last", "end"))  # fmt: skip


def test_tokens_side_by_side_meet_behind(calendars):
    old, new = fork(("a", "b"), ("c",)), fork(("a", "x", "b"), ("c", "d"))
    case = Moved(calendars, old, new, "a_b")
    assert case.act("b_join").at == ["c"]
    assert case.act("c_d", "d_join").at == ["last"]


def test_a_token_that_waits_at_a_join_goes_on_waiting_there(calendars):
    new = fork(("a",), ("c", "d"))
    case = Moved(calendars, fork(("a",), ("c",)), new, "a_join")
    assert case.act("c_d", "d_join").at == ["last"]
    for new, why in (
        (fork(("a",), ("c",), ("e",)), "wait at 'a -> join' and 'c' like this"),
        (fork(("a", "b"), ("c",)), "'join' has lost the flow"),
    ):
        with pytest.raises(CannotMove, match=why):
            Moved(calendars, fork(("a",), ("c",)), new, "a_join")


def test_a_token_that_would_wait_for_others_for_ever_stays(calendars):
    """The dynamic change bug of the literature (Ellis, Keddara and Rozenberg, 1995)."""
    with pytest.raises(CannotMove, match="wait at 'c' like this"):
        Moved(calendars, line(user("a"), user("c")), fork(("a",), ("c",)), "a_c")
    case = Moved(calendars, fork(("a",), ("c",)), fork(("a", "b"), ("c",)))
    assert case.at == ["a", "c"]


def test_two_tokens_never_do_what_is_drawn_for_one(calendars):
    old, merged = fork(("a",), ("b",)), {"a": "c", "b": "c"}
    for new in (line(user("c"), user("d")), fork(("c",), ("d",))):
        with pytest.raises(CannotMove, match="would be one with another element"):
            Moved(calendars, old, new, renamed=merged)
    with pytest.raises(CannotMove, match="two would do what is drawn for one"):
        Moved(calendars, old, line(user("a"), user("b")))
    case = Moved(calendars, PLAIN, line(user("c"), user("d")), "a_b", renamed=merged)
    assert case.at == ["c"]


def test_rounds_and_instances_go_on_where_they_are(calendars):
    def review(*tasks):
        ids = [part[part.index('id="') + 4 :].split('"')[0] for part in tasks]
        inner = (start("s"), *tasks, end("e"), chain("s", *ids, "e"))
        return line(user("a"), sub("each", many(True, times(3)), *inner), user("b"))

    case = Moved(calendars, review(user("t")), review(user("t"), user("u")), "a_each", "t_e")
    for _ in range(2):
        assert case.at == ["t"]
        case.act("t_u", "u_e")
    assert case.at == ["b"]
