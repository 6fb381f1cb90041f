"""caselane simulate: the next weeks, from the shell. What it finds: tests/deployment/test_simulation.py."""

import json
import random
from datetime import timedelta

from tests import tickets
from tests.conftest import WORKFLOWS

DIAGRAM = str(WORKFLOWS / "case_lifecycle.bpmn")


def test_a_desk_without_a_past_is_said_to_have_none(caselane):
    caselane("upgrade-db")
    assert "has no case of this lifecycle" in caselane("simulate", code=1)


def test_what_is_no_target_is_a_usage_error(caselane):
    assert "MILESTONE/PRIORITY=DURATION" in caselane("simulate", "--target", "soon", code=2)


def test_a_log_is_lived_through(caselane, tmp_path, monkeypatch):
    rng, log, mapping = random.Random(1), tmp_path / "log.xes", tmp_path / "map.toml"
    first = tickets.FIRST
    log.write_bytes(
        tickets.xes(tickets.trace(rng, first + timedelta(hours=15 * n)) for n in range(70))
    )
    mapping.write_text('[support]\nattribute = "org:resource"\n\n' + tickets.MAP.read_text())
    url = f"sqlite:///{tmp_path}/cases.sqlite3"
    caselane("replay", str(log), "--map", str(mapping), "--into", url)
    monkeypatch.setenv("CASELANE_DATABASE_URL", url)
    small = ("--weeks", "1", "--repetitions", "2", "--jobs", "1")
    output = caselane("simulate", *small, "--add", "1", "--target", "first_response/P2=P5D")
    assert "With 1 more agent, in the hours of the default calendar." in output
    assert "First response P2 is due after 5 days." in output
    assert "New agent 1" in output and "Alice" in output
    assert "No back-test" in output or "Back-test:" in output
    report = json.loads(caselane("simulate", DIAGRAM, *small, "--format", "json"))
    assert report["repetitions"] == 2 and report["figures"]
