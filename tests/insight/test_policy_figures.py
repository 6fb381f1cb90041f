"""Policies in live operation: what the dials say is counted again from the history."""

from collections import Counter
from datetime import timedelta

import pytest

from runner.insight.policy_figures import PATIENCE, SOON, dials
from runner.insight.scope import FlowQuery
from runner.model import FlowFilter
from runner.store.policy_rows import StandingCount
from tests.edits import mutated
from tests.insight import past

ALL = FlowQuery()
BROKEN = ({"silence": "tell_owner_of_rejection"}, {"silence": "remind_customer"})
"""Rejecting notifies nobody, and no customer is reminded: the gate would refuse the first."""


@pytest.fixture
def office(desk):
    version = desk.app.versions.version(desk.app.versions.current_id())
    bpmn, files = version.bpmn, version.files
    for edit in BROKEN:
        bpmn, files = mutated(bpmn, files, edit)
    before = desk.open().claim(desk.alice).to("Solution Proposed")
    desk.use(bpmn, files)
    before.act(desk.bob, "reject_solution")  # on the version that notifies
    for number in range(9):
        case = desk.open(priority="P1" if number % 2 else "P3").claim(desk.alice)
        case.to("Solution Proposed")
        if number % 3 == 0:
            case.act(desk.bob, "reject_solution")
        if number == 8:
            case.act(desk.bob, "accept_solution")
    desk.open().claim(desk.alice).act(desk.alice, "send_first_response", body="We look.")
    desk.app.facts.catch_up()
    return desk


def standing(desk, name, query=ALL):
    view = desk.app.policies.view(desk.nora, query)
    found = next(dial for dial in view.dials if dial.name == name)
    return {version: (of.kept, of.at_risk, of.broken) for version, of in found.by_version.items()}


def test_each_number_is_that_of_the_history(office):
    rejected, on, now = set(), set(), {}
    for case_id, lines in past.raw_history(office).items():
        on |= {(case_id, line["version_id"]) for line in lines}
        rejected |= {
            (case_id, line["version_id"]) for line in lines if line["element"] == "reject_solution"
        }
        now[case_id] = next(line["to_status"] for line in reversed(lines) if line["to_status"])
    cases = Counter(version for _, version in on)
    broken = {case for case, version in rejected if version == 2}
    waiting = {case for case, version in on if version == 2 and now[case] == "Solution Proposed"}
    risk = len(waiting - broken)
    assert len(broken) == 3 and risk == 5
    assert standing(office, "rejection-notified") == {
        2: (cases[2] - risk - len(broken), risk, len(broken)), 1: (cases[1], 0, 0),
    }  # fmt: skip
    kept = {one.name: one for one in office.app.reports.conformance().policies}
    assert kept["rejection-notified"].broken == len(broken)


def test_a_filter_narrows_both_sides(office):
    urgent = FlowQuery(wanted=FlowFilter(priority="P1"))
    assert sum(standing(office, "rejection-notified", urgent)[2]) == 4
    assert sum(standing(office, "rejection-notified", FlowQuery(only=True))[2]) == 10


def test_time_alone_puts_a_case_at_risk_and_breaks_the_policy(office):
    """No customer is reminded: three business days after the proposal that is broken, and nobody
    has read the history again meanwhile."""
    waiting = 5
    kept, risk, broken = standing(office, "reminded-in-3-days")[2]
    assert (risk, broken) == (0, 0)
    with office.app.db.read() as tx:
        due = past.instant(tx.run("SELECT min(due_at) FROM policy_verdicts").fetchone()[0])
    for at, expected in (
        (due - SOON, (kept - waiting, waiting, 0)),
        (due + PATIENCE - timedelta(seconds=1), (kept - waiting, waiting, 0)),
        (due + PATIENCE, (kept - waiting, 0, waiting)),
    ):
        office.clock.advance(at - office.clock.now())
        assert standing(office, "reminded-in-3-days")[2] == expected


def test_what_may_break_is_named_with_its_reason(office):
    view = office.app.policies.view(office.nora, FlowQuery())
    assert [one.standing for one in view.not_kept] == ["broken"] * 3 + ["at_risk"] * 5
    assert view.dials[0].name == "rejection-notified" and view.unpromised == {}
    assert all("'notify owner'" in one.what for one in view.not_kept)
    assert {one.version_id for one in view.not_kept} == {2}


@pytest.mark.parametrize("kind", ["sqlite"])
def test_where_a_case_came_from_decides_what_may_happen_next(desk):
    """*Still blocked* waits at the same task, but only for a case that was blocked before."""
    for status in ("Pending Customer", "Blocked"):
        desk.app.cases.comment(desk.bob, desk.open().claim(desk.alice).to(status).number, "Here.")
    desk.app.facts.catch_up()
    view = desk.app.policies.view(desk.nora, ALL)
    assert [one for one in view.not_kept if one.policy == "still-blocked-needs-a-blocker"] == []
    assert standing(desk, "still-blocked-needs-a-blocker") == {1: (2, 0, 0)}


def test_versions_that_promise_nothing_are_told(office):
    version = office.app.versions.version(1)
    office.use(version.bpmn, {k: v for k, v in version.files.items() if k != "policies.toml"})
    office.open()
    office.app.facts.catch_up()
    view = office.app.policies.view(office.nora, FlowQuery())
    assert view.unpromised == {3: 1}
    assert all(3 not in dial.by_version for dial in view.dials)


def test_what_is_broken_comes_first():
    """`late` was dropped by version 2, and `new` came with it."""
    promises = {2: {"calm": "Calm, anew.", "new": "New."}, 1: {"calm": "Calm.", "late": "Late."}}
    counts = [StandingCount(1, "late", "broken", 2), StandingCount(2, "new", "at_risk", 1)]
    found = dials(promises, {1: 5, 2: 3}, counts)
    assert [(one.name, one.sentence) for one in found] == [
        ("late", "Late."), ("new", "New."), ("calm", "Calm, anew."),
    ]  # fmt: skip
    assert [(one.total.kept, one.total.at_risk, one.total.broken) for one in found] == [
        (3, 0, 2), (2, 1, 0), (8, 0, 0),
    ]  # fmt: skip
