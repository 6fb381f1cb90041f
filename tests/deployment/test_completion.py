"""A version is never parted: what a package does not bring is that of the version before."""

import pytest

from runner.bpmn.files import POLICIES_FILE, is_scenario
from runner.bpmn.package import Package
from runner.errors import DiagramError
from tests.drawings import WASHING
from tests.lifecycle import DATA, FILES, newer

LESS = """process = "case_lifecycle"
[[policy]]
name = "closed-is-final"
promise = "Closed is final."
after = "status Closed"
never = "anything"
"""


def deploy(desk, package, **terms):
    return desk.app.deployment.deploy(desk.owen, package, **terms)


def test_one_file_takes_over_the_rest_and_says_so(desk):
    version = deploy(desk, Package(newer()))
    assert version.files == FILES
    assert version.notes == (
        "The package does not bring these, so those of version 1 are taken: "
        "calendars.toml, first_response.dmn, policies.toml, texts.de.toml, scenarios (5).",
    )
    assert desk.app.versions.version(version.id).notes == version.notes
    assert desk.open().status == "New"


def test_a_file_that_is_brought_wins(desk):
    table = FILES["first_response.dmn"].replace("PT2H", "PT3H")
    version = deploy(desk, Package(DATA, {"targets.dmn": table}), accept_warnings=True)
    assert version.files["targets.dmn"] == table
    assert "first_response.dmn" not in version.files


def test_policies_are_left_away_on_purpose_and_the_version_says_so(desk):
    version = deploy(desk, Package(newer()), without_policies=True)
    assert POLICIES_FILE not in version.files
    said = version.notes[-1]
    assert said.startswith(
        "This version promises nothing: its policies are left away on purpose. Of version 1 are "
        "gone: receipt, "
    )
    assert len(said.split(",")) == 23


def test_policies_are_left_away_of_what_was_live_with_them_before(desk):
    deploy(desk, Package(newer(), FILES))
    version = deploy(desk, Package(DATA, FILES), without_policies=True)
    assert POLICIES_FILE not in version.files
    assert "left away on purpose" in version.notes[-1]


def test_what_was_never_live_without_them_is_judged_as_new(desk):
    """Its tables and forms are those of now, so it is another package than the one that lived."""
    deploy(desk, Package(newer(), FILES))
    checked = desk.app.deployment.checked(Package(DATA, FILES), without_policies=True)
    assert (checked.again, POLICIES_FILE in checked.package.files) == (0, False)
    bare = {name: text for name, text in FILES.items() if name != POLICIES_FILE}
    deploy(desk, Package(DATA, bare), without_policies=True)
    checked = desk.app.deployment.checked(Package(DATA, bare), without_policies=True)
    assert checked.again


def test_policies_that_were_left_away_do_not_come_back_by_themselves(desk):
    deploy(desk, Package(newer()), without_policies=True)
    assert POLICIES_FILE not in deploy(desk, Package(newer(newer()))).files


def test_an_empty_file_of_policies_does_not_pass_as_policies(desk):
    package = Package(newer(), {**FILES, POLICIES_FILE: 'process = "case_lifecycle"'})
    with pytest.raises(DiagramError, match="would promise nothing"):
        deploy(desk, package, accept_warnings=True)
    assert "on purpose" in deploy(desk, package, without_policies=True).notes[0]


def test_what_is_promised_no_more_is_named(desk):
    version = deploy(desk, Package(newer(), {**FILES, POLICIES_FILE: LESS}))
    (said,) = version.notes
    assert "silence-never-closes" in said and "closed-is-final" not in said


def test_policies_that_do_not_fit_any_more_are_no_reason_to_drop_them(desk):
    renamed = DATA.replace(b'value="New"', b'value="Fresh"')
    with pytest.raises(DiagramError) as refused:
        deploy(desk, Package(renamed), accept_warnings=True)
    assert {f.file for f in refused.value.findings if f.rule == "policy"} == {POLICIES_FILE}


def test_another_process_takes_over_nothing_but_the_calendars_of_the_installation(desk):
    version = deploy(desk, Package(WASHING), accept_warnings=True, intake="default")
    assert list(version.files) == ["calendars.toml"]
    assert "those of this installation are taken: calendars.toml." in version.notes[0]


def test_what_belongs_to_no_version_is_named_and_not_kept(desk):
    package = Package(newer(), FILES, left_out=("notes.txt", "other.dmn"))
    version = deploy(desk, package)
    assert version.files == FILES
    assert "is not kept: notes.txt, other.dmn." in version.notes[0]


def test_a_version_from_before_that_has_no_scenarios_takes_those_of_the_installation(desk):
    desk.use(DATA, {name: text for name, text in FILES.items() if not is_scenario(name)})
    assert deploy(desk, Package(newer())).files == FILES


def test_checking_says_what_deploying_would_say(desk):
    checked = desk.app.deployment.check(desk.owen, Package(newer()))
    version = deploy(desk, Package(newer()))
    assert (checked.findings, checked.notes) == (version.findings, version.notes)
