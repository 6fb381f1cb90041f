"""Each figure that an alert can watch agrees with plain Python over the rows of the history."""

import pytest

from runner.insight.alert_figures import FIGURES, AlertFigures
from runner.insight.scope import FlowQuery
from runner.model import FlowFilter
from tests.insight.raw_cases import due_within, nearest_rank, raw_cases


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request):
    return request.param


def counted(cases, now):
    """By the name of each figure: what it is, and of how many."""
    closed = [case for case in cases if case["ended"]]
    hours = [case["minutes"] / 60 for case in closed]
    judged = [
        state == "met"
        for case in cases
        for state, _, due, _ in case["milestones"]
        if state in ("met", "missed") or (state == "running" and due <= now)
    ]
    soon, still_open = len(due_within(cases, now)), len(cases) - len(closed)
    at_once = [case["at_once"] for case in closed]
    rejected = [case["rejections"] > 0 for case in cases]
    repeats = [case["repeat_of"] is not None for case in cases]
    shares = {"met": judged, "at_once": at_once, "rejected": rejected, "repeats": repeats}
    return {
        **{name: (100 * sum(has) / len(has), len(has)) for name, has in shares.items()},
        "at_risk": (soon, soon), "open": (still_open, still_open),
        "median": (nearest_rank(hours, 0.5), len(hours)),
        "most": (nearest_rank(hours, 0.9), len(hours)),
    }  # fmt: skip


@pytest.mark.parametrize("customer", ["", "bob@example.com"])
def test_all_figures_are_those_of_the_history(lived, customer):
    for _ in range(3):
        lived.open(priority="P2").to("Closed")
        lived.open(priority="P1")
    lived.app.facts.catch_up()
    cases = [case for case in raw_cases(lived) if customer in case["customer"]]
    expected = counted(cases, lived.clock.now())
    assert expected.keys() == FIGURES.keys()
    assert customer or all(value for value, _ in expected.values())
    figures = AlertFigures(lived.app.milestones, lived.app.statuses, lived.app.policies)
    query = FlowQuery(wanted=FlowFilter(customer=customer))
    for name, (value, number) in expected.items():
        found = figures.sample(lived.nora, query, name)
        assert found.value == pytest.approx(value), name
        assert (found.number, found.behind) == (number, False), name
