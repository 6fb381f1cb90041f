"""One way in which anything happens to a case, and what it promises."""

from datetime import UTC, datetime, timedelta

import pytest

from runner import bpmn as diagrams
from runner.engine import Process
from runner.errors import DiagramError, EngineError, NotPossible, Stuck
from tests.drawings import (
    border,
    both,
    bpmn,
    catch,
    chain,
    either,
    end,
    flow,
    message,
    node,
    notify,
    start,
    sub,
    timer,
    user,
    xor,
)  # fmt: skip

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


class Case:
    """A case on the bare engine, driven in sentences."""

    def __init__(self, process, calendars, now=MONDAY, calendar="always", **data):
        self.process, self.calendar, self.now = process, calendars[calendar], now
        self.step = process.start(data, now, self.calendar)

    def act(self, action, **values):
        return self._take(self.process.act, action, values)

    def deliver(self, name, **values):
        return self._take(self.process.deliver, name, values)

    def _take(self, change, name, values):
        self.step = change(self.step.state, name, values, self.now, self.calendar)
        return self

    def wait(self, **by):
        self.now += timedelta(**by)
        self.step = self.process.wake(self.step.state, self.now, self.calendar)
        return self

    @property
    def waits_at(self):
        return [task.element for task in self.step.tasks]

    @property
    def offered(self):
        return {offer.action for offer in self.step.offers}


def case(calendars, *parts, **options):
    data = options.pop("data", {})
    process = Process(diagrams.read(bpmn(*parts, **options)), calendars, cache=0)
    return Case(process, calendars, **data)


@pytest.fixture
def lifecycle(default_process, calendars):
    return Case(default_process, calendars, calendar="office", priority="P2")


# ------------------------------------------------------------------ outcomes, guards, forms


def test_a_chain_may_be_as_long_as_a_diagram(calendars):
    """Nine hundred elements one behind the other, with a way back from the last to the first."""
    ids = [f"t{number}" for number in range(900)]
    parts = [start(), *(user(id, status="Here") for id in ids), xor("x"), end(status="Closed")]
    flows = [
        chain("start", *ids, "x"),
        flow("x", "end", "Done"),
        flow("x", "t0", "Again", id="again"),
    ]
    case = Case(Process(diagrams.read(bpmn(*parts, *flows), {}), calendars), calendars)
    while case.waits_at != ["t899"]:
        case.act(*case.offered)
    assert case.act("again").waits_at == ["t0"]


def test_outcomes_need_no_condition(calendars):
    c = case(
        calendars, start(), user("work"), xor("which"), user("a"), user("b"), end(), end("end2"),
        chain("start", "work", "which"), flow("which", "a", "Left", id="left"),
        flow("which", "b", "Right", id="right"), chain("a", "end"), chain("b", "end2"),
    )  # fmt: skip
    assert c.offered == {"left", "right"}
    assert c.act("right").waits_at == ["b"]


def test_a_drawn_condition_is_a_guard(calendars):
    form = {"type": "object", "properties": {"sure": {"type": "boolean"}}}
    c = case(
        calendars, start(), user("ask", form=form), user("work"), xor("which"), end(), end("end2"),
        chain("start", "ask", "work", "which"), flow("which", "end", "Go", "sure", id="go"),
        flow("which", "end2", "Stop", id="stop"),
    )  # fmt: skip
    assert c.act("ask_work", sure=False).offered == {"stop"}
    with pytest.raises(NotPossible):
        c.act("go")


def test_a_gateway_whose_flows_have_no_name_decides_on_data(calendars):
    form = {"type": "object", "properties": {"n": {"type": "integer"}}}
    parts = (
        start(), user("ask", form=form), xor("which", default="which_small"), user("big"),
        user("small"), end(), end("end2"), chain("start", "ask", "which"),
        flow("which", "big", when="n > 10"), flow("which", "small"), chain("big", "end"),
        chain("small", "end2"),
    )  # fmt: skip
    assert case(calendars, *parts).offered == {"ask_which"}
    assert case(calendars, *parts).act("ask_which", n=11).waits_at == ["big"]
    assert case(calendars, *parts).act("ask_which", n=None).waits_at == ["small"]


def test_what_the_diagram_does_not_read_is_not_kept_in_the_state(lifecycle):
    lifecycle.act("send_first_response", body="SECRET").act("block", reference="SECRET-1")
    assert b"SECRET" not in lifecycle.step.state


def test_flows_without_an_id_get_one_that_tells_where_they_lead(calendars):
    text = bpmn(start(), user("a"), end(), chain("start", "a", "end"))
    text = text.replace(b' id="start_a"', b"").replace(b' id="a_end"', b"")
    c = Case(Process(diagrams.read(text), calendars), calendars)
    assert c.offered == {"a_to_end"}
    assert c.act("a_to_end").step.completed


@pytest.mark.parametrize("id", ["Start", "End", "Root", "p.EndJoin", "x.BoundaryEventSplit"])
def test_ids_that_the_engine_uses_inside_are_shown_as_drawn(calendars, id):
    c = case(
        calendars, start("begin"), user(id), border("late", id, timer("PT1H"), False), end("e1"),
        end("e2"), chain("begin", id, "e1"), chain("late", "e2"),
    )  # fmt: skip
    assert c.waits_at == [id]
    assert c.step.happened[0].path[-1] == id
    assert c.act(f"{id}_e1").step.completed


# ------------------------------------------------------------------ timers


def test_late_timers_fire_in_due_order_each_at_its_own_instant(lifecycle):
    lifecycle.wait(days=3)
    fired = [(h.element, h.at) for h in lifecycle.step.happened]
    assert fired == [
        ("first_response_due_soon", MONDAY + 1.5 * HOUR),
        ("first_response_missed", MONDAY + 2 * HOUR),
    ]
    assert lifecycle.wait(days=3).step.happened == ()


def test_what_a_late_timer_starts_counts_from_its_due_instant(calendars):
    c = case(
        calendars, start(), user("a"), border("t", "a", timer("PT1H")), catch("pause", timer("PT2H")),
        user("b"), xor("x"), end(), chain("start", "a", "x", "end"), chain("t", "pause", "b", "x"),
    )  # fmt: skip
    c.wait(hours=10)
    assert [h.at for h in c.step.happened] == [MONDAY + HOUR, MONDAY + 3 * HOUR]
    assert c.waits_at == ["b"]


def test_an_action_first_fires_what_is_due(lifecycle):
    lifecycle.now += timedelta(days=1)
    lifecycle.act("send_first_response")
    assert [h.cause for h in lifecycle.step.happened] == ["timer", "timer", "action"]


def test_a_reply_and_a_due_timer_never_make_two_tokens(lifecycle):
    lifecycle.act("send_first_response").act("ask_customer")
    lifecycle.now += timedelta(days=30)
    lifecycle.deliver("customer_reply")
    assert lifecycle.waits_at == ["acknowledge_reply"]
    assert [h.element for h in lifecycle.step.happened][-2:] == [
        "silent_for_10_days",
        "reply_while_working",
    ]


def test_a_milestone_is_met_at_the_very_instant_and_missed_after_it(default_process, calendars):
    for late, kinds in ((0, ["reached"]), (1, ["missed", "reached"])):
        c = Case(default_process, calendars, priority="P1")
        c.now += timedelta(minutes=30, microseconds=late)
        c.act("send_first_response")
        effects = [e.kind for h in c.step.happened for e in h.effects if e.name == "first_response"]
        assert effects == kinds


def test_other_timers_fire_at_their_instant(calendars):
    c = case(
        calendars, start(), user("a"), border("t", "a", timer("PT1H")), xor("x"), end(),
        chain("start", "a", "x", "end"), chain("t", "x"),
    )  # fmt: skip
    assert c.wait(minutes=60, microseconds=-1).waits_at == ["a"]
    assert c.wait(microseconds=1).step.completed


def test_two_interrupting_timers_due_together_leave_one_token(calendars):
    c = case(
        calendars, start(), user("a"), border("t1", "a", timer("PT1H")), border("t2", "a", timer("PT1H")),
        user("b"), user("c"), xor("x"), end(), chain("start", "a", "x", "end"), chain("t1", "b", "x"),
        chain("t2", "c", "x"),
    )  # fmt: skip
    assert c.wait(days=1).waits_at == ["b"]


def test_every_period_of_a_cycle_fires_at_its_own_instant(calendars):
    c = case(
        calendars, start(), user("a"), border("t", "a", timer("R3/PT1H", "timeCycle"), False),
        notify("tell"), end(), end("told"), chain("start", "a", "end"), chain("t", "tell", "told"),
    )  # fmt: skip
    assert len(c.wait(hours=1).step.happened) == 1
    assert [h.at for h in c.wait(days=2).step.happened] == [MONDAY + 2 * HOUR, MONDAY + 3 * HOUR]
    assert c.step.timers == ()
    assert c.act("a_end").step.completed


def test_an_interrupting_cycle_interrupts_once(calendars):
    """The stock engine leaves the activity open and ends the process silently (deviation)."""
    c = case(
        calendars, start(), user("a"), border("t", "a", timer("R3/PT1H", "timeCycle")), user("b"),
        xor("x"), end(), chain("start", "a", "x", "end"), chain("t", "b", "x"),
    )  # fmt: skip
    assert c.wait(days=1).waits_at == ["b"]
    assert c.step.timers == ()


def test_two_timers_behind_one_event_gateway_keep_their_own_times(calendars):
    """The stock engine keeps one due time for both (deviation)."""
    c = case(
        calendars, start(), node("eventBasedGateway", "g"), catch("long", timer("P2D")),
        catch("short", timer("P1D")), user("a"), user("b"), end(), end("end2"),
        chain("start", "g", "long", "a", "end"), chain("g", "short", "b", "end2"),
    )  # fmt: skip
    assert [t.at for t in c.step.timers] == [MONDAY + 24 * HOUR, MONDAY + 48 * HOUR]
    assert c.wait(hours=25).waits_at == ["b"]


def test_business_timers_count_in_the_calendar_of_the_case(calendars):
    parts = (
        start(), user("a"), border("t", "a", timer("PT9H"), time="business"), xor("x"), end(),
        chain("start", "a", "x", "end"), chain("t", "x"),
    )  # fmt: skip
    process = Process(diagrams.read(bpmn(*parts)), calendars)
    office = Case(process, calendars, calendar="office")
    always = Case(process, calendars, calendar="always")
    assert office.step.next_due == MONDAY + 25 * HOUR
    assert always.step.next_due == MONDAY + 9 * HOUR


def test_a_due_date_that_nobody_set_is_a_clear_error(calendars):
    with pytest.raises(EngineError, match="'answer_by' is not set"):
        case(
            calendars, start(), catch("c", timer("answer_by", "timeDate")), end(),
            chain("start", "c", "end"),
        )  # fmt: skip


# ------------------------------------------------------------------ new facts


def test_a_new_priority_moves_the_waiting_timers_in_place(lifecycle):
    lifecycle.now += HOUR
    lifecycle.step = lifecycle.process.revise(
        lifecycle.step.state, {"priority": "P4"}, lifecycle.now, lifecycle.calendar
    )
    assert [t.at for t in lifecycle.step.timers] == [
        datetime(2026, 3, 3, 13, tzinfo=UTC),
        datetime(2026, 3, 3, 17, tzinfo=UTC),
    ]
    assert [h.cause for h in lifecycle.step.happened] == ["changed"]


def test_a_priority_that_is_overdue_at_once_fires_now(lifecycle):
    lifecycle.now += HOUR
    lifecycle.step = lifecycle.process.revise(
        lifecycle.step.state, {"priority": "P1"}, lifecycle.now, lifecycle.calendar
    )
    happened = [(h.element, h.at) for h in lifecycle.step.happened[1:]]
    assert happened == [
        ("first_response_due_soon", lifecycle.now),
        ("first_response_missed", lifecycle.now),
    ]


# ------------------------------------------------------------------ never silent


def test_a_drawing_that_waits_for_nobody_is_stuck_and_says_so(calendars):
    with pytest.raises(Stuck, match="circles"):
        case(calendars, start(), xor("a"), node("serviceTask", "b", notify("b").split(">", 1)[1]
             .rsplit("</bpmn:serviceTask>", 1)[0]), xor("c"), end(),
             chain("start", "a", "b", "c"), flow("c", "a", when="true"), flow("c", "end", when="false"))  # fmt: skip


def test_a_gateway_without_a_true_condition_is_refused(calendars):
    c = case(
        calendars, start(), user("a"), xor("x"), end(), end("end2"), chain("start", "a", "x"),
        flow("x", "end", when="1 > 2"), flow("x", "end2", when="2 > 3"),
    )  # fmt: skip
    before = c.step
    with pytest.raises(EngineError):
        c.act("a_x")
    assert c.step == before


def test_a_join_that_can_never_fire_is_refused(calendars):
    c = case(
        calendars, start(), user("a"), xor("x"), both("j"), end(), user("b"), user("d"),
        chain("start", "a", "x"), flow("x", "b", "B", id="to_b"), flow("x", "d", "D", id="to_d"),
        chain("b", "j", "end"), chain("d", "j"),
    )  # fmt: skip
    c.act("to_b")
    with pytest.raises(Stuck, match="Nobody"):
        c.act("b_j")


def test_timers_that_fire_one_another_end_in_an_error(calendars):
    with pytest.raises(Stuck):
        case(
            calendars, start(), xor("again"), catch("t", timer("2020-01-01T00:00:00Z", "timeDate")),
            xor("x", default="x_end"), end(), chain("start", "again", "t", "x"),
            flow("x", "again", when="true"), flow("x", "end"),
        )  # fmt: skip


def test_actions_that_are_not_offered_are_refused(lifecycle):
    for action in ("accept_solution", "nonsense", "investigate", "reply_while_working"):
        with pytest.raises(NotPossible):
            lifecycle.act(action)
    for name in ("customer_reply", "nonsense"):
        with pytest.raises(NotPossible):
            lifecycle.deliver(name)


def test_what_the_engine_cannot_read_is_said_without_its_xml(calendars):
    undo = border("undo", "a", "<bpmn:compensateEventDefinition/>")
    with pytest.raises(
        DiagramError, match=r"does not run events of this kind \(at 'undo'\)"
    ) as told:
        case(calendars, start(), user("a"), undo, end(), chain("start", "a", "end"))
    assert "<" not in str(told.value)


def test_scripts_do_not_run(calendars):
    script = node("scriptTask", "b", "<bpmn:script>open('/tmp/pwned', 'w')</bpmn:script>")
    with pytest.raises(DiagramError):
        case(calendars, start(), script, end(), chain("start", "b", "end"))
    settings = node("scriptTask", "b", "<bpmn:script>n = 2\nn = n + 1</bpmn:script>")
    case(calendars, start(), settings, xor("x", default="x_lost"), user("a"), end("lost"), end(),
         chain("start", "b", "x"), flow("x", "a", when="n == 3"), flow("x", "lost"), chain("a", "end"),
         ).act("a_end")  # fmt: skip
    pre = "<bpmn:extensionElements><spiffworkflow:preScript>x = 1</spiffworkflow:preScript></bpmn:extensionElements>"
    with pytest.raises(DiagramError, match="no code"):
        case(calendars, start(), node("userTask", "a", pre), end(), chain("start", "a", "end"))
    with pytest.raises(DiagramError, match="cannot be called"):
        case(calendars, start(), either("g"), user("a"), end(), chain("start", "g"),
             flow("g", "a", when="__import__('os').getcwd()"), chain("a", "end"))  # fmt: skip


def test_services_are_a_closed_list(calendars):
    task = notify("t").replace("id='notify'", "id='shell'")
    with pytest.raises(DiagramError, match="shell"):
        case(calendars, start(), task, end(), chain("start", "t", "end"))


# ------------------------------------------------------------------ state


def test_a_long_life_costs_what_a_short_one_costs(lifecycle):
    lifecycle.wait(hours=5).act("send_first_response")

    def round_trip():
        lifecycle.act("ask_customer").wait(days=5)
        lifecycle.deliver("customer_reply").act("acknowledge")
        lifecycle.act("block").deliver("customer_reply").act("still_blocked").act("clear_blocker")
        lifecycle.act("propose_solution").act("reject_solution")
        return len(lifecycle.step.state)

    sizes = [round_trip() for _ in range(120)]
    assert sizes[-1] <= sizes[9] * 1.02
    assert lifecycle.act("propose_solution").act("accept_solution").step.status == "Closed"


def test_compaction_can_be_switched_off_for_comparison(default_diagram, calendars):
    cases = [
        Case(Process(default_diagram, calendars, compacting=on, cache=0), calendars, priority="P2")
        for on in (True, False)
    ]
    for c in cases:
        c.act("send_first_response").act("ask_customer").deliver("customer_reply").act(
            "acknowledge"
        )
    short, whole = cases
    assert (short.offered, short.waits_at, short.step.status) == (
        whole.offered,
        whole.waits_at,
        whole.step.status,
    )
    assert len(whole.step.state) > 1.5 * len(short.step.state)


def test_a_cached_case_does_what_a_loaded_one_does(default_diagram, calendars):
    warm, cold = (Process(default_diagram, calendars, cache=size) for size in (10, 0))
    cases = [Case(process, calendars, priority="P3") for process in (warm, cold)]
    for c in cases:
        c.act("send_first_response").act("propose_solution").wait(days=4).act("reject_solution")
    assert cases[0].step == cases[1].step


def test_a_state_used_twice_gives_the_same_twice(lifecycle):
    before, process = lifecycle.step.state, lifecycle.process
    args = (before, "send_first_response", {}, MONDAY, lifecycle.calendar)
    assert process.act(*args) == process.act(*args)


# ------------------------------------------------------------------ what happened, in full


def test_a_step_tells_the_way_the_token_took(lifecycle):
    lifecycle.act("send_first_response").act("propose_solution")
    happening = lifecycle.step.happened[0]
    assert happening.path == (
        "to_next_step", "next_step", "propose_solution", "customers_move", "customer_asked",
        "asked", "which_move", "asked_for_review", "review_solution",
    )  # fmt: skip
    assert (happening.from_status, happening.to_status) == ("Work in Progress", "Solution Proposed")
    lifecycle.act("accept_solution")
    assert lifecycle.step.happened[0].resolution == "solved"
    assert lifecycle.step.happened[0].path[-2:] == ("case_done", "closed")


def test_each_visit_of_a_task_has_its_own_id(lifecycle):
    lifecycle.act("send_first_response").act("propose_solution")
    first = lifecycle.step.tasks[0]
    lifecycle.act("reject_solution").act("propose_solution")
    assert lifecycle.step.tasks[0].id != first.id
    assert {o.visit for o in lifecycle.step.offers if o.action == "withdraw_proposal"} == {
        lifecycle.step.tasks[0].id
    }


def test_the_status_of_a_waiting_task_may_come_from_the_sub_process_around_it(calendars):
    inner = sub("inner", start("s"), user("a"), end("e"), chain("s", "a", "e"))
    inner = inner.replace(">", "><bpmn:extensionElements><spiffworkflow:properties>"
        '<spiffworkflow:property name="status" value="Busy"/></spiffworkflow:properties>'
        "</bpmn:extensionElements>", 1)  # fmt: skip
    c = case(calendars, start(), inner, end(status="Over"), chain("start", "inner", "end"))
    assert c.step.status == "Busy"
    assert c.act("a_e").step.status == "Over"


def test_messages_reach_events_wherever_they_wait(calendars):
    c = case(
        calendars, start(), catch("c", message("go")), end(), chain("start", "c", "end"),
        messages="go",
    )  # fmt: skip
    assert c.step.messages == ("go",)
    assert c.deliver("go").step.completed
