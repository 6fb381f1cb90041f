"""Whether past cases kept the policies of their diagram."""

import re
import subprocess

import pytest

from runner import bpmn as diagrams
from runner.bpmn.files import POLICIES_FILE
from runner.errors import EngineError
from runner.gate import policies
from runner.model import PastStep
from tests.conftest import CASELANE, ROOT, WORKFLOWS
from tests.edits import mutated

POLICIES = (WORKFLOWS / "policies.toml").read_text()


@pytest.fixture
def files(default_files):
    return {**default_files, POLICIES_FILE: POLICIES}


def test_cases_that_followed_the_drawing_kept_its_policies(desk):
    bob, alice = desk.bob, desk.alice
    case = desk.open().claim(alice).to("Solution Proposed")
    case.act(bob, "reject_solution")
    desk.open().claim(alice).act(bob, "customer_closes")
    desk.wait(days=30)
    found = desk.app.reports.conformance().policies
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
    assert {kept.cases for kept in desk.app.reports.conformance().policies} == {1}
    assert desk.app.reports.process(desk.nora).by_status["Solution Proposed"] == 1


def test_a_case_that_broke_a_policy_is_named(default_diagram, files):
    diagram = diagrams.read(default_diagram.data, files)
    past = [
        PastStep(7, 1, "case_submitted", ("case_submitted", "confirm_receipt", "first_response"), None, "customer"),
        PastStep(7, 1, "silent_for_10_days", ("silent_for_10_days", "closed"), "Pending Customer", None),
        PastStep(8, 1, "accept_solution", ("accept_solution", "accepted", "closed"), "Solution Proposed", "support"),
    ]  # fmt: skip
    found = {kept.name: kept for kept in policies.conformance(past, lambda _: diagram)}
    assert [one.number for one in found["silence-never-closes"].examples] == ["C-1007"]
    assert [one.number for one in found["only-customers-decide"].examples] == ["C-1008"]
    assert found["closed-by-consent"].broken == 2
    assert found["receipt"].broken == 0


def test_a_timer_in_a_status_is_judged_as_what_it_is(default_diagram, files):
    """Each cause of a step is narrowed to the status, not only the first."""
    text = 'process = "case_lifecycle"\n[[policy]]\nname = "n"\npromise = "p"\n'
    text += 'never = "timer remind_after_3_days in Pending Customer"\n'
    diagram = diagrams.read(default_diagram.data, {**files, POLICIES_FILE: text})
    step = PastStep(7, 1, "remind_after_3_days", ("remind_customer",), "Pending Customer", None, 4)
    [kept] = policies.conformance([step], lambda _: diagram)
    assert [(one.number, one.step.line) for one in kept.examples] == [("C-1007", 4)]


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
    assert [one.number for one in found["silence-never-closes"].examples] == ["C-1009"]
    assert found["silence-never-closes"].cases == 3
    assert found["closed-by-consent"].broken == 0


def test_the_page_shows_what_the_command_says(tmp_path):
    page = (ROOT / "docs" / "policies.md").read_text()
    shown = re.search(r"^caselane lint .*?```text\n(.*?)\n```", page, re.DOTALL | re.MULTILINE)[1]
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
