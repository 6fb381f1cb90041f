"""Every figure of the page Milestones agrees with plain Python over the rows of the tables."""

from collections import Counter

import pytest

from runner.errors import Forbidden
from runner.insight.milestone_figures import DIMENSIONS
from runner.insight.scope import FlowQuery
from runner.model import REMOVED_TEAM, Absence, FlowFilter
from tests.insight import past
from tests.insight.raw_cases import due_within, raw_cases


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request):
    return request.param


def raw(desk):
    """(what became of it, values by dimension, seconds left, seconds in all) of each milestone."""
    now = desk.clock.now()
    with desk.app.db.read() as tx:
        rows = tx.run(
            "SELECT m.state, m.started_at, m.due_at, m.reached_at, c.priority, p.email, c.product,"
            " m.calendar, t.name"
            " FROM milestones m JOIN cases c ON c.id = m.case_id"
            " LEFT JOIN people p ON p.id = c.owner_id LEFT JOIN teams t ON t.id = c.team_id"
        ).fetchall()
    for state, *instants, priority, owner, product, calendar, team in rows:
        started, due, reached = map(past.instant, instants)
        became = "missed" if state == "running" and due <= now else state
        values = {"priority": priority, "owner": owner, "team": team, "product": product,
                  "month": f"{due:%Y-%m}", "calendar": calendar}  # fmt: skip
        left = (due - reached).total_seconds() if reached else None
        yield became, values, left, (due - started).total_seconds()


def test_all_figures_are_those_of_the_tables(lived):
    case = lived.open(priority="P2")
    left = case.milestone.due_at - lived.clock.now()
    case.wait(seconds=left.total_seconds() - 90).to("Work in Progress")
    lived.app.facts.catch_up()
    rows = list(raw(lived))
    (found,) = lived.app.milestones.view(lived.nora, FlowQuery()).milestones
    for by in DIMENSIONS:
        for value, share in found.by[by].items():
            mine = [row for row in rows if row[1][by] == value]
            counts = Counter(row[0] for row in mine)
            near = sum(row[0] == "met" and row[2] < row[3] / 10 for row in mine)
            assert (share.met, share.missed, share.not_reached, share.running, share.near) == (
                counts["met"], counts["missed"], counts["not_reached"], counts["running"], near,
            )  # fmt: skip
        assert set(found.by[by]) == {row[1][by] for row in rows}
    assert found.share.near > 0
    ends = [end * 60 for end in (-1440, -240, -60, 0, 60, 240, 1440)]
    places = Counter(sum(row[2] >= end for end in ends) for row in rows if row[2] is not None)
    assert list(found.margins) == [places[i] for i in range(8)]


def test_what_falls_due_within_a_day_is_at_risk(lived):
    for hours in (0, 30, 1):
        lived.wait(hours=hours)
        lived.open(priority="P1")
        lived.open(priority="P3")
    lived.app.facts.catch_up()
    found = lived.app.milestones.view(lived.nora, FlowQuery())
    expected = due_within(raw_cases(lived), lived.clock.now())
    assert found.at_risk == len(expected) > 1
    named = [(one.at_risk.milestone.due_at, one.at_risk.case_id) for one in found.rescues]
    assert named == expected[:20]


def test_each_figure_leads_to_its_cases(lived):
    (found,) = lived.app.milestones.view(lived.nora, FlowQuery()).milestones
    for what in ("met", "missed", "near", "not_reached", "running"):
        cases = lived.app.flow.cases(lived.nora, FlowQuery(), found.name, what).cases
        assert len(cases) == getattr(found.share, what)
        of_lines = {
            **{f"{found.name}/{month}": one for month, one in found.by["month"].items()},
            **{f"{found.name}/calendar:{it}": one for it, one in found.by["calendar"].items()},
        }
        assert len(of_lines) > 2
        for at, share in of_lines.items():
            cases = lived.app.flow.cases(lived.nora, FlowQuery(), at, what).cases
            assert len(cases) == getattr(share, what)
    for priority, share in found.by["priority"].items():
        query = FlowQuery(wanted=FlowFilter(priority=priority))
        cases = lived.app.flow.cases(lived.nora, query, found.name, "missed").cases
        assert len(cases) == share.missed


def test_a_milestone_may_have_a_slash_in_its_name(desk):
    desk.open()
    with desk.app.db.write() as tx:
        tx.run("UPDATE milestones SET name = 'answer/repair'")
    desk.app.facts.catch_up()
    (found,) = desk.app.milestones.view(desk.nora, FlowQuery()).milestones
    for at in (found.name, *(f"{found.name}/{month}" for month in found.by["month"])):
        assert len(desk.app.flow.cases(desk.nora, FlowQuery(), at, "running").cases) == 1


def test_a_share_has_an_interval_and_a_small_one_says_so(lived):
    (found,) = lived.app.milestones.view(lived.nora, FlowQuery()).milestones
    share, (low, high) = found.share, found.share.interval
    assert 0 <= low <= share.met / share.judged <= high <= 1
    assert not share.few
    assert any(one.few for one in found.by["owner"].values())


def test_cases_of_a_team_that_was_removed_are_not_those_without_one(desk):
    desk.app.teams.add("Ovens")
    for team in ("Ovens", None):
        case = desk.open()
        case.cases.update(desk.alice, case.number, {"team": team})
        case.to("Closed")
    desk.app.facts.catch_up()
    desk.app.teams.remove("Ovens")
    (found,) = desk.app.milestones.view(desk.nora, FlowQuery()).milestones
    assert {team: share.met for team, share in found.by["team"].items()} == {
        REMOVED_TEAM: 1,
        None: 1,
    }
    query = FlowQuery(wanted=FlowFilter(team=REMOVED_TEAM))
    assert len(desk.app.flow.cases(desk.nora, query, found.name, "met").cases) == 1


def rescue(desk):
    desk.app.facts.catch_up()
    (found,) = desk.app.milestones.view(desk.nora, FlowQuery()).rescues
    return [person.name for person in found.people], found.reason


def test_what_is_at_risk_names_who_can_still_save_it(desk):
    case = desk.open(priority="P2")
    assert rescue(desk) == ([], "a lead has to find an owner")
    case.claim(desk.alice)
    assert rescue(desk) == (["Alice"], "owns it")
    accounts = desk.app.accounts
    accounts.set_away(desk.alice.email, True, desk.alice, Absence(stand_in=desk.amir.email))
    assert rescue(desk) == (["Amir"], "stands in for the owner, who is away")
    case.act(desk.amir, "send_first_response", body="Thank you.")
    desk.app.facts.catch_up()
    assert desk.app.milestones.view(desk.nora, FlowQuery()).rescues == []


def test_customers_see_nothing(desk):
    with pytest.raises(Forbidden):
        desk.app.milestones.view(desk.bob, FlowQuery())
    assert desk.app.milestones.view(desk.nora, FlowQuery()).milestones == []
