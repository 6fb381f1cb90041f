"""caselane deploy"""

from runner.bpmn.package import Package, write_zip
from runner.bpmn.process_choice import process_id
from tests.conftest import WORKFLOWS
from tests.drawings import WASHING
from tests.lifecycle import FILES, newer


def test_deploying_for_somebody_needs_their_role(caselane):
    caselane("user", "add", "alice@example.com", "--name", "Alice", "--role", "agent")
    good = str(WORKFLOWS / "case_lifecycle.bpmn")
    assert "process owner" in caselane("deploy", good, "--as", "alice@example.com", code=1)


def test_a_folder_and_a_zip_are_deployed_and_what_they_lack_is_said(caselane, tmp_path):
    drawn = tmp_path / "mine" / "case_lifecycle.bpmn"
    drawn.parent.mkdir()
    drawn.write_bytes(newer())
    said = caselane("deploy", str(drawn.parent))
    assert "so those of version 1 are taken: calendars.toml, first_response.dmn" in said
    packed = tmp_path / "mine.zip"
    packed.write_bytes(write_zip(Package(newer(newer()), FILES), "mine.bpmn"))
    assert "Version 3" in caselane("deploy", str(packed))
    (tmp_path / "mine" / "other.bpmn").write_bytes(newer())
    assert "several diagrams" in caselane("deploy", str(drawn.parent), code=1)


def test_a_version_without_policies_says_so_and_so_does_conformance(caselane, tmp_path):
    (tmp_path / "case.bpmn").write_bytes(newer())
    drawn = str(tmp_path / "case.bpmn")
    assert "promises nothing" in caselane("deploy", drawn, "--without-policies")
    caselane("user", "add", "bob@example.com", "--name", "Bob", "--role", "customer")
    caselane("case", "submit", "--as", "bob@example.com", "--subject", "S", "--description", "D")
    assert "Version 2 promises nothing: 1 case (C-1001)" in caselane("conformance")


def test_a_further_lifecycle_is_deployed_beside_and_taken_out_again(caselane, tmp_path):
    (tmp_path / "washing.bpmn").write_bytes(WASHING)
    deploying = ("deploy", str(tmp_path / "washing.bpmn"), "--accept-warnings")
    asked = caselane(*deploying, code=1)
    assert "--beside" in asked and "--as-default" in asked
    both = caselane(*deploying, "--beside", "--as-default", code=2)
    assert "--beside and --as-default exclude one another" in both
    assert "Version 2" in caselane(*deploying, "--beside")
    process = process_id(WASHING)
    assert process in caselane("lifecycle", "list")
    caselane("user", "add", "bob@example.com", "--name", "Bob", "--role", "customer")
    case = ("case", "submit", "--as", "bob@example.com", "--subject", "S", "--description", "D")
    caselane(*case, "--lifecycle", process)
    assert "Fresh" in caselane("case", "list")
    assert f"none     version 2  {process}" in caselane("lifecycle", "intake", process, "none")
    assert "takes new cases" in caselane(*case, "--lifecycle", process, code=1)
