"""caselane lint"""

import json

from lxml import etree

from tests.conftest import WORKFLOWS
from tests.drawings import bpmn, chain, end, start, user


def test_lint_draws_what_is_wrong_and_the_way_to_it(caselane, tmp_path):
    for file in (*WORKFLOWS.glob("*.dmn"), WORKFLOWS / "policies.toml"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    text = (WORKFLOWS / "case_lifecycle.bpmn").read_text()
    text = text.replace(
        'id="rejected_escalation" escalationRef="escalation_back_to_work"',
        'id="rejected_escalation" escalationRef="escalation_kept_open"',
    )
    bad, picture = tmp_path / "bad.bpmn", tmp_path / "out.svg"
    bad.write_text(text)
    said = caselane("lint", str(bad), "--picture", str(picture), "--format", "json", code=1)
    finding, *others = json.loads(said)
    assert {other["rule"] for other in others} == {"scenario"}
    svg = etree.parse(picture)
    marked = {
        name: svg.xpath(f'//*[@class="{name}"]/@data-element')
        for name in ("badge fault", "way path")
    }
    assert marked["badge fault"] == ["reject_solution"]
    flows = set(marked["way path"])
    assert {"to_first_response", "propose_solution", "reject_solution"} <= flows
    assert flows == {id for id in finding["path"] if f'<bpmn:sequenceFlow id="{id}"' in text}


def test_a_picture_that_cannot_be_made_is_said_and_overwrites_no_diagram(caselane, tmp_path):
    good, junk = tmp_path / "good.bpmn", tmp_path / "junk.bpmn"
    good.write_bytes((WORKFLOWS / "case_lifecycle.bpmn").read_bytes())
    junk.write_text("<junk/>")
    picture = tmp_path / "out.svg"
    caselane("lint", str(good), "--picture", str(good), code=2)
    caselane("lint", str(good), str(junk), "--picture", str(picture), code=2)
    assert "There is no picture" in caselane("lint", str(junk), "--picture", str(picture), code=1)
    assert not picture.exists()
    assert good.read_bytes() == (WORKFLOWS / "case_lifecycle.bpmn").read_bytes()
    nowhere = str(tmp_path / "no" / "out.svg")
    assert nowhere in caselane(
        "lint", str(good), "--profile", "engine", "--picture", nowhere, code=1
    )


def test_lint_and_deploy(caselane, tmp_path):
    good = WORKFLOWS / "case_lifecycle.bpmn"
    assert caselane("lint", str(good)) == "0 errors, 0 warnings in 1 file\n"
    bad = tmp_path / "bad.bpmn"
    bad.write_bytes(bpmn(start(), user("a"), end(), chain("start", "a", "end")))
    assert "error: status [a]" in caselane("lint", str(bad), code=1)
    findings = json.loads(caselane("lint", str(bad), "--format", "json", code=1))
    assert findings[0].keys() == {
        "file", "element", "name", "line", "rule", "severity", "message", "suggestion", "path",
    }  # fmt: skip
    said = caselane("lint", str(bad), "--profile", "engine")
    assert said.endswith("\n0 errors, 1 warning in 1 file\n")
    caselane("lint", str(tmp_path / "missing.bpmn"), code=2)
    assert "error: status [a]" in caselane("deploy", str(bad), code=1)
    assert "Version 1 " in caselane("deploy", str(good))
