"""An approval by more different people than there are is warned of before it is deployed."""

from runner.bpmn import read
from runner.bpmn.package import Package
from runner.deployment.staffing import too_few_people
from tests.cases.approvals import approval


def few(data, *people):
    return [finding.message for finding in too_few_people(read(data), people)]


def test_an_approval_needs_as_many_people_as_it_asks(desk):
    assert few(approval(), desk.alice, desk.amir, desk.carol) == []
    assert few(approval(), desk.alice, desk.amir, desk.bob) == [
        "'Sign off' asks 3 different people, and 2 may do it: a case would wait there."
    ]


def test_only_those_count_to_whom_it_is_offered(desk):
    lead = approval().replace(b'name="audience" value="Support"', b'name="audience" value="lead"')
    assert few(lead, desk.alice, desk.amir, desk.carol) != []


def test_what_may_be_done_by_one_asks_for_nobody_else(desk):
    alone = approval().replace(b'name="different_people"', b'name="status"')
    assert few(alone, desk.alice) == []


def test_who_checks_a_package_is_told_with_all_else(desk):
    package = Package(approval().replace(b">3<", b">9<"), {})
    found = desk.app.deployment.check(desk.owen, package, without_policies=True).findings
    [warned] = [finding for finding in found if finding.rule == "too-few-people"]
    assert (warned.element, warned.severity) == ("sign", "warning")
