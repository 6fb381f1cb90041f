"""Policies in sentences: every one holds on the default diagram, and some mutant breaks each."""

import re
import subprocess
import tomllib

import pytest

from runner import bpmn as diagrams
from runner.bpmn.files import POLICIES_FILE
from runner.errors import ConfigError, EngineError
from runner.gate import policies
from runner.gate.policies.facts import DiagramFacts
from runner.gate.policies.policy import TEMPLATES, read_policies
from runner.model import PastStep
from tests.conftest import CASELANE, ROOT, WORKFLOWS
from tests.drawings import bpmn, chain, end, flow, notify, start, user, xor
from tests.test_rules import mutated

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


# ------------------------------------------------------------------ reading


def read(text, diagram):
    return read_policies(f'[[policy]]\nname = "p"\npromise = "P."\n{text}', DiagramFacts(diagram))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('never = "status Closde"', "Did you mean 'status Closed'"),
        ('never = "action acept_solution"', "Did you mean 'action accept_solution'"),
        ('never = "action accept_solution by Nobody"', "nobody is called 'Nobody'"),
        ('never = "message customer_reply in Old"', "no status 'Old'"),
        ('always = "status Closed"\nwhile = "timer"', "'while' names statuses"),
        ('sometimes = "status Closed"', "sometimes is no template"),
        ('while = "status New"\nwithin = "2 days"\nhappens = "notify owner"', "ISO 8601"),
        ("never = []", "'never' is a text"),
        ("never = 3", "'never' is a text"),
        ("never = ", "cannot be read"),
    ],
)
def test_what_cannot_be_meant_is_refused(text, says, default_diagram):
    with pytest.raises(ConfigError, match=re.escape(says)):
        read(text, default_diagram)


def test_an_unreadable_policy_is_an_error_of_the_gate(default_diagram, files):
    diagram = diagrams.read(default_diagram.data, {**files, POLICIES_FILE: "[[policy"})
    assert [(f.rule, f.severity) for f in policies.findings(diagram)] == [("policy", "error")]


def test_a_limit_that_cannot_be_compared_is_not_decided(default_diagram, files):
    text = (
        'process = "case_lifecycle"\n[[policy]]\nname = "p"\npromise = "P."\n'
        'while = "status New"\nwithin = "P1D"\nhappens = "notify lead"\n'
    )
    diagram = diagrams.read(default_diagram.data, {**files, POLICIES_FILE: text})
    (finding,) = policies.findings(diagram)
    assert (finding.severity, finding.element) == ("warning", "first_response")
    assert "not decided" in finding.message


# ------------------------------------------------------------------ past cases


def test_cases_that_followed_the_drawing_kept_its_policies(desk):
    bob, alice = desk.bob, desk.alice
    case = desk.open().claim(alice).to("Solution Proposed")
    case.act(bob, "reject_solution")
    desk.open().claim(alice).act(bob, "customer_closes")
    desk.wait(days=30)
    found = desk.app.reports.conformance()
    assert {kept.cases for kept in found} == {2}
    assert not any(kept.broken for kept in found)
    assert {kept.name for kept in found if not kept.checked} == {
        "replies-are-heard", "reminded-in-3-days", "silence-reaches-the-owner",
        "closing-stays-possible", "customer-may-close",
    }  # fmt: skip


def test_cases_are_judged_though_their_version_does_not_run_any_more(desk):
    """A newer Caselane may refuse what an older one let in: what happened on it stays readable."""
    desk.open().claim(desk.alice).to("Solution Proposed")
    text = desk.app.versions.version(1).bpmn.replace(b'id="notify"', b'id="telegraph"')
    with desk.app.db.write() as tx:
        tx.run("UPDATE versions SET bpmn = :text WHERE id = 1", text=text)
    desk.app.versions._ready.clear()
    with pytest.raises(EngineError, match="telegraph"):
        desk.app.versions.process(1)
    assert {kept.cases for kept in desk.app.reports.conformance()} == {1}
    assert desk.app.reports.process(desk.nora).by_status["Solution Proposed"] == 1


def test_a_case_that_broke_a_policy_is_named(default_diagram, files):
    diagram = diagrams.read(default_diagram.data, files)
    past = [
        PastStep(7, 1, "case_submitted", ("case_submitted", "confirm_receipt", "first_response"), None, "customer"),
        PastStep(7, 1, "silent_for_10_days", ("silent_for_10_days", "closed"), "Pending Customer", None),
        PastStep(8, 1, "accept_solution", ("accept_solution", "accepted", "closed"), "Solution Proposed", "support"),
    ]  # fmt: skip
    found = {kept.name: kept for kept in policies.conformance(past, lambda _: diagram)}
    assert [number for number, _ in found["silence-never-closes"].examples] == ["C-1007"]
    assert [number for number, _ in found["only-customers-decide"].examples] == ["C-1008"]
    assert found["closed-by-consent"].broken == 2
    assert found["receipt"].broken == 0


def test_a_step_is_judged_by_the_version_on_which_it_was_taken_and_remembered_by_later_ones(
    default_diagram, files
):
    without = {name: text for name, text in files.items() if name != "policies.toml"}
    versions = {1: diagrams.read(default_diagram.data, without)}
    versions[2] = diagrams.read(default_diagram.data, files)
    silent = ("silent_for_10_days", ("silent_for_10_days", "closed"), "Pending Customer", None)
    accepted = ("accept_solution", ("accept_solution", "accepted"), "Solution Proposed", "customer")
    end = ("case_resolved", ("closed",), "Solution Proposed", None)
    past = [
        PastStep(7, 1, *silent), PastStep(7, 2, *accepted),  # there was no policy then
        PastStep(8, 1, *accepted), PastStep(8, 2, *end),  # the consent came on the older version
        PastStep(9, 1, *accepted), PastStep(9, 2, *silent),
    ]  # fmt: skip
    found = {kept.name: kept for kept in policies.conformance(past, versions.__getitem__)}
    assert [number for number, _ in found["silence-never-closes"].examples] == ["C-1009"]
    assert found["silence-never-closes"].cases == 3
    assert found["closed-by-consent"].broken == 0


# ------------------------------------------------------------------ the page


def test_every_example_of_the_page_can_be_read(default_diagram):
    page = (ROOT / "docs" / "policies.md").read_text()
    examples = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    assert len(examples) == len(TEMPLATES)
    templates = set()
    for example in examples:
        templates |= {p.template for p in read_policies(example, DiagramFacts(default_diagram))}
    assert templates == TEMPLATES.keys()


def test_the_page_shows_what_the_command_says(tmp_path):
    page = (ROOT / "docs" / "policies.md").read_text()
    shown = re.search(r"```console\n\$ caselane lint [^\n]*\n(.*?)\n```", page, re.DOTALL)[1]
    data = (WORKFLOWS / "case_lifecycle.bpmn").read_bytes()
    data, _ = mutated(data, {}, {"silence": "tell_owner_of_rejection"})
    (tmp_path / "my_lifecycle.bpmn").write_bytes(data)
    for path in (*WORKFLOWS.glob("*.dmn"), WORKFLOWS / "policies.toml"):
        (tmp_path / path.name).write_text(path.read_text())
    run = subprocess.run(
        [CASELANE, "lint", "my_lifecycle.bpmn"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 1
    assert " ".join(shown.split()) in " ".join(re.sub(r"bpmn:\d+:", "bpmn:", run.stdout).split())


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
