"""Every rule has a severity, a page, a diagram that breaks it and one that does not."""

import pytest

from runner.gate.lint import sarif
from runner.gate.lint.registry import RULES
from tests.drawings import border, bpmn, chain, end, flow, message, start, sub, user, xor
from tests.gate.lint.examples import BY_RUNNING, EXAMPLES
from tests.gate.lint.pages import FOLDER, findings, pages


def test_every_rule_has_its_page_and_its_examples():
    assert set(EXAMPLES) | set(BY_RUNNING) == set(RULES)
    assert {path.name for path in FOLDER.iterdir()} == {f"{name}.md" for name in RULES}
    assert all(rule.about and rule.severity in ("error", "warning") for rule in RULES.values())


def test_the_pages_say_what_the_rules_say():
    """If not: python -m tests.gate.lint.pages."""
    for name, text in pages().items():
        assert (FOLDER / name).read_text() == text, name


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_wrong_diagram_breaks_the_rule_on_its_element(name):
    example = EXAMPLES[name]
    found = [f for f in findings(example.wrong, example.files) if f.rule == name]
    assert example.at in [f.element for f in found], found
    assert all(f.message and f.severity == RULES[name].severity for f in found)


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_right_diagram_does_not(name):
    example = EXAMPLES[name]
    found = findings(example.right, example.right_files)
    assert name not in [f.rule for f in found]
    allowed = {"picture", "status", "first-wait", "reply-heard", "days", "which-process"}
    assert not [f for f in found if f.rule not in allowed]


def test_a_loop_around_a_sub_process_opens_nothing_twice():
    """What an event inside it started is over when the sub-process is done again."""
    inside = (
        start("s1"), user("i"), end("e1"), end("e2"), chain("s1", "i", "e1"),
        border("b", "i", message("m"), False), chain("b", "e2"),
    )  # fmt: skip
    data = bpmn(
        start(), xor("x"), sub("s", *inside), user("again"), end(), chain("start", "x", "s", "again", "end"),
        flow("again", "x"), messages="m",
    )  # fmt: skip
    assert "second-visit" not in [f.rule for f in findings(data, ())]


def test_sarif_is_what_the_standard_asks_for():
    """OASIS SARIF 2.1.0: 3.13 (log), 3.27 (results), 3.28 (locations), 3.30.5 (lines from 1 on)."""
    examples = [EXAMPLES[name] for name in ("trigger", "unthrown", "xml")]
    found = [("my file.bpmn", f) for e in examples for f in findings(e.wrong, e.files)]
    log = sarif(found)
    (run,) = log["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert (log["version"], run["tool"]["driver"]["name"]) == ("2.1.0", "caselane lint")
    assert len(rules) == len(set(rules))
    assert len(run["results"]) == len(found) > 3
    for result, (_, finding) in zip(run["results"], found, strict=True):
        assert result["ruleId"] in rules
        assert result["level"] in ("error", "warning") and result["level"] == finding.severity
        assert finding.message in result["message"]["text"]
        place = result["locations"][0]["physicalLocation"]
        assert place["artifactLocation"]["uri"] == "my%20file.bpmn"
        assert place.get("region", {}).get("startLine", 0) == finding.line
        assert "region" not in place or finding.line >= 1
