"""Figures about all cases."""

from runner.bpmn.package import Package
from tests.lifecycle import FILES, newer


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
    desk.app.migration.run(desk.owen)
    (_, second) = desk.app.reports.conformance().versions
    assert second.named == (old.number, new.number)
