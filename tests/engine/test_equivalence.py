"""Random walks in lock-step with the stock engine: ours is compacted, saved and restored after every
step, the stock one stays in memory. After each step both must wait for the same with the same data."""

import re

import pytest

from runner import bpmn as diagrams
from runner.engine import Process
from runner.engine.compaction import _TreeCompaction
from runner.engine.data import CaseDataObject
from runner.engine.due_dates import due_dates
from runner.engine.gateways import CaseParallelGateway
from runner.errors import CaselaneError
from tests.engine.corpus import BEYOND_STOCK, DRAWINGS
from tests.engine.games import (
    random_drawing,
    random_handling_drawing,
    random_sharing_drawing,
    random_throwing_drawing,
)
from tests.engine.lockstep import NOON, walk_with_ourselves, walk_with_stock, walk_with_token_game


@pytest.mark.parametrize("name", DRAWINGS)
def test_every_construct_runs_as_on_the_stock_engine(name, calendars):
    process = Process(diagrams.read(DRAWINGS[name]), calendars, cache=0)
    assert sum(walk_with_stock(process, calendars, {}, seed, 12) for seed in range(6)) >= 6


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


def follow_random_drawings(seeds, calendars, length, draw=random_drawing):
    """Walks each of them with the token game and with ourselves; returns the steps taken."""
    steps = 0
    for seed in seeds:
        block, drawn = draw(seed)
        diagram = diagrams.read(drawn)
        steps += walk_with_token_game(
            Process(diagram, calendars, cache=0), calendars, block, seed, length
        )
        steps += walk_with_ourselves(diagram, calendars, {}, seed, length)
    return steps


def test_random_drawings_run_as_the_standard_says(calendars):
    assert follow_random_drawings(range(25), calendars, 25) > 500


def test_who_has_waited_longest_hears_a_message_first(calendars):
    """In this drawing the second of two instances comes to wait before the first."""
    assert follow_random_drawings([1805], calendars, 60) > 60


def test_what_is_thrown_is_caught_as_the_standard_says(calendars):
    assert follow_random_drawings(range(25), calendars, 40, random_throwing_drawing) > 400


def test_event_sub_processes_run_as_the_standard_says(calendars):
    assert follow_random_drawings(range(20), calendars, 40, random_handling_drawing) > 300


def test_data_objects_are_shared_as_the_standard_says(calendars):
    assert follow_random_drawings(range(25), calendars, 25, random_sharing_drawing) > 300


def test_walks_notice_a_data_object_that_is_not_shared(calendars, monkeypatch):
    monkeypatch.setattr(CaseDataObject, "set", lambda self, my_task: None)
    with pytest.raises(AssertionError):
        follow_random_drawings(range(25), calendars, 25, random_sharing_drawing)


def keep_no_parents(compaction):
    compaction.keep.update(task.id for task in compaction.live)


BESIDE = "long work beside an activity that is interrupted"


@pytest.mark.parametrize(
    ("rule", "wrong", "names"),
    [
        ("_keep_live", keep_no_parents, [*DRAWINGS]),
        ("_keep_splits", lambda *_: None, [BESIDE]),  # of all drawings, this one notices
        ("_leads_on", lambda *_: False, [BESIDE]),
    ],
)
def test_walks_notice_when_a_rule_of_compaction_is_left_out(
    rule, wrong, names, calendars, monkeypatch
):
    monkeypatch.setattr(_TreeCompaction, rule, wrong)
    drawn = [diagrams.read((DRAWINGS | BEYOND_STOCK)[name]) for name in names]
    with pytest.raises((AssertionError, CaselaneError, KeyError, AttributeError)):
        for seed in range(12):
            for diagram in drawn:
                walk_with_ourselves(diagram, calendars, {}, seed, 12)


def test_walks_notice_a_parallel_gateway_that_fires_early(calendars, monkeypatch):
    monkeypatch.setattr(CaseParallelGateway, "_used", lambda self, arrivals, tree: arrivals)
    with pytest.raises(AssertionError):
        follow_random_drawings(range(25), calendars, 25)


@pytest.mark.soak
@pytest.mark.parametrize("part", range(10))
def test_a_thousand_random_drawings_run_as_the_standard_says(part, calendars):
    seeds = range(1000 + part * 100, 1100 + part * 100)
    steps = follow_random_drawings(seeds, calendars, 60)
    print(f"{len(seeds)} drawings, {steps} steps")
    assert steps > 2000


@pytest.mark.soak
@pytest.mark.parametrize("part", range(10))
def test_what_is_thrown_in_a_thousand_drawings_is_caught(part, calendars):
    seeds = range(1000 + part * 100, 1100 + part * 100)
    assert follow_random_drawings(seeds, calendars, 60, random_throwing_drawing) > 2000


@pytest.mark.soak
@pytest.mark.parametrize("name", DRAWINGS | BEYOND_STOCK)
def test_every_construct_in_long_walks(name, calendars):
    diagram = diagrams.read((DRAWINGS | BEYOND_STOCK)[name])
    for seed in range(1000, 1040):
        walk_with_ourselves(diagram, calendars, {}, seed, 40)
        if name in DRAWINGS:
            walk_with_stock(Process(diagram, calendars, cache=0), calendars, {}, seed, 25)
