"""Every figure of the page Statuses agrees with plain Python over the rows of the history."""

from collections import Counter
from datetime import date, timedelta

import pytest

from runner.errors import Forbidden
from runner.insight.scope import FlowQuery
from runner.insight.status_figures import ages
from runner.model import NONE, FlowFilter
from tests.insight import past
from tests.insight.raw_cases import raw_cases, totals


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request):
    return request.param


def check(view, cases, today):
    closed = [case for case in cases if case["ended"]]
    assert view.totals == totals(cases)
    assert dict(view.touches.counts) == Counter(one["touches"] for one in closed)
    assert dict(view.whole.counts) == Counter(one["minutes"] for one in closed)
    for week in view.weeks:
        begin, end = week.monday, week.monday + timedelta(days=7)
        assert week.came == sum(begin <= one["created_at"].date() < end for one in cases)
        assert week.went == sum(begin <= one["ended"].date() < end for one in closed)
        assert week.left == sum(
            one["created_at"].date() < end and (one["ended"] is None or one["ended"].date() >= end)
            for one in cases
        )
    assert sum(week.came for week in view.weeks) == len(cases)
    for low, age in zip((0, 1, 3, 7, 30, 90), view.ages, strict=True):
        high = {0: 1, 1: 3, 3: 7, 7: 30, 30: 90}.get(low, 10**6)
        assert age.cases == sum(
            one["ended"] is None and low <= (today - one["created_at"].date()).days < high
            for one in cases
        )


def test_all_figures_are_those_of_the_history(lived):
    lived.open().to("Closed").write(lived.bob, "Thank you.")
    case = lived.open().to("Work in Progress").write(lived.alice, "We look.", visibility="internal")
    case.write(lived.bob, "More.").act(lived.bob, "customer_closes")
    lived.open().to("Solution Proposed").act(lived.bob, "reject_solution")
    lived.app.facts.catch_up()
    cases, today = raw_cases(lived), lived.clock.now().date()
    view = lived.app.statuses.view(lived.nora, FlowQuery())
    check(view, cases, today)
    assert view.totals.at_once > 0 < view.totals.rejected
    p1 = lived.app.statuses.view(lived.nora, FlowQuery(wanted=FlowFilter(priority="P1")))
    check(p1, [case for case in cases if case["priority"] == "P1"], today)
    assert view.moves == past.status_moves(lived)
    silent = [stay for stay in past.status_stays(lived) if stay[1] in view.silence.statuses]
    assert view.silence.statuses == ["Pending Customer", "Solution Proposed"]
    assert view.silence.waiting == sum(end is None for *_, end in silent)
    for time, column in (("clock", 4), ("business", 5)):
        found = lived.app.statuses.view(lived.nora, FlowQuery(time=time))
        waited = Counter(
            stay[column]
            for stay in past.timed_stays(lived, "status")
            if stay[1] in view.silence.statuses and stay[3]
        )
        assert dict(found.silence.times.counts) == waited
        ended = "minutes" if time == "clock" else "working"
        took = Counter(case[ended] for case in cases if case["ended"])
        assert dict(found.whole.counts) == took
    ended = [
        line["audience"] == "customer"
        for case in cases
        for line in case["moved"]
        if line["from_status"] in view.silence.statuses
    ]
    assert (view.silence.answered, view.silence.unanswered) == (
        sum(ended), len(ended) - sum(ended),
    )  # fmt: skip


def test_the_load_is_the_open_cases_of_each_owner(lived):
    first = lived.open().claim(lived.alice)
    lived.open().claim(lived.alice)
    first.change(owner=lived.amir.email)
    lived.app.facts.catch_up()
    loads = {one.owner: one for one in lived.app.statuses.view(lived.nora, FlowQuery()).loads}
    with lived.app.db.read() as tx:
        owned = tx.run(
            "SELECT p.email, count(*) FROM cases c JOIN people p ON p.id = c.owner_id"
            " WHERE NOT c.closed GROUP BY p.email"
        ).fetchall()
    assert {name: one.now for name, one in loads.items() if one.now} == dict(map(tuple, owned))
    stays = past.owner_stays(lived)
    for name, load in loads.items():
        mine = [(begin.date(), end and end.date()) for _, of, begin, end in stays if of == name]
        assert load.now == sum(end is None for _, end in mine)
        assert sum(week.came for week in load.weeks) == len(mine)
        for week in load.weeks:
            monday, next_ = week.monday, week.monday + timedelta(days=7)
            assert week.came == sum(monday <= begin < next_ for begin, _ in mine)
            assert week.went == sum(end is not None and monday <= end < next_ for _, end in mine)
            assert week.left == sum(
                begin < next_ and (end is None or end >= next_) for begin, end in mine
            )


def test_each_figure_leads_to_its_cases(lived):
    view = lived.app.statuses.view(lived.nora, FlowQuery())
    week = next(week for week in view.weeks if week.went)
    touched, number = view.touches.counts[0]
    for what, at, count in (
        ("submitted", "", view.totals.cases), ("closed", "", view.totals.closed),
        ("open", "", view.totals.cases - view.totals.closed),
        ("rejected", "", view.totals.rejected), ("at_once", "", view.totals.at_once),
        ("repeats", "", view.totals.repeats), ("submitted", week.span, week.came),
        ("closed", week.span, week.went), ("touched", str(touched), number),
        *(("open", age.span, age.cases) for age in view.ages),
        *(("owned", one.owner, one.now) for one in view.loads),
    ):  # fmt: skip
        assert len(lived.app.flow.cases(lived.nora, FlowQuery(), at, what).cases) == count, what


def test_cases_without_an_owner_or_product_can_be_asked_for(lived):
    def count(**wanted):
        query = FlowQuery(wanted=FlowFilter(**wanted))
        return lived.app.statuses.view(lived.nora, query).totals.cases

    assert count(product=NONE) + count(product="Till") + count(product="Webshop") == 24
    assert 0 < count(owner=NONE) < 24
    assert 0 < count(team=NONE) == 24 - count(team="Tills") - count(team="Shops")
    assert count(channel=NONE) == count(customer=NONE) == 0  # every case has these
    assert count(channel="portal") + count(channel="web") + count(channel="api") <= 24


def test_nothing_makes_nothing_and_customers_see_nothing(desk):
    view = desk.app.statuses.view(desk.nora, FlowQuery())
    assert (view.totals.cases, view.weeks, view.loads, view.whole.number) == (0, (), [], 0)
    with pytest.raises(Forbidden):
        desk.app.statuses.view(desk.bob, FlowQuery())


def test_ages_begin_today():
    today = date(2026, 3, 10)
    found = ages([("2026-03-10", 2), ("2026-03-09", 1), ("2025-01-01", 4)], today)
    assert [age.cases for age in found] == [2, 1, 0, 0, 0, 4]
