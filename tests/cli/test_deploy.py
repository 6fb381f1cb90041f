"""caselane deploy"""

from tests.conftest import WORKFLOWS


def test_deploying_for_somebody_needs_their_role(caselane):
    caselane("user", "add", "alice@example.com", "--name", "Alice", "--role", "agent")
    good = str(WORKFLOWS / "case_lifecycle.bpmn")
    assert "process owner" in caselane("deploy", good, "--as", "alice@example.com", code=1)
