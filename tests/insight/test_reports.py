"""Figures about all cases."""

from collections import Counter, defaultdict

import pytest

from runner.bpmn.package import Package
from runner.insight.reports import REPORTED
from tests.insight import past
from tests.insight.raw_cases import raw_cases
from tests.lifecycle import FILES, newer


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_the_page_of_the_process_counts_as_the_history_does(lived):
    cases, now = raw_cases(lived), lived.clock.now()
    waits = [(case, name) for case, name, _, end in past.element_stays(lived) if end is None]
    for version in (1, 2):
        mine = [case for case in cases if case["version_id"] == version]
        view = lived.app.reports.process(lived.nora, version)
        here = cases if version == view.current else mine
        ids = {case["id"] for case in here}
        at = Counter(name for case, name in waits if case in ids)
        ends = {"closed"} if version == view.current else set()
        assert {name: n for name, n in view.at.items() if name not in ends} == at
        assert view.by_status == Counter(case["way"][-1] for case in cases)
        assert view.running[version] == sum(not case["closed"] for case in mine)
    due = defaultdict(Counter)
    for case in cases:
        for state, _, at, _ in case["milestones"]:
            if now - REPORTED < at <= now:
                due[case["priority"]][state] += 1
    assert {one.priority: (one.met, one.missed, one.not_reached) for one in view.attainment} == {
        priority: (found["met"], found["missed"] + found["running"], found["not_reached"])
        for priority, found in due.items()
    }


def test_cases_are_counted_by_version_and_those_that_nobody_promised_anything_are_named(desk):
    old = desk.open().to("Work in Progress")
    lost = Package(newer(), FILES)
    desk.app.deployment.deploy(desk.owen, lost, without_policies=True)
    new = desk.open()
    versions = desk.app.reports.conformance().versions
    assert [(v.version_id, v.policies, v.cases, v.named) for v in versions] == [
        (1, 23, 1, ()),
        (2, 0, 1, (new.number,)),
    ]
    of_these, of_none = map(desk.app.reports.conformance, ("case_lifecycle", "another"))
    assert of_these.versions == versions and len(of_these.policies) == 23
    assert of_none.versions == of_none.policies == ()
    desk.app.migration.run(desk.owen)
    (_, second) = desk.app.reports.conformance().versions
    assert second.named == (old.number, new.number)
