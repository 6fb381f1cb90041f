"""Findings as SARIF."""

from runner.gate.lint import sarif
from tests.gate.lint.examples import EXAMPLES
from tests.gate.lint.pages import findings


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
