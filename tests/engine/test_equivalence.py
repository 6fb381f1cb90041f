"""Random walks in lock-step with the stock engine: ours is compacted, saved and restored after every
step, the stock one stays in memory. After each step both must wait for the same with the same data."""

import re

import pytest

from runner import diagram as diagrams
from runner.engine import Process
from runner.engine.specs import due_dates
from tests.engine.corpus import BEYOND_STOCK, DRAWINGS
from tests.engine.lockstep import NOON, walk_with_ourselves, walk_with_stock


@pytest.mark.parametrize("name", DRAWINGS)
def test_every_construct_runs_as_on_the_stock_engine(name, calendars):
    process = Process(diagrams.read(DRAWINGS[name]), calendars, cache=0)
    assert sum(walk_with_stock(process, calendars, {}, seed, 12) for seed in range(12)) >= 12


@pytest.mark.parametrize("name", DRAWINGS | BEYOND_STOCK)
def test_nothing_that_is_dropped_or_kept_alive_makes_a_difference(name, calendars):
    diagram = diagrams.read((DRAWINGS | BEYOND_STOCK)[name])
    assert sum(walk_with_ourselves(diagram, calendars, {}, seed, 12) for seed in range(4)) >= 4


@pytest.mark.parametrize("group", range(4))
def test_the_lifecycle_runs_as_on_the_stock_engine(
    group, default_diagram, default_files, calendars
):
    business = (
        rb'<spiffworkflow:property name="time" value="business" ?/>'  # stock knows no calendar
    )
    diagram = diagrams.read(re.sub(business, b"", default_diagram.data), default_files)
    process = Process(diagram, calendars, cache=0)
    table = {
        "first_response_target": "PT30M",
        "first_response_warning": "PT10M",
        "first_response_calendar": "always",
        "submitted_at": NOON.isoformat(),
    }
    data = {"priority": "P1", "blocker_stands": False, **due_dates(table, calendars)}
    seeds = range(group * 10, group * 10 + 10)
    assert sum(walk_with_stock(process, calendars, data, seed, 30) for seed in seeds) > 60
