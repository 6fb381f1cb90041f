"""What changed agrees with plain Python over the rows of the history, for two versions and two periods."""

import statistics
from collections import Counter, defaultdict
from datetime import timedelta

import pytest

from runner.errors import Forbidden, NotFound
from runner.insight.change_figures import ChangeQuery, SideQuery
from runner.insight.scope import FlowQuery
from tests.insight import past


def raw(desk):
    stays = past.status_stays(desk)
    with desk.app.db.read() as tx:
        rows = tx.run("SELECT id, created_at, version_id, closed FROM cases").fetchall()
        states = defaultdict(list)
        for case, state in tx.run("SELECT case_id, state FROM milestones").fetchall():
            states[case].append(state)
        begun_on = {
            (case, past.instant(at)): version
            for case, at, version in tx.run(
                "SELECT case_id, at, version_id FROM history"
            ).fetchall()
        }
    ends = {case: begin for case, _, begin, end in stays if end is None}
    return stays, begun_on, [
        {"id": case, "created": past.instant(at), "version": version, "states": states[case],
         "minutes": (ends[case] - past.instant(at)) // timedelta(minutes=1) if closed else None}
        for case, at, version, closed in rows
    ]  # fmt: skip


def check(side, mine, stays):
    assert side.group.cases == len(mine)
    assert side.group.late == sum("missed" in case["states"] for case in mine)
    took = [case["minutes"] for case in mine if case["minutes"] is not None]
    assert dict(side.group.whole.counts) == Counter(took)
    if len(took) >= 5:
        assert side.group.whole.median == statistics.median_low(took)
    met = [state for case in mine for state in case["states"] if state in ("met", "missed")]
    assert side.milestones["first_response"] == (met.count("met"), met.count("missed"))
    minutes = defaultdict(Counter)
    for name, begin, end in stays:
        if end is not None:
            minutes[name][(end - begin) // timedelta(minutes=1)] += 1
    assert {name: dict(p.times.counts) for name, p in side.places.items() if p.times.number} == {
        name: dict(counts) for name, counts in minutes.items()
    }


def test_two_versions_and_two_periods_are_counted_from_the_history(lived):
    stays, begun_on, cases = raw(lived)
    asked = ChangeQuery(SideQuery(1), SideQuery(2))
    view = lived.app.changes.view(lived.nora, FlowQuery(), asked)
    for version, side in ((1, view.one), (2, view.other)):
        mine = [case for case in cases if case["version"] == version]
        check(side, mine, [s[1:] for s in stays if begun_on[s[0], s[2]] == version])
    middle = sorted(case["created"] for case in cases)[12]
    asked = ChangeQuery(SideQuery(until=middle), SideQuery(since=middle))
    view = lived.app.changes.view(lived.nora, FlowQuery(), asked)
    for early, side in ((True, view.one), (False, view.other)):
        mine = [case for case in cases if (case["created"] < middle) == early]
        ids = {case["id"] for case in mine}
        check(side, mine, [s[1:] for s in stays if s[0] in ids])
    assert view.behaviour == ()


def test_the_drawings_are_beside_the_figures_and_nothing_is_claimed(desk):
    desk.open().to("Closed")
    before = desk.app.versions.version(1)
    desk.use(before.bpmn.replace(b">P10D<", b">P99D<", 1), dict(before.files), before.process)
    desk.app.facts.catch_up()
    one, other = 1, desk.app.versions.current_id()
    asked = ChangeQuery(SideQuery(one), SideQuery(other))
    view = desk.app.changes.view(desk.nora, FlowQuery(), asked)
    assert any("99" in str(change.sentence) for change in view.behaviour)
    assert all(pair.by_chance and pair.few for pair in view.shares.values())
    assert not any(pair.apart for pair in view.times)
    with pytest.raises(NotFound):
        desk.app.changes.view(desk.nora, FlowQuery(), ChangeQuery(SideQuery(1), SideQuery(99)))
    with pytest.raises(Forbidden):
        desk.app.changes.view(desk.bob, FlowQuery(), asked)
