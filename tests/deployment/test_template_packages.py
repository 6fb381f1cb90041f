"""Each template is a package that a team could begin with: clean, played, and drawn without crossings."""

from itertools import combinations

import pytest

from runner import bpmn as diagrams
from runner.bpmn.calendar import read_calendars
from runner.bpmn.files import diagram_limits
from runner.bpmn.package import installed_files
from runner.clock import SystemClock
from runner.config import read_settings, shipped_workflows
from runner.deployment.completion import complete
from runner.deployment.template_packages import TEMPLATES, template
from runner.errors import NotFound
from runner.gate.check import Gate
from tests.conftest import WORKFLOWS

OURS = [name for name in TEMPLATES if name not in ("blank", "support")]


@pytest.mark.parametrize("name", OURS)
def test_a_template_has_policies_and_scenarios_and_no_finding(name):
    package = template(name)
    assert "policies.toml" in package.files
    assert any(file.startswith("scenarios/") for file in package.files)
    calendars = read_calendars((WORKFLOWS / "calendars.toml").read_text())
    gate = Gate(calendars, SystemClock(), diagram_limits(read_settings({})))
    whole, _ = complete(package, None, installed_files(shipped_workflows()))
    diagram, findings = gate.check(whole)
    assert findings == [] or list(findings) == []
    assert crossings(diagram) == []


def crossings(diagram):
    """Pairs of flows that cross one another, away from their ends."""
    parts = [
        (flow, (a.x, a.y), (b.x, b.y))
        for flow, edge in diagram.edges.items()
        for a, b in zip(edge.points, edge.points[1:], strict=False)
    ]
    return [
        (one[0], other[0])
        for one, other in combinations(parts, 2)
        if one[0] != other[0] and cross(one[1:], other[1:])
    ]


def cross(one, other):
    (ax, ay), (bx, by) = one
    (cx, cy), (dx, dy) = other
    if ay == by and cx == dx:
        return min(ax, bx) < cx < max(ax, bx) and min(cy, dy) < ay < max(cy, dy)
    if ax == bx and cy == dy:
        return cross(other, one)
    return False


def test_the_others_are_what_ships_and_what_the_studio_begins_with():
    assert template("support").files.keys() >= {"policies.toml", "scenarios/closing.toml"}
    assert diagrams.read(template("blank").data, {}).process == "new_lifecycle"
    with pytest.raises(NotFound):
        template("../complaint")
