"""A desk lived through: queues whose answers are known, from the formula or from counting on fingers."""

from dataclasses import replace
from datetime import timedelta
from math import log
from statistics import fmean
from zoneinfo import ZoneInfo

import pytest

from runner import bpmn as diagrams
from runner.bpmn.calendar import parse_duration
from runner.engine import Process
from runner.insight.simulation import desk_run
from runner.insight.simulation.arrivals import Arrivals
from runner.insight.simulation.desk_model import DeskModel, NewCase, fit
from runner.insight.simulation.desk_run import Conditions, DeskRun, Span
from runner.insight.simulation.habits import Act, Habits, sample_of
from runner.insight.simulation.roster import DeskFacts, WorkingAgent
from runner.insight.simulation.traces import figures_of
from tests import drawings as draw
from tests.insight.simulation import queues

HOUR = timedelta(hours=1)
MONDAY_9 = queues.START + 9 * HOUR


class Every(Arrivals):
    """Cases come one after the other, at the same distance."""

    def draw(self, start, end, rng):
        at = start
        while at < end:
            yield at
            at += timedelta(minutes=self.spread)


def desk(minutes_between, minutes_of_work, *workers, acts=None):
    """What is known of a desk that works so evenly."""
    acts = acts or [Act("work_end", 0, 60 * minutes_of_work)]
    arrivals = Every([1.0] * 168, ZoneInfo("UTC"), minutes_between)
    mix = (NewCase({"priority": "P3"}, None, ""),)
    habits = Habits({("support", ()): sample_of(acts, [])})
    return DeskModel(MONDAY_9, MONDAY_9, 1, arrivals, mix, habits, workers, 0.0, timedelta())


def lived(process, model, hours, **conditions):
    span = Span(MONDAY_9, MONDAY_9, MONDAY_9 + hours * HOUR)
    return DeskRun(process.simulating, model, span, Conditions(**conditions), "1").run()


def minutes(lived):
    """How long each case took, in the order in which they came."""
    return [
        round((one.closed_at - one.submitted_at).total_seconds() / 60)
        for one in lived.traces
        if one.closed_at
    ]


def agent(calendar, key="1", **more):
    return WorkingAgent(key, f"Agent {key}", calendar, **more)


@pytest.fixture
def always():
    return queues.calendars()


@pytest.fixture
def process(always):
    return queues.one_step(always)


def test_an_agent_who_keeps_up_makes_nobody_wait(process, always):
    found = lived(process, desk(30, 20, agent(always.default)), 5)
    assert minutes(found) == [20] * 10
    assert found.worked["1"] / found.on_shift["1"] == pytest.approx(20 / 30)


def test_an_agent_who_does_not_keep_up_makes_each_case_wait_longer(process, always):
    found = minutes(lived(process, desk(20, 30, agent(always.default)), 5))
    assert found == [30 + 10 * n for n in range(9)]


def test_two_agents_do_what_one_does_not_keep_up_with(process, always):
    both = [agent(always.default, key) for key in ("1", "2")]
    assert set(minutes(lived(process, desk(20, 30, *both), 5))) == {30}


def test_work_that_takes_longer_and_more_cases_are_what_they_say(process, always):
    model = desk(30, 20, agent(always.default))
    assert minutes(lived(process, model, 2, work=1.5)) == [30] * 3
    assert len(lived(process, model, 2, arrivals=3.0).traces) == 12


def test_nobody_works_outside_of_their_hours():
    """The office shuts at 17:00: what came at 16:50 and takes 20 minutes is done at 9:10, and what
    came at 0:40 and at 8:30 one after the other."""
    office = queues.calendars(queues.OFFICE)
    process = queues.one_step(office)
    found = lived(process, desk(470, 20, agent(office.default)), 26)
    assert minutes(found) == [20, 16 * 60 + 20, 8 * 60 + 50, 80]


def test_a_case_comes_up_when_it_is_ready_and_the_agent_does_others_meanwhile(process, always):
    """Work on each can begin after an hour; nobody is busy with it until then."""
    model = desk(30, 20, agent(always.default), acts=[Act("work_end", 3600, 1200)])
    assert minutes(lived(process, model, 4)) == [80] * 6


def test_what_is_due_first_is_done_first(always):
    """As the inbox orders: cases with a target before all others, whatever came first."""
    target = draw.border("late", "work", draw.timer("PT5H"), interrupting=False, milestone="answer")
    told = draw.end("told") + draw.flow("late", "told")
    process = queues.one_step(always, target, told)
    model = desk(20, 30, agent(always.default))
    assert minutes(lived(process, model, 4)) == [30 + 10 * n for n in range(7)]
    mix = tuple(NewCase({"priority": p}, None, "") for p in ("P1", "P3"))
    urgent = {("answer", "P1"): parse_duration("PT1H")}
    found = lived(process, replace(model, mix=mix), 12, targets=urgent)
    by = {p: [t for t in found.traces if t.priority == p and t.closed_at] for p in ("P1", "P3")}
    waited = {p: fmean((t.closed_at - t.submitted_at).total_seconds() for t in by[p]) for p in by}
    assert waited["P1"] < waited["P3"] / 2


def test_another_target_is_judged_by_what_happened(always):
    """Each case takes ten minutes longer than the one before: 30, 40, 50 ... 90 minutes."""
    target = draw.border("late", "work", draw.timer("PT5H"), interrupting=False, milestone="answer")
    process = queues.one_step(always, target, draw.end("told") + draw.flow("late", "told"))
    model = desk(20, 30, agent(always.default))

    def met(found):
        return sorted(
            (milestone.met, round((milestone.at - one.submitted_at) / timedelta(minutes=1)))
            for one in found.traces
            for milestone in one.milestones
        )

    assert met(lived(process, model, 4)) == [(True, 30 + 10 * n) for n in range(7)]
    own = {("answer", "P3"): parse_duration("PT55M")}
    found = met(lived(process, model, 4, targets=own))
    assert found[-3:] == [(True, 30), (True, 40), (True, 50)]
    assert {one for one in found if not one[0]} == {(False, 55)}


def test_a_case_goes_on_with_who_has_it_in_hand(always):
    """Two steps, the second at once: it does not wait for what came meanwhile."""
    parts = [draw.start(), draw.user("look", status="New"), draw.user("mend", status="At work")]
    drawn = draw.bpmn(*parts, draw.end(status="Done"), draw.chain("start", "look", "mend", "end"))
    process = Process(diagrams.read(drawn), always)
    model = desk(30, 0, agent(always.default), acts=[Act("look_mend", 0, 600)])
    samples = {
        ("support", ("New",)): sample_of([Act("look_mend", 0, 600)], []),
        ("support", ("At work",)): sample_of([Act("mend_end", 0, 600, at_once=True)], []),
    }
    found = lived(process, replace(model, habits=Habits(samples)), 3)
    assert minutes(found) == [20] * 6


def test_what_a_timer_ends_is_nobodys_work_any_more(always):
    """Nobody waits longer than 45 minutes: the agent drops what they are at, and takes the next."""
    gone = draw.border("gone", "work", draw.timer("PT45M"))
    process = queues.one_step(always, gone, draw.end("left") + draw.flow("gone", "left"))
    found = lived(process, desk(20, 30, agent(always.default)), 4)
    assert max(minutes(found)) == 45
    assert minutes(found)[:3] == [30, 40, 45]


def test_a_team_that_nobody_works_for_is_everybodys(process, always):
    model = desk(30, 20, agent(always.default, teams=frozenset([7])))
    of_another = replace(model, mix=(NewCase({"priority": "P3"}, 8, ""),))
    assert minutes(lived(process, of_another, 2)) == [20] * 4


def test_who_works_for_a_team_takes_its_cases_alone(process, always):
    """Of two agents each has their own team: the cases of one wait, though the other is free."""
    mine = [agent(always.default, key, teams=frozenset([int(key)])) for key in ("1", "2")]
    model = replace(desk(20, 30, *mine), mix=(NewCase({"priority": "P3"}, 1, ""),))
    found = lived(process, model, 3)
    assert minutes(found) == [30 + 10 * n for n in range(5)]
    assert "2" not in found.worked


def test_a_desk_that_never_keeps_up_ends(process, always, monkeypatch):
    monkeypatch.setattr(desk_run, "MOST_WAITING", 20)
    assert lived(process, desk(1, 60, agent(always.default)), 10).swamped


def test_the_same_seed_gives_the_same_and_another_one_does_not(process, always):
    known = fitted(process, hours=24 * 30)
    one, two = (run(process, known, "1/1") for _ in range(2))
    assert one == two != run(process, known, "1/2")


def test_a_queue_that_is_fitted_from_a_past_is_as_long_as_the_formula_says(process):
    """M/M/1, a case an hour, 40 minutes of work: the time of a case is exponential with a mean of
    1 / (1.5 - 1) = 2 hours, and the agent is busy for 2/3 of the time."""
    known = fitted(process, hours=24 * 120)
    span = Span(known.end, known.end + timedelta(days=5), known.end + timedelta(days=33))
    found = [
        DeskRun(process.simulating, known, span, Conditions(), f"1/{n}").run() for n in range(12)
    ]
    figures = [figures_of(one.traces, span.start, span.end) for one in found]
    median = [one["median|At work"] for one in figures]
    most = [one["most|At work"] for one in figures]
    busy = [one.worked["1"] / one.on_shift["1"] for one in found]
    assert fmean(busy) == pytest.approx(2 / 3, abs=0.05)
    assert min(median) < 2 * log(2) < max(median)
    assert fmean(median) == pytest.approx(2 * log(2), rel=0.25)
    assert fmean(most) == pytest.approx(2 * log(10), rel=0.3)


def fitted(process, hours):
    past = queues.one_agent(1.0, 40 / 60, hours)
    end = queues.START + timedelta(hours=hours)
    return fit(past, DeskFacts(process.calendars, {1: "Alice"}), queues.START, end)


def run(process, known, seed):
    span = Span(known.end, known.end, known.end + timedelta(days=7))
    found = DeskRun(process.simulating, known, span, Conditions(), seed).run()
    return [(one.submitted_at, one.closed_at) for one in found.traces]
