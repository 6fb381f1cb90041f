"""Every figure of the page Ways agrees with plain Python over the rows of the history."""

import statistics
from collections import Counter, defaultdict
from math import sqrt

import pytest

from runner.errors import Forbidden
from runner.insight import late_factors
from runner.insight.late_factors import factors_of
from runner.insight.scope import FlowQuery
from runner.insight.way_figures import Split, drawn_moves
from runner.model import FlowFilter
from runner.store.way_rows import ClosedCount
from tests.insight import past
from tests.insight.raw_cases import raw_cases


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request):
    return request.param


def mean_difference(cases, has):
    """Hours more of closed cases that have it, in each priority and product, weighed by their number,
    with the half of its interval: lists and the statistics of the standard library."""
    strata = defaultdict(lambda: ([], []))
    for case in cases:
        if case["minutes"] is not None:
            strata[case["priority"], case["product"]][not has(case)].append(case["minutes"])
    pairs = [(one, like) for one, like in strata.values() if len(one) > 1 < len(like)]
    whole = sum(len(one) for one, _ in pairs)
    effect = sum(
        len(one) / whole * (statistics.mean(one) - statistics.mean(like)) for one, like in pairs
    )
    doubt = sum(
        (len(one) / whole) ** 2
        * (statistics.variance(one) / len(one) + statistics.variance(like) / len(like))
        for one, like in pairs
    )
    return effect / 60, 1.96 * sqrt(doubt) / 60, whole, sum(len(like) for _, like in pairs)


def check_late(factor, cases, has):
    """Shares of late cases, in each priority and product, weighed as the hours are."""
    strata = defaultdict(lambda: ([], []))
    for case in cases:
        if case["minutes"] is not None:
            strata[case["priority"], case["product"]][not has(case)].append(case["late"])
    pairs = [(one, like) for one, like in strata.values() if len(one) > 1 < len(like)]
    whole = sum(len(one) for one, _ in pairs)
    assert factor.late == pytest.approx(sum(sum(one) for one, _ in pairs) / whole)
    assert factor.late_of_like == pytest.approx(
        sum(len(one) / whole * statistics.mean(like) for one, like in pairs)
    )
    assert factor.alone == sum(len(one) for one, _ in strata.values()) - whole


def test_all_figures_are_those_of_the_history(desk, monkeypatch):
    monkeypatch.setattr(late_factors, "FEWEST_ALIKE", 2)  # the past has few cases of each kind
    past.live(desk, cases=40)
    cases = raw_cases(desk)
    view = desk.app.ways.view(desk.nora, FlowQuery())
    assert {way.count.statuses: way.count.cases for way in view.ways} == Counter(
        case["way"] for case in cases
    )
    for way in view.ways:
        mine = [case for case in cases if case["way"] == way.count.statuses]
        ended = Counter(case["minutes"] for case in mine if case["minutes"] is not None)
        assert dict(way.times.counts) == ended
        assert way.late == sum(case["late"] for case in mine)
    assert view.sums[-1] == len(cases) == view.fitting
    for share, number in view.covered:
        most = [n for _, n in Counter(case["way"] for case in cases).most_common()]
        assert sum(most[:number]) >= share * len(cases) > sum(most[: number - 1])
    for factor in view.factors:
        has = {
            "status": lambda case, f=factor: f.name in case["way"],
            "again": lambda case, f=factor: case["way"].count(f.name) > 1,
            "channel": lambda case, f=factor: case["channel"] == f.name,
            "team": lambda case, f=factor: case["team"] == f.name,
            "rejected": lambda case: case["rejections"] > 0,
            "repeat": lambda case: case["repeat_of"] is not None,
            "migrated": lambda case: case["migrated"],
        }[factor.kind]
        effect, half, number, like = mean_difference(cases, has)
        assert factor.hours == pytest.approx(effect)
        assert (factor.low, factor.high) == pytest.approx((effect - half, effect + half))
        assert (factor.cases, factor.like) == (number, like)
        check_late(factor, cases, has)
    told = {factor.kind for factor in view.factors}
    assert {"status", "channel", "team", "migrated"} <= told
    assert [one.hours for one in view.factors] == sorted(
        (one.hours for one in view.factors), reverse=True
    )
    check_groups(desk, cases)


def check_groups(desk, cases):
    days = sorted(case["created_at"] for case in cases)
    for split, has in (
        (Split("priority", "P1", "P3"), lambda case: {"P1": 0, "P3": 1}.get(case["priority"])),
        (Split("product", "Till", "Webshop"),
         lambda case: {"Till": 0, "Webshop": 1}.get(case["product"])),
        (Split("day", at=days[20]), lambda case: int(case["created_at"] >= days[20])),
    ):  # fmt: skip
        of = desk.app.ways.view(desk.nora, FlowQuery(), split).compared
        for place, group in enumerate((of.one, of.other)):
            mine = [case for case in cases if has(case) == place]
            assert (group.cases, group.late) == (len(mine), sum(c["late"] for c in mine))
            assert dict(group.whole.counts) == Counter(
                c["minutes"] for c in mine if c["minutes"] is not None
            )
            for way in of.ways:
                shares = (way.shares.one, way.shares.other)[place]
                assert shares == (sum(c["way"] == way.way.statuses for c in mine), len(mine))


def test_a_move_that_the_diagram_does_not_draw_is_named_with_its_versions(desk):
    desk.open().to("Work in Progress")
    current = desk.app.versions.current_id()
    desk.app.facts.catch_up()
    with desk.app.db.write() as tx:
        tx.run('UPDATE ways SET statuses = \'["New", "Elsewhere"]\'')
        tx.run("UPDATE routes SET to_status = 'Elsewhere' WHERE from_status = 'New'")
    view = desk.app.ways.view(desk.nora, FlowQuery())
    assert view.undrawn == {("New", "Elsewhere"): {current: 1}}
    assert (view.fitting, view.ways[0].drawn) == (0, False)


def test_every_status_but_the_last_leads_on_as_drawn(desk):
    drawn = drawn_moves(desk.app.versions.diagram(desk.app.versions.current_id()))
    assert ("New", "Work in Progress") in drawn
    assert not any(before == "Closed" for before, _ in drawn)


def test_few_cases_tell_nothing_and_customers_see_nothing(desk):
    view = desk.app.ways.view(desk.nora, FlowQuery())
    assert (view.ways, view.factors, view.sums, view.covered) == ([], (), [], [])
    split = Split("day", at=desk.clock.now())
    both = FlowFilter(since=desk.clock.now(), until=desk.clock.now())
    compared = desk.app.ways.view(desk.nora, FlowQuery(wanted=both), split).compared
    assert compared.late.by_chance
    assert compared.late.difference is None
    with pytest.raises(Forbidden):
        desk.app.ways.view(desk.bob, FlowQuery())


def count(priority, way, cases, minutes, late=0, **more):
    """So many cases of which each took as long."""
    given = {"product": None, "channel": "web", "team": None, "rejected": False, "repeats": False,
             "migrated": False, **more}  # fmt: skip
    return ClosedCount(
        priority, given["product"], way, given["channel"], given["team"], given["rejected"],
        given["repeats"], given["migrated"], cases, cases * minutes, cases * minutes**2, late,
    )  # fmt: skip


def test_slow_priorities_do_not_make_a_team_slow():
    """The team has the slow cases, and is as fast as others at them: nothing to see."""
    counts = [
        count("P3", 1, 90, 600, team="Till"), count("P3", 1, 10, 600),
        count("P1", 1, 10, 60, team="Till"), count("P1", 1, 90, 60),
    ]  # fmt: skip
    (factor,) = [one for one in factors_of(counts, {1: ("New",)}) if one.kind == "team"]
    assert (factor.hours, factor.cases, factor.like) == (0, 100, 100)
    assert factor.by_chance


def test_cases_without_like_ones_are_counted_as_such():
    counts = [
        count("P1", 1, 20, 120, late=5, team="Till"), count("P1", 1, 20, 60, late=1),
        count("P2", 1, 7, 600, team="Till"),
    ]  # fmt: skip
    (factor,) = [one for one in factors_of(counts, {1: ("New",)}) if one.kind == "team"]
    assert (factor.hours, factor.cases, factor.like, factor.alone) == (1, 20, 20, 7)
    assert (factor.late, factor.late_of_like) == (0.25, 0.05)
