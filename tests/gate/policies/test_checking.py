"""Policies in sentences: every one holds on the default diagram, and some mutant breaks each."""

import re
import tomllib

import pytest

from runner import bpmn as diagrams
from runner.bpmn.files import POLICIES_FILE
from runner.gate import policies
from tests.conftest import WORKFLOWS
from tests.drawings import bpmn, chain, end, flow, notify, start, user, xor
from tests.edits import mutated

POLICIES = (WORKFLOWS / "policies.toml").read_text()
BREAKS = [
    ("receipt", {"silence": "confirm_receipt"}),
    ("milestone-runs-once", {"retarget": ["resume_work", "first_response"]}),
    ("warning-notified", {"silence": "warn_of_first_response"}),
    ("violation-notified", {"silence": "tell_of_missed_first_response"}),
    ("first-response-starts-work", {"retarget": ["send_first_response", "to_replied"]}),
    ("new-hears-no-reply", {"set": ["reply_while_working", "attachedToRef", "first_response"]}),
    ("replies-are-heard", {"set": ["reply_while_blocked", "attachedToRef", "acknowledge_reply"]}),
    ("replies-show", {"retarget": ["reply_at_block", "to_work"]}),
    ("acknowledged-goes-on", {"retarget": ["acknowledge", "to_blocked"]}),
    ("still-blocked-needs-a-blocker", {"set": ["still_blocked", "condition", ""]}),
    ("reminded-in-3-days", {"stretch": ["remind_after_3_days", "P4D"]}),
    ("reminded-in-3-days", {"set": ["remind_of_proposal_after_3_days", "attachedToRef", "investigate"]}),
    ("silence-reaches-the-owner", {"stretch": ["silent_for_10_days", "P11D"]}),
    ("silence-reaches-the-owner", {"silence": "tell_owner_of_no_word"}),
    ("rejection-notified", {"silence": "tell_owner_of_rejection"}),
    ("rejection-notified", {"retarget": ["rejection_told", "to_replied"]}),
    ("only-customers-decide", {"set": ["accept_solution", "audience", "Customer, Support"]}),
    ("acceptance-closes", {"retarget": ["accept_solution", "to_work"]}),
    ("withdrawing-is-work", {"retarget": ["withdrawn_proposal", "to_replied"]}),
    ("cleared-is-work", {"retarget": ["clear_blocker", "to_replied"]}),
    ("cleared-is-work", {"retarget": ["tracker_cleared", "to_replied"]}),
    ("closed-is-final", {"set": ["wait_for_customer", "status", "Closed"]}),
    ("closed-by-consent", {"retarget": ["keep_open", "agreed"]}),
    ("closed-by-consent", {"retarget": ["resume_work", "agreed"]}),
    ("closing-stays-possible", {"retarget": ["to_the_end", "confirm_receipt"]}),
    ("customer-may-close", {"set": ["customer_closes", "audience", "Support"]}),
    ("silence-never-closes", {"retarget": ["silence_told", "agreed"]}),
    ("resolution-kept", {"set": ["customer_closes", "resolution", ""]}),
]  # fmt: skip


WAITS = {"first_response", "investigate", "review_solution", "wait_for_customer"}


@pytest.fixture
def files(default_files):
    return {**default_files, POLICIES_FILE: POLICIES}


def changed(files, edit):
    data, _ = mutated((WORKFLOWS / "case_lifecycle.bpmn").read_bytes(), {}, edit)
    return diagrams.read(data, files)


def broken_by(diagram):
    return {
        re.search(r"\(([a-z0-9-]+)\)", finding.message)[1] for finding in policies.findings(diagram)
    }


def test_the_default_diagram_keeps_every_policy(default_diagram, files):
    diagram = diagrams.read(default_diagram.data, files)
    assert policies.findings(diagram) == []
    assert policies.broken(diagram) == ""


def test_every_policy_has_a_mutant():
    assert {name for name, _ in BREAKS} == {p["name"] for p in tomllib.loads(POLICIES)["policy"]}


@pytest.mark.parametrize(("name", "edit"), BREAKS, ids=lambda value: str(value)[:50])
def test_a_mutant_breaks_the_policy(name, edit, files):
    assert name in broken_by(changed(files, edit))


def test_the_shortest_way_is_told(files):
    diagram = changed(files, {"silence": "tell_owner_of_rejection"})
    (finding,) = policies.findings(diagram)
    way = "Case submitted → Send first response → Propose solution → Reject Solution"
    assert f"{way}: it does not lead to 'notify owner'" in finding.message
    assert finding.element == "reject_solution"
    tasks = [id for id in finding.path if id in WAITS]
    assert tasks == ["first_response", "investigate", "review_solution", "investigate"]
    assert policies.broken(diagram) == finding.message


def test_a_limit_that_cannot_be_compared_is_not_decided(default_diagram, files):
    text = (
        'process = "case_lifecycle"\n[[policy]]\nname = "p"\npromise = "P."\n'
        'while = "status New"\nwithin = "P1D"\nhappens = "notify lead"\n'
    )
    diagram = diagrams.read(default_diagram.data, {**files, POLICIES_FILE: text})
    (finding,) = policies.findings(diagram)
    assert (finding.severity, finding.element) == ("warning", "first_response")
    assert "not decided" in finding.message


def test_a_drawing_with_a_million_ways_is_not_decided_instead_of_for_ever():
    parts = [start(), user("wait", status="Open"), chain("start", "wait", "x0")]
    for i in range(20):
        parts += [
            xor(f"x{i}"), notify(f"a{i}"), notify(f"b{i}"), xor(f"m{i}"),
            flow(f"x{i}", f"a{i}", "", "n > 1"), flow(f"x{i}", f"b{i}", "", "n < 2"),
            chain(f"a{i}", f"m{i}", f"x{i + 1}" if i < 19 else "end"), chain(f"b{i}", f"m{i}"),
        ]  # fmt: skip
    data = bpmn(*parts, end(status="Over"))
    text = 'process = "p"\n[[policy]]\nname = "n"\npromise = "P."\nnever = "status Open"\n'
    (finding,) = policies.findings(diagrams.read(data, {POLICIES_FILE: text}))
    assert finding.severity == "warning"
    assert "not decided" in finding.message
