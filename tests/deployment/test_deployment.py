"""Deploying: what is refused, what is kept, and who stays on what."""

from dataclasses import replace
from datetime import timedelta

import pytest

from runner.bpmn import LET_IN
from runner.bpmn.files import is_scenario
from runner.bpmn.package import Package
from runner.deployment.deployment import Deployment, digest
from runner.errors import DiagramError, Forbidden, NotFound, NotPossible
from runner.gate.check import Gate
from runner.people.accounts import OPERATOR
from tests.desk import MONDAY, Desk
from tests.drawings import (
    WASHING,
    border,
    both,
    bpmn,
    chain,
    end,
    extension,
    message,
    node,
    start,
    user,
    with_escalation,
    xor,
)  # fmt: skip
from tests.edits import mutated
from tests.lifecycle import DATA, DEFAULT, FILES, sooner

# ------------------------------------------------------------------ deploying


def changed(edit):
    return Package(*mutated(DATA, FILES, edit))


ONE_DAY = {"stretch": ["silent_for_10_days", "P1D"]}


def test_deploying_needs_the_role(desk):
    package = Package(sooner(), FILES)
    for person in (desk.alice, desk.carol, desk.bob, desk.nora):
        with pytest.raises(Forbidden, match="process owner"):
            desk.app.deployment.deploy(person, package, accept_warnings=True)
    assert desk.app.deployment.deploy(desk.owen, package, accept_warnings=True).id == 2
    assert desk.app.versions.current_id() == 2


def test_the_same_diagram_again_is_no_new_version(desk):
    assert desk.app.deployment.deploy(OPERATOR, DEFAULT).id == 1


def test_a_version_keeps_its_bytes_and_their_hash(desk):
    version = desk.app.versions.version(1)
    assert (version.bpmn, version.files, version.digest) == (DATA, FILES, digest(DATA, FILES))


def test_a_bad_diagram_is_refused_and_everything_stays(desk):
    with pytest.raises(DiagramError) as caught:
        desk.app.deployment.deploy(desk.owen, Package(b"<nonsense/>"))
    assert caught.value.findings[0].rule == "not-bpmn"
    assert desk.app.versions.current_id() == 1


def test_a_running_case_stays_on_its_version(desk):
    old = desk.open().to("Pending Customer")
    package = changed(ONE_DAY)
    desk.app.deployment.deploy(desk.owen, package, accept_warnings=True)
    new = desk.open().to("Pending Customer")
    desk.wait(days=1)
    assert (old.case.version_id, old.status) == (1, "Pending Customer")
    assert (new.case.version_id, new.status) == (2, "Work in Progress")


def test_a_scenario_that_goes_another_way_is_a_warning_to_accept(desk):
    package = Package(sooner(), FILES)
    with pytest.raises(DiagramError, match="accept the warnings") as caught:
        desk.app.deployment.deploy(desk.owen, package)
    (warning,) = caught.value.findings
    assert (warning.rule, warning.severity, warning.file) == (
        "scenario",
        "warning",
        "conversation.toml",
    )
    assert "“A question is followed by two reminders, then by silence”" in warning.message
    assert desk.app.versions.current_id() == 1
    version = desk.app.deployment.deploy(desk.owen, package, accept_warnings=True)
    assert desk.app.versions.version(version.id).findings == (warning,)


def test_an_owner_may_bring_scenarios_along(desk):
    """Some are all: those of the version before are gone, and so is what they expect."""
    files = {name: text for name, text in FILES.items() if not is_scenario(name)}
    drawn = sooner()
    package = Package(drawn, {**files, "scenarios/mine.toml": 'process = "case_lifecycle"'})
    version = desk.app.deployment.deploy(desk.owen, package)
    assert version.findings == ()
    assert list(filter(is_scenario, version.files)) == ["scenarios/mine.toml"]


def test_scenarios_that_cannot_be_read_are_an_error_with_their_file(desk):
    package = Package(DATA, {**FILES, "scenarios/blocked.toml": "[[scenario"})
    (finding,) = desk.app.deployment.check(desk.owen, package).findings
    assert (finding.rule, finding.severity, finding.file) == ("scenario", "error", "blocked.toml")


def test_a_case_runs_in_the_calendars_of_its_version(desk):
    """Not in those that the installation has now."""
    always = FILES["calendars.toml"].replace('default = "office"', 'default = "always"')
    old = desk.open()
    package = Package(DATA, {**FILES, "calendars.toml": always})
    desk.app.deployment.deploy(desk.owen, package, accept_warnings=True)
    new = desk.open()
    due = {}
    for case in (old, new):
        case.to("Pending Customer")
        timers = case.case.waits.timers
        due[case] = next(timer.at for timer in timers if timer.element == "silent_for_10_days")
    assert (old.case.calendar, new.case.calendar) == ("office", "always")
    assert (due[old] - MONDAY, due[new] - MONDAY) == (timedelta(days=14), timedelta(days=10))


def test_calendars_that_cannot_be_read_are_an_error(desk):
    package = Package(DATA, {**FILES, "calendars.toml": "[calendars.office]\nhours = 3"})
    (finding,) = desk.app.deployment.check(desk.owen, package).findings
    assert (finding.rule, finding.severity) == ("calendars", "error")
    assert "Calendar 'office'" in finding.message


def test_checking_a_draft_keeps_nothing(desk):
    package = Package(sooner(), FILES)
    assert [f.rule for f in desk.app.deployment.check(desk.owen, package).findings] == ["scenario"]
    assert [f.rule for f in desk.app.deployment.check(desk.owen, Package(b"<a")).findings] == [
        "xml"
    ]
    with pytest.raises(Forbidden):
        desk.app.deployment.check(desk.alice, package)
    assert len(desk.app.deployment.listed(desk.owen).items) == 1


@pytest.fixture
def strict(tmp_path):
    """Where two people have to agree on a diagram."""
    desk = Desk(tmp_path / "strict", approval=True)
    desk.olga = desk.app.accounts.add("olga@example.com", "Olga", ["process_owner"])
    yield desk
    desk.app.close()


def test_a_second_person_approves(strict):
    deployment = strict.app.deployment
    package = changed(ONE_DAY)
    version = deployment.deploy(strict.owen, package, accept_warnings=True)
    assert version.waiting
    assert deployment.deploy(strict.owen, package, accept_warnings=True).id == version.id
    assert strict.open().case.version_id == 1
    with pytest.raises(Forbidden, match="another process owner"):
        deployment.approve(strict.owen, version.id)
    with pytest.raises(Forbidden, match="process owner"):
        deployment.approve(strict.alice, version.id)
    with pytest.raises(NotFound):
        deployment.approve(strict.olga, 99)
    approved = deployment.approve(strict.olga, version.id)
    assert (approved.waiting, approved.approved_by.name) == (False, "Olga")
    assert strict.open().case.version_id == version.id
    with pytest.raises(NotPossible, match="is live"):
        deployment.approve(strict.olga, version.id)


@pytest.mark.parametrize("later", [1, -1])
def test_what_was_approved_last_is_current(strict, later):
    """Also when the second approval comes over a node whose clock is behind."""
    deployment = strict.app.deployment
    ids = []
    for days in ("P1D", "P2D"):
        package = changed({"stretch": ["silent_for_10_days", days]})
        ids.append(deployment.deploy(strict.owen, package, accept_warnings=True).id)
    for id in reversed(ids):
        strict.clock.advance(timedelta(minutes=later))
        deployment.approve(strict.olga, id, accept_warnings=True)
    assert strict.app.versions.current_id() == ids[0]


def test_a_version_is_checked_again_when_it_is_approved(strict):
    """With the rules of the day on which it goes live."""
    package = changed(ONE_DAY)
    deployment = strict.app.deployment
    id = deployment.deploy(strict.owen, package, accept_warnings=True).id
    stricter = Gate(strict.app.calendars, strict.clock, replace(LET_IN, elements=3))
    with pytest.raises(DiagramError, match=f"Version {id} is not approved: "):
        parts = (strict.app.versions, strict.app.notifications)
        Deployment(strict.app.db, parts, stricter, {}).approve(
            strict.olga, id, accept_warnings=True
        )
    assert (deployment.version(strict.olga, id).waiting, strict.app.versions.current_id()) == (
        True,
        1,
    )
    approved = deployment.approve(strict.olga, id)
    assert "scenario" in {finding.rule for finding in approved.findings}


def test_an_older_version_without_policies_is_approved_again(strict):
    """It is not completed from the version that runs: it is what it was."""
    deployment = strict.app.deployment
    package = changed(ONE_DAY)
    bare = Package(package.data, {k: v for k, v in package.files.items() if k != "policies.toml"})
    terms = {"accept_warnings": True, "without_policies": True}
    deployment.approve(strict.olga, deployment.deploy(strict.owen, bare, **terms).id)
    strict.clock.advance(timedelta(hours=1))
    deployment.approve(strict.olga, deployment.deploy(strict.owen, DEFAULT).id)
    found = deployment.check(strict.owen, bare).findings
    assert {f.severity for f in found if f.rule == "without-policies"} == {"warning"}
    again = deployment.deploy(strict.owen, bare, accept_warnings=True)
    assert deployment.approve(strict.olga, again.id).files == bare.files


def test_notes_stay_on_a_version_that_is_approved(strict):
    package = Package(changed(ONE_DAY).data)
    deployment = strict.app.deployment
    version = deployment.deploy(strict.owen, package, accept_warnings=True, without_policies=True)
    approved = deployment.approve(strict.olga, version.id)
    assert len(approved.notes) == 2
    assert approved.notes == version.notes


@pytest.mark.parametrize("later", [1, -1])
def test_whoever_approves_is_told_that_a_newer_version_went_live(strict, later):
    """Also when that one was approved over a node whose clock is behind."""
    deployment = strict.app.deployment
    older, newer = (
        deployment.deploy(
            strict.owen, changed({"stretch": ["silent_for_10_days", days]}), accept_warnings=True
        ).id
        for days in ("P1D", "P2D")
    )
    strict.clock.advance(timedelta(days=later))
    deployment.approve(strict.olga, newer)
    day = "3 March" if later > 0 else "2 March"
    with pytest.raises(DiagramError, match=f"Version {newer} went live on {day} 2026, 09:00 UTC"):
        deployment.approve(strict.olga, older)
    strict.clock.advance(timedelta(minutes=1))
    deployment.approve(strict.olga, older, accept_warnings=True)
    assert strict.app.versions.current_id() == older


def test_customers_do_not_see_versions(desk):
    deployment = desk.app.deployment
    assert [v.id for v in deployment.listed(desk.nora).items] == [1]
    for look in (deployment.listed, lambda who: deployment.version(who, 1)):
        with pytest.raises(Forbidden):
            look(desk.bob)


# ------------------------------------------------------------------ the drawing decides: proofs


def test_a_quite_different_diagram_runs_end_to_end(desk):
    """Three statuses of other names, no milestone, no table, no message: the same product."""
    desk.app.deployment.deploy(desk.owen, Package(WASHING), accept_warnings=True, intake="default")
    case = desk.open()
    assert [s.name for s in desk.app.versions.current()[1].diagram.statuses] == [
        "Fresh", "Being washed", "Clean",
    ]  # fmt: skip
    assert (case.status, case.can(desk.alice), case.can(desk.bob)) == (
        "Fresh",
        {"wash_it"},
        {"never_mind"},
    )
    case.write(desk.bob, "Gently please").act(desk.alice, "wash_it")
    assert (case.status, case.can(desk.carol)) == ("Being washed", set())
    assert case.act(desk.alice, "washed").status == "Clean"
    assert case.case.closed
    assert desk.open().act(desk.bob, "never_mind").status == "Clean"


def test_a_new_flow_becomes_a_new_action_and_a_new_status_without_code(desk):
    desk.app.deployment.deploy(
        desk.owen, Package(with_escalation(DATA), FILES), accept_warnings=True
    )
    case = desk.open().to("Work in Progress")
    assert "escalate" in case.can(desk.alice)
    assert case.act(desk.alice, "escalate").status == "With engineering"
    assert case.act(desk.alice, "engineering_answered").status == "Work in Progress"


def test_two_changed_copies_of_the_default_diagram_behave_as_drawn(desk):
    package = changed({"retarget": ["acknowledge", "clear_the_blocker"]})
    desk.app.deployment.deploy(desk.owen, package, accept_warnings=True)
    assert desk.open().to("Customer Replied").act(desk.alice, "acknowledge").status == "Blocked"
    package = changed({"set": ["withdraw_proposal", "audience", "Customer, Support"]})
    desk.app.deployment.deploy(desk.owen, package, accept_warnings=True)
    assert "withdraw_proposal" in desk.open().to("Solution Proposed").can(desk.bob)


def test_what_was_not_decided_is_accepted_by_name_alone(desk):
    tasks = [f"t{number}" for number in range(10)]
    branches = "".join(
        xor(f"g{task}") + user(task) + border(f"b{task}", task, message("m")) + user(f"r{task}")
        + chain("split", f"g{task}", task, "join") + chain(f"b{task}", f"r{task}", f"g{task}")
        for task in tasks
    )  # fmt: skip
    inner = start("in") + both("split") + both("join") + end("out") + chain("in", "split")
    waiting = node(
        "subProcess", "s", extension(status="Open") + inner + branches + chain("join", "out")
    )
    drawn = bpmn(start(), waiting, end(status="Done"), chain("start", "s", "end"), messages="m")
    terms = {"accept_warnings": True, "without_policies": True, "intake": "beside"}
    with pytest.raises(DiagramError, match="--accept-undecided") as caught:
        desk.app.deployment.deploy(desk.owen, Package(drawn, {}), **terms)
    (undecided,) = [found for found in caught.value.findings if found.rule == "not-decided"]
    assert "Not reached until then: 'end'" in undecided.message
    terms["accept_undecided"] = True
    version = desk.app.deployment.deploy(desk.owen, Package(drawn, {}), **terms)
    assert undecided in version.findings
