"""A first mapping: it can be used as it is, and names what is there to choose from."""

import tomllib
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from runner.deployment.logs.event_log import LogEvent, LogFormat, Trace, summary_of
from runner.deployment.logs.log_mapping import read_mapping
from runner.deployment.logs.mapping_check import check_mapping
from runner.deployment.logs.suggestion import suggested_mapping, ways_to

TEN = datetime(2026, 3, 2, 10, tzinfo=UTC)
NAMES = (
    "Opened",
    "Asked customer",
    "Customer replied",
    "Customer replied+complete",
    "Blocked",
    "Closed",
    'Odd "name"\\\n',
)
SUMMARY = summary_of(
    [Trace("1", tuple(LogEvent(name, TEN, {"Severity": "2", "client": "Bob"}) for name in NAMES))]
)


def test_the_mapping_that_is_suggested_fits_the_log_and_the_drawing(tmp_path, default_diagram):
    path = tmp_path / "map.toml"
    path.write_text(suggested_mapping(SUMMARY, default_diagram, LogFormat()))
    found = read_mapping(path)
    check_mapping(found, default_diagram, SUMMARY)
    assert found.rule("Asked customer", "Work in Progress").steps == ("ask_customer",)
    assert found.rule("Asked customer", "New").steps == ("+send_first_response", "ask_customer")
    assert found.rule("Customer replied", "New").steps == ("customer_reply",)
    assert found.rule("Customer replied+complete", "New").steps == ("customer_reply",)
    assert found.rule("Closed", "Solution Proposed").steps == ("accept_solution",)
    assert found.rule(NAMES[-1], "New").steps == ()
    assert found.rule("Blocked", "Work in Progress").fields == {"kind": "Bug"}
    assert (found.priority_attribute, found.customer_attribute) == ("Severity", "client")


def test_how_the_log_was_read_goes_into_the_mapping(tmp_path, default_diagram):
    path, said = tmp_path / "map.toml", LogFormat(
        case="Ticket", activity=("Stage", "Step"), time="When", time_format="%d.%m.%Y", zone=ZoneInfo("Europe/Rome")
    )  # fmt: skip
    path.write_text(suggested_mapping(SUMMARY, default_diagram, said))
    assert read_mapping(path).log_format == said


def test_activities_actions_and_their_fields_are_listed(default_diagram):
    text = suggested_mapping(SUMMARY, default_diagram, LogFormat())
    assert '#         1         0  "Opened"' in text
    assert '#   block: "Block" in Work in Progress; kind* (one of Bug, Other)' in text
    rules = [line for line in text.splitlines() if line.startswith("[[event]]")]
    assert all("# a guess" in line or "# no step resembles it" in line for line in rules)
    assert 'fields = { kind = "Bug" }   # a guess' in text
    assert tomllib.loads(text)["priority"]["values"] == {"2": "P1"}


def test_a_step_that_is_possible_somewhere_else_is_reached_by_the_shortest_way(default_diagram):
    ways = ways_to(default_diagram, "propose_solution")
    assert ways[()] == ["Work in Progress"]
    assert ways["send_first_response",] == ["New"]
