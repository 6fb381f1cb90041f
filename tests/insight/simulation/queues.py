"""A desk of one step, and pasts of it that are made up without the product."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from runner import bpmn as diagrams
from runner.bpmn.calendar import Calendars, read_calendars
from runner.engine import Process
from runner.insight.simulation.desk_model import DeskModel, fit
from runner.insight.simulation.desk_run import Conditions, DeskRun, Span
from runner.insight.simulation.roster import DeskFacts
from runner.insight.simulation.simulation_report import SimulatedDesk, SimulationReport
from runner.insight.simulation.traces import figures_of, trace_of
from runner.insight.simulation.turns import PastCase
from runner.insight.simulation.what_if import WhatIf, changed
from runner.model import PastEvent, PastLife, Version
from tests import drawings as draw

START = datetime(2026, 3, 2, tzinfo=UTC)
ALWAYS = '[calendars.always]\nhours = "always"\n'
HOURS = 24 * 30
OFFICE = """
default = "office"
[calendars.office]
[calendars.office.hours]
monday = ["09:00-17:00"]
tuesday = ["09:00-17:00"]
wednesday = ["09:00-17:00"]
thursday = ["09:00-17:00"]
friday = ["09:00-17:00"]
"""


def calendars(text: str = ALWAYS) -> Calendars:
    return read_calendars(text)


def one_step(known: Calendars, *more: str) -> Process:
    """Somebody of support does `work`, and the case is done."""
    parts = [
        draw.start(), draw.user("work", status="At work", move="Support"),
        draw.end(status="Done"), *more,
    ]  # fmt: skip
    return Process(diagrams.read(draw.bpmn(*parts, *draw.chain("start", "work", "end"))), known)


def past_case(number: int, came: datetime, done: datetime | None, by: int = 1, **facts) -> PastCase:
    """A case that came, and that agent `by` did."""
    facts = {"priority": "P3", **facts}
    events = [PastEvent(came, "submitted", None, "start", "customer", 9, None, "At work", {})]
    if done is not None:
        action = PastEvent(done, "action", "work_end", "work", "support", by, "At work", "Done", {})
        events.append(action)
    return PastCase(PastLife(number, done is not None, "", facts, tuple(events), {}))


def one_agent(rate: float, work: float, hours: int, seed: int = 1) -> list[PastCase]:
    """Cases come by chance, `rate` in an hour, and one agent does them in their order, each in
    `work` hours on the mean: an M/M/1 queue, by the recursion of Lindley."""
    rng, at, free, found = Random(seed), 0.0, 0.0, []
    while (at := at + rng.expovariate(rate)) < hours:
        free = max(at, free) + rng.expovariate(1 / work)
        came, done = START + timedelta(hours=at), START + timedelta(hours=free)
        found.append(past_case(len(found) + 1, came, done))
    return found


def known(
    past: list[PastCase] | None = None, end=START + timedelta(days=30), start=START
) -> DeskModel:
    """The desk of Alice, who does half a case in an hour."""
    past = one_agent(0.5, 0.5, HOURS) if past is None else past
    return fit(past, DeskFacts(calendars(), {1: "Alice"}), start, end)


def simulated(version: Version, repetitions: int = 3) -> dict[str, Any]:
    """The report of the desk of Alice with a second agent, which no past case called for."""
    known_calendars, past = calendars(), one_agent(0.7, 1.2, HOURS * 2)
    process = one_step(known_calendars)
    middle, end = START + timedelta(days=30), START + timedelta(days=60)
    facts = DeskFacts(known_calendars, {1: "Alice"})
    before, model = fit(past, facts, START, middle), fit(past, facts, START, end)
    what = WhatIf(added=1)
    actual = figures_of([trace_of(one, end) for one in past], middle, end)
    ahead = Span(end - timedelta(days=7), end, end + timedelta(days=14))
    more = changed(model, what, known_calendars)
    desks = [
        SimulatedDesk(
            "back_test", version, before, Span(middle - timedelta(days=7), middle, end),
            Conditions(), actual,
        ),
        SimulatedDesk("base", version, model, ahead, Conditions()),
        SimulatedDesk("changed", version, more, ahead, Conditions()),
    ]  # fmt: skip
    for one in desks:
        for number in range(repetitions):
            seed = f"1/{one.seeded}/{number}"
            run = DeskRun(process.simulating, one.model, one.span, one.conditions, seed)
            one.runs[number] = one.result(run.run())
    return SimulationReport(desks, what, "", 1, 4, ["Send for repair"]).document()
