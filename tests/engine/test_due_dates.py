"""Timers on the clock of the case: when they fall due."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from runner import bpmn as diagrams
from runner.bpmn.package import read_package
from runner.config import shipped_workflows
from runner.engine import Process, codec
from runner.errors import EngineError
from tests.drawings import border, bpmn, chain, commented, end, notify, start, timer, user
from tests.engine.lockstep import Walker

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


class FromJanuary(Walker):
    def __init__(self, calendars, text):
        monthly = bpmn(
            start(), user("work"), border("t", "work", timer(text, "timeCycle"), False), notify("tell"), end(), end("e"),
            chain("start", "work", "end"), chain("t", "tell", "e"),
        )  # fmt: skip
        self.process = Process(diagrams.read(monthly), calendars, cache=0)
        self.calendar, self.now = calendars["always"], datetime(2026, 1, 31, 9, tzinfo=UTC)
        self.step = self.process.start({}, self.now, self.calendar)

    def fired(self, *spans):
        """When the timer fired, while so many days passed at a time."""
        instants = []
        for days in spans:
            self.let_time_pass(timedelta(days=days))
            instants += [happened.at for happened in self.step.happened]
        return [(instant.month, instant.day) for instant in instants]


@pytest.mark.parametrize("spans", [(400,), (30,) * 14])
def test_a_cycle_of_months_counts_from_its_start(calendars, spans):
    """However often somebody looks; 28 February is not the start of the next month."""
    case = FromJanuary(calendars, "R4/P1M")
    assert case.fired(*spans) == [(2, 28), (3, 31), (4, 30), (5, 31)]


def test_a_cycle_of_months_and_days_counts_both_from_its_start(calendars):
    assert FromJanuary(calendars, "R2/P1M1D").fired(400) == [(3, 1), (4, 2)]


def test_a_cycle_of_days_is_as_it_was(calendars):
    assert FromJanuary(calendars, "R3/P1D").fired(400) == [(2, 1), (2, 2), (2, 3)]


def test_a_cycle_that_an_earlier_version_began_goes_on_from_its_last_time(calendars):
    """Its state does not say when it began."""
    case = FromJanuary(calendars, "R3/P1M")
    case.let_time_pass(timedelta(days=30))
    workflow = codec.load(case.step.state, case.process._empty)
    for task in workflow.all_tasks():
        task.internal_data.pop("t start", None)
    case.step = replace(case.step, state=codec.dump(workflow))
    assert case.fired(400) == [(3, 31), (4, 30)]


@pytest.mark.parametrize("priority", ["P1", "P2", "P3", "P4"])
def test_comments_change_nothing_of_a_table(calendars, priority):
    """Beside a comment an empty cell would mean any value, and an empty target no time at all."""
    package = read_package(shipped_workflows() / "case_lifecycle.bpmn")
    noted = {
        name: commented(text.encode()).decode() if name.endswith(".dmn") else text
        for name, text in package.files.items()
    }
    assert noted != package.files
    timers = [
        Process(diagrams.read(package.data, files), calendars)
        .start({"priority": priority}, NOW, calendars.default)
        .timers
        for files in (package.files, noted)
    ]
    assert timers[0] == timers[1]


def planned(calendars, field):
    """A case whose timer falls due when somebody says so."""
    form = {
        "type": "object",
        "properties": {"until": {"type": "string", **field}},
        "required": ["until"],
    }
    return Process(diagrams.read(bpmn(
        start(), user("plan", form=form), user("work"), border("t", "work", timer("until", "timeDate")), end(), end("e"),
        chain("start", "plan", "work", "end"), chain("t", "e"),
    )), calendars, cache=0)  # fmt: skip


@pytest.mark.parametrize(
    ("until", "due"),
    [
        ("2026-03-05T10:00:00Z", datetime(2026, 3, 5, 10, tzinfo=UTC)),
        ("2026-03-05T10:00+01:00", datetime(2026, 3, 5, 9, tzinfo=UTC)),
        ("2026-07-05T10:00", datetime(2026, 7, 5, 9, tzinfo=UTC)),
        ("2026-07-05", datetime(2026, 7, 4, 23, tzinfo=UTC)),
    ],
)
def test_a_due_date_that_is_filled_in_is_local_time_of_the_calendar(calendars, until, due):
    process = planned(calendars, {"format": "date" if len(until) == 10 else "date-time"})
    step = process.start({}, NOW, calendars["office"])
    step = process.act(step.state, "plan_work", {"until": until}, NOW, calendars["office"])
    assert step.next_due == due


@pytest.mark.parametrize("until", ["soon", "0001-01-01T00:00+14:00"])
def test_what_is_no_date_is_refused_by_the_name_of_the_due_date(calendars, until):
    process = planned(calendars, {})
    step = process.start({}, NOW, calendars["office"])
    with pytest.raises(EngineError, match="due date 'until'"):
        process.act(step.state, "plan_work", {"until": until}, NOW, calendars["office"])
