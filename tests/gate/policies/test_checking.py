"""Policies in sentences: every one holds on the default diagram, and some mutant breaks each."""

import re
import tomllib

import pytest

from runner import bpmn as diagrams
from runner.bpmn.files import POLICIES_FILE
from runner.gate import policies
from tests.conftest import WORKFLOWS
from tests.drawings import (
    border,
    bpmn,
    chain,
    end,
    flow,
    message,
    notify,
    start,
    sub,
    timer,
    user,
    xor,
)
from tests.edits import mutated

POLICIES = (WORKFLOWS / "policies.toml").read_text()
BREAKS = [
    ("receipt", {"silence": "confirm_receipt"}),
    ("milestone-runs-once", {"retarget": ["back_to_work", "first_response"]}),
    ("warning-notified", {"silence": "warn_of_first_response"}),
    ("violation-notified", {"silence": "tell_of_missed_first_response"}),
    ("first-response-starts-work", {"retarget": ["send_first_response", "acknowledge_reply"]}),
    ("new-hears-no-reply", {"set": ["reply_while_working", "attachedToRef", "first_response"]}),
    ("replies-are-heard", {"set": ["reply_while_blocked", "attachedToRef", "acknowledge_reply"]}),
    ("replies-show", {"retarget": ["reply_at_block", "investigate"]}),
    ("acknowledged-goes-on", {"retarget": ["acknowledge", "clear_the_blocker"]}),
    ("still-blocked-needs-a-blocker", {"set": ["still_blocked", "condition", ""]}),
    ("reminded-in-3-days", {"stretch": ["remind_after_3_days", "P4D"]}),
    ("reminded-in-3-days", {"set": ["remind_after_3_days", "attachedToRef", "investigate"]}),
    ("silence-reaches-the-owner", {"stretch": ["silent_for_10_days", "P11D"]}),
    ("silence-reaches-the-owner", {"silence": "tell_owner_of_no_word"}),
    ("rejection-notified", {"silence": "tell_owner_of_rejection"}),
    ("rejection-notified", {"retarget": ["rejection_told", "kept_open"]}),
    ("only-customers-decide", {"set": ["accept_solution", "audience", "Customer, Support"]}),
    ("acceptance-closes", {"retarget": ["accept_solution", "rejected"]}),
    ("withdrawing-is-work", {"retarget": ["withdrawn_proposal", "kept_open"]}),
    ("cleared-is-work", {"retarget": ["clear_blocker", "acknowledge_reply"]}),
    ("cleared-is-work", {"retarget": ["tracker_cleared", "acknowledge_reply"]}),
    ("closed-is-final", {"set": ["wait_for_customer", "status", "Closed"]}),
    ("closed-by-consent", {"retarget": ["keep_open", "agreed"]}),
    ("closed-by-consent", {"retarget": ["resume_work", "agreed"]}),
    ("closing-stays-possible", {"swap": ["New", "Closed"]}),
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
        re.search(r"\('([a-z0-9-]+)'\)", finding.message)[1]
        for finding in policies.findings(diagram)
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


# ------------------------------------------------------------------ within, on a sub-process

REMINDED = """process = "p"
[[policy]]
name = "reminded"
promise = "Reminded within 3 days."
while = "status Pending"
within = "P3D"
happens = "notify customer"
"""


def move(*inside, after="P3D", **more):
    """A sub-process that is left when all is done in it; a timer on its border reminds."""
    around = sub("move", start("in"), *inside, end("out"))
    return bpmn(
        start(), around, end(status="Closed"), chain("start", "move", "end"), *more.values(),
        border("late", "move", timer(after), False), notify("remind", '"customer"'), end("over"),
        chain("late", "remind", "over"),
    )  # fmt: skip


def judged(data):
    found = policies.findings(diagrams.read(data, {POLICIES_FILE: REMINDED}))
    return [finding.element for finding in found]


WAIT = user("wait", status="Pending")


def test_a_timer_on_the_border_of_a_sub_process_counts_for_the_wait_that_it_begins_with():
    assert judged(move(WAIT, chain("in", "wait", "out"))) == []
    assert judged(move(WAIT, chain("in", "wait", "out"), after="P4D")) == ["wait"]


def test_it_does_not_count_for_a_wait_that_comes_later_in_the_sub_process():
    """The timer has been running since the first wait: it may have fired before the second."""
    first = user("first", status="Other")
    assert judged(move(first, WAIT, chain("in", "first", "wait", "out"))) == ["wait"]


def test_it_does_not_count_for_a_wait_to_which_one_may_come_back_inside():
    back = (xor("x"), flow("x", "out", "Done", id="done"), flow("x", "ask", "Ask", id="again"))
    ask = user("ask", status="Other")
    assert judged(move(WAIT, *back, ask, chain("in", "wait", "x"), chain("ask", "wait"))) == [
        "wait"
    ]


def test_it_counts_where_every_way_back_enters_the_sub_process_anew():
    more = {"other": user("other", status="Other"), "way": chain("other", "move")}
    stop = border("stop", "move", message("m"))
    data = move(WAIT, chain("in", "wait", "out"), stop=stop, back=chain("stop", "other"), **more)
    assert (
        judged(data.replace(b"<bpmn:process", b'<bpmn:message id="m_m" name="m"/><bpmn:process', 1))
        == []
    )
