"""Groups beside one another agree with plain Python over the rows of the history."""

from collections import Counter

import pytest

from runner.insight.change_figures import ChangeQuery, SideQuery
from runner.insight.group_figures import group_figures
from runner.insight.scope import FlowQuery
from runner.insight.way_figures import Split
from runner.model import EVERYTHING
from runner.store.flow_rows import Among
from tests.insight.raw_cases import raw_cases, totals

COLUMNS = {
    "priority": "priority", "product": "product", "team": "team", "channel": "channel",
    "outcome": "resolution",
}  # fmt: skip


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request):
    return request.param


def two_values(cases, column):
    most = Counter(case[column] for case in cases if case[column]).most_common(2)
    return [value for value, _ in most]


def test_two_values_of_anything_are_compared_as_the_history_has_them(lived):
    cases = raw_cases(lived)
    for split, column in COLUMNS.items():
        values = two_values(cases, column)
        filters = Split(split, *values).filters(EVERYTHING)
        for value, wanted in zip(values, filters, strict=True):
            mine = [case for case in cases if case[column] == value]
            with lived.app.db.read() as tx:
                for time in ("clock", "business"):
                    group = group_figures(tx, Among({1, 2}, wanted), time)
                    ended = "minutes" if time == "clock" else "working"
                    took = Counter(case[ended] for case in mine if case["ended"])
                    assert dict(group.whole.counts) == took
            assert group.totals == totals(mine)
            assert group.late == sum(case["late"] for case in mine)
            assert sorted(group.ways.values()) == sorted(
                Counter(case["way"] for case in mine).values()
            )


def test_shares_of_two_sides_are_those_of_their_cases(lived):
    cases = raw_cases(lived)
    middle = sorted(case["created_at"] for case in cases)[12]
    for asked, sides in (
        (ChangeQuery(SideQuery(1), SideQuery(2)),
         [[case for case in cases if case["version_id"] == one] for one in (1, 2)]),
        (ChangeQuery(SideQuery(until=middle), SideQuery(since=middle)),
         [[case for case in cases if (case["created_at"] < middle) == early]
          for early in (True, False)]),
    ):  # fmt: skip
        view = lived.app.changes.view(lived.nora, FlowQuery(), asked)
        counted = [totals(mine) for mine in sides]
        assert {name: (pair.one, pair.other) for name, pair in view.shares.items()} == {
            "late": tuple((sum(case["late"] for case in mine), len(mine)) for mine in sides),
            "at_once": tuple((at_once, closed) for _, closed, at_once, *_ in counted),
            "rejected": tuple((rejected, all_) for all_, _, _, rejected, *_ in counted),
            "repeats": tuple((repeats, all_) for all_, *_, repeats in counted),
        }
        assert [side.migrated for side in view.sides] == [
            sum(case["migrated"] for case in mine) for mine in sides
        ]
        states = [[state for case in mine for state, *_ in case["milestones"]] for mine in sides]
        pair = view.milestones["first_response"]
        assert [pair.one, pair.other] == [
            (of.count("met"), of.count("met") + of.count("missed")) for of in states
        ]
