"""caselane try: a package on past cases, from the shell. What it finds: tests/deployment."""

import json

from tests.conftest import WORKFLOWS

DIAGRAM = str(WORKFLOWS / "case_lifecycle.bpmn")


def test_a_desk_without_cases_has_nothing_to_try(caselane):
    caselane("upgrade-db")
    output = caselane("try", DIAGRAM).strip()
    assert output.startswith("0 cases of 'case_lifecycle'")
    assert "People might have acted otherwise" in output
    report = json.loads(caselane("try", DIAGRAM, "--format", "json"))
    assert (report["cases"], report["differences"]) == (0, [])


def test_a_case_that_goes_another_way_is_said_and_the_exit_code_is_1(caselane, tmp_path):
    caselane("user", "add", "bob@example.com", "--name", "Bob", "--role", "customer")
    about = ("--subject", "Printer on fire", "--description", "It burns.")
    assert "C-1001" in caselane("case", "submit", "--as", "bob@example.com", *about)
    with open(DIAGRAM, encoding="utf-8") as drawn:
        (tmp_path / "draft.bpmn").write_text(drawn.read().replace('value="New"', 'value="Fresh"'))
    output = caselane("try", str(tmp_path / "draft.bpmn"), "--jobs", "1", code=1)
    assert "1  go another way" in output
    assert "a case is Fresh, not New. Such as C-1001." in output
