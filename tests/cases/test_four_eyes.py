"""An approval by several different people: who has approved cannot do it again, and all doors say how
far it is."""

import pytest

from runner.bpmn.package import Package
from runner.clock import SystemClock
from runner.errors import NotPossible
from runner.gate.check import Gate
from tests.cases.approvals import approval
from tests.desk import build

ENOUGH = 'outcome == "reject" or numberOfCompletedInstances &gt;= 2'


@pytest.fixture(params=[False, True], ids=["at once", "in turn"])
def opened(request, desk):
    def open_with(until=""):
        desk.use(approval(until, request.param), {})
        return desk.open()

    return open_with


def progress(case):
    return [(i.element, i.done, i.of) for i in case.case.waits.instances]


def test_alice_cannot_approve_twice(desk, opened):
    case = opened()
    case.act(desk.alice, "approve")
    assert case.can(desk.alice) == set()
    with pytest.raises(
        NotPossible, match=r"asks for different people, and you have done it already \(1 of 3\)"
    ):
        case.act(desk.alice, "approve")
    assert case.can(desk.amir) == {"approve", "reject"}


def test_three_people_make_three_of_three(desk, opened):
    case = opened()
    assert progress(case) == [("sign", 0, 3)]
    for number, person in enumerate((desk.alice, desk.amir), 1):
        assert case.act(person, "approve").status == "Approval"
        assert progress(case) == [("sign", number, 3)]
    assert case.act(desk.carol, "approve").status == "Done"
    said = [line.event.details.get("progress") for line in case.history()]
    assert said == [None, "1 of 3", "2 of 3", "3 of 3"]


def test_two_of_three_are_enough_where_the_drawing_says_so(desk, opened):
    case = opened(ENOUGH)
    case.act(desk.alice, "approve").act(desk.amir, "approve")
    assert (case.status, progress(case)) == ("Done", [])
    assert case.history()[-1].event.details["progress"] == "2 of 3"


def test_one_who_rejects_can_end_it(desk, opened):
    case = opened(ENOUGH)
    assert case.act(desk.alice, "reject").status == "Refused"


def test_who_has_approved_is_remembered_with_the_case(desk, opened):
    """Also by another node, which has only the state."""
    case = opened()
    case.act(desk.alice, "approve")
    other = build(desk.settings, desk.clock)
    with pytest.raises(NotPossible, match="different people"):
        other.cases.act(desk.alice, case.number, "reject")
    other.close()


def test_what_asks_for_nobody_else_may_be_done_by_one(desk):
    desk.use(approval().replace(b'value="true"', b'value="false"'), {})
    case = desk.open()
    for _ in range(3):
        case.act(desk.alice, "approve")
    assert case.status == "Done"


def test_the_gate_accepts_it(calendars):
    _, findings = Gate(calendars, SystemClock()).check(Package(approval(ENOUGH)))
    assert [f for f in findings if f.severity == "error"] == []


def test_who_has_approved_is_remembered_on_another_version(desk, opened):
    case = opened()
    case.act(desk.alice, "approve")
    drawn = desk.app.versions.version(case.case.version_id).bpmn
    newer = desk.use(drawn.replace(b'name="end"', b'name="over"'), {})
    desk.app.migration.run(desk.owen)
    assert case.case.version_id == newer
    with pytest.raises(NotPossible, match="different people"):
        case.act(desk.alice, "approve")
