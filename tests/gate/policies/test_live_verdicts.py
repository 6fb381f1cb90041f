"""How a case stands with a policy: what it broke, what may break next, what is to come until when."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from runner import bpmn as diagrams
from runner.bpmn.calendar import Calendar
from runner.bpmn.files import POLICIES_FILE
from runner.gate.policies import LiveCase, PolicyWatch
from runner.model import Event
from tests.conftest import WORKFLOWS
from tests.edits import mutated

ALWAYS = Calendar("always", ZoneInfo("UTC"), always=True)
POLICIES = (WORKFLOWS / POLICIES_FILE).read_text()
MARCH = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture
def watch(default_diagram, default_files):
    """The verdicts on a case, by policy, of the default diagram after an edit."""

    def make(edit=None, version=1, policies=POLICIES):
        data, files = default_diagram.data, {**default_files, POLICIES_FILE: policies}
        if edit:
            data, files = mutated(data, files, edit)
        watched = PolicyWatch(version, diagrams.read(data, files))

        def judge(history, waits_at=("work",)):
            waits = None if waits_at is None else frozenset(waits_at)
            case = LiveCase(history, ALWAYS, waits)
            return {one.policy: one for one in watched.verdicts(case)}

        return judge

    return make


def line(number, element, before=None, after=None, side="support", **more):
    """A line of the history, an hour after that before."""
    at = more.get("at", MARCH.replace(hour=8 + number))
    path = more.get("path", (element,))
    return Event(
        number,
        at,
        None,
        side,
        "action",
        element,
        element,
        before,
        after,
        more.get("version", 1),
        {},
        path,
    )


def test_what_may_happen_next_breaks_it(watch):
    """Rejecting notifies nobody: a case with a proposal is at risk, one that was rejected broke it."""
    judge = watch({"silence": "tell_owner_of_rejection"})
    proposed = [line(1, "propose_solution", "Work in Progress", "Solution Proposed")]
    tasks = ("review_solution",)
    found = judge(proposed, tasks)["rejection-notified"]
    assert found.state == "at_risk" and "'notify owner'" in found.what
    assert "rejection-notified" not in judge(proposed, ("somewhere_else",))
    assert "rejection-notified" not in judge(proposed, None)
    rejected = [
        *proposed,
        line(2, "reject_solution", "Solution Proposed", "Work in Progress", "customer"),
    ]
    assert judge(rejected)["rejection-notified"].state == "broken"
    assert watch()(proposed, tasks).get("rejection-notified") is None


def test_a_step_on_another_version_breaks_nothing(watch):
    judge = watch({"silence": "tell_owner_of_rejection"}, version=2)
    rejected = line(1, "reject_solution", "Solution Proposed", "Work in Progress", "customer")
    assert "rejection-notified" not in judge([rejected])


def test_what_has_to_happen_is_waited_for_until_it_is_due(watch):
    judge = watch(policies=LIMITED)
    asked = line(1, "ask_customer", "Work in Progress", "Pending Customer")
    found = judge([asked])["reminded"]
    assert (found.state, found.at, found.due_at) == ("waits", asked.at, MARCH.replace(hour=13))
    for hour, kept in ((13, True), (14, False)):
        at = MARCH.replace(hour=hour)
        reminder = line(
            2, "remind_after_2_days", None, None, None, at=at, path=("remind_customer",)
        )
        left = line(
            2, "customer_replied", "Pending Customer", "Customer Replied", "customer", at=at
        )
        for last in (reminder, left):
            verdict = judge([asked, last]).get("reminded")
            assert (
                verdict is None
                if kept
                else (verdict.state, verdict.at) == ("broken", MARCH.replace(hour=13))
            )


LIMITED = """
process = "case_lifecycle"
[[policy]]
name = "reminded"
promise = "A customer is reminded within 4 hours."
while = "status Pending Customer"
within = "PT4H"
happens = "notify customer"
"""


def test_a_version_without_policies_judges_nothing(watch):
    assert watch(policies="not toml [")([line(1, "x")]) == {}
    assert watch(policies='process = "case_lifecycle"')([line(1, "x")]) == {}
