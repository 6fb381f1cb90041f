"""All that the gate says of one diagram."""

import pytest

from runner.bpmn.files import CALENDARS_FILE, POLICIES_FILE
from runner.bpmn.package import Package, read_package
from runner.clock import SystemClock
from runner.gate import lint
from runner.gate.check import Gate
from tests.drawings import (
    border,
    both,
    bpmn,
    chain,
    end,
    flow,
    node,
    notify,
    start,
    sub,
    timer,
    user,
    xor,
)
from tests.engine.parts import DECLARED, inside, signal
from tests.gate.lint.examples import NUMBER, deciding
from tests.lifecycle import LIFECYCLE


def rules(data, calendars, files=None, profile="lifecycle"):
    _, findings = Gate(calendars, SystemClock()).check(Package(data, files or {}), profile)
    return [(f.rule, f.element) for f in findings]


def test_the_default_diagram_has_no_finding(calendars):
    package = read_package(LIFECYCLE)
    data, files = package.data, package.files
    assert {"first_response.dmn", "policies.toml", "calendars.toml"} < set(files)
    assert rules(data, calendars, files) == []


@pytest.mark.parametrize(
    ("parts", "finding"),
    [
        ((start(), user("a"), end(status="Over"), chain("start", "a", "end")), ("status", "a")),
        ((start(), user("a", status="S"), end(), chain("start", "a", "end")), ("status", "end")),
        (
            (start(), user("a", status="S"), user("b", status="S"), end(status="O"),
             chain("start", "a", "end"), chain("b", "end")),
            ("unreachable", "b"),
        ),
        (
            (start(), user("a", status="S"), xor("x"), end(status="O"), end("e2", status="O"),
             chain("start", "a", "x"), flow("x", "end", "A", "a.b", id="f"), flow("x", "e2", "B")),
            ("expression", "f"),
        ),
        (
            (start(), node("intermediateCatchEvent", "t", timer("soon")), end(status="O"),
             chain("start", "t", "end")),
            ("timer", "t"),
        ),
        (
            (start(), notify("n").replace("id='notify'", "id='rm'"), end(status="O"),
             chain("start", "n", "end")),
            ("runs", "n"),
        ),
        ((start(), node("scriptTask", "s"), end(status="O"), chain("start", "s", "end")), ("empty-script", "s")),
        (
            (start(), user("a", status="S"), node("subProcess", "e", start("es", timer("PT1H")) + end("ee")
             + chain("es", "ee"), triggeredByEvent="true"), end(status="O"), chain("start", "a", "end")),
            ("status", "ee"),
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_is_found_on_its_element(calendars, parts, finding):
    assert finding in rules(bpmn(*parts), calendars)


@pytest.mark.parametrize(
    "code",
    [
        "<bpmn:extensionElements><spiffworkflow:preScript>x = 9</spiffworkflow:preScript></bpmn:extensionElements>",
        "<bpmn:script>x = 09</bpmn:script>",
    ],
)
def test_code_in_a_task_is_found_there(calendars, code):
    data = bpmn(start(), node("userTask", "a", code), end(), chain("start", "a", "end"))
    assert ("runs", "a") in rules(data, calendars, profile="engine")


def test_a_plain_diagram_can_run_without_being_the_life_of_a_case(calendars):
    plain = bpmn(start(), user("a"), end(), chain("start", "a", "end"))
    assert rules(plain, calendars, profile="engine") == [("picture", "start")]


def test_what_breaks_the_schema_is_found_with_its_line(calendars):
    text = LIFECYCLE.read_bytes().replace(b'cancelActivity="false"', b'cancelActivity="perhaps"', 1)
    _, findings = lint.read(text, read_package(LIFECYCLE).files)
    assert findings[0].rule == "schema"
    assert findings[0].line > 1


def test_an_unreadable_file_is_one_finding(calendars):
    assert rules(b"<a", calendars) == [("xml", "")]


def test_a_table_without_a_row_for_a_priority_is_found(calendars):
    package = read_package(LIFECYCLE)
    data, files = package.data, package.files
    gap = {name: text.replace('"P4"', '"P5"') for name, text in files.items()}
    table = "find_first_response_target"
    assert rules(data, calendars, gap) == [("table", table)]
    assert rules(data, calendars, {}) == [("operation", table)]


@pytest.mark.parametrize("cell", ['__import__("os")', "x.y", '"PT2H', "1 +"])
def test_code_in_a_table_is_refused(calendars, cell):
    package = read_package(LIFECYCLE)
    data, files = package.data, package.files
    bad = {name: text.replace('"PT2H"', cell) for name, text in files.items()}
    assert set(rules(data, calendars, bad)) == {("table", "find_first_response_target")}


@pytest.mark.parametrize(
    ("old", "new", "finding"),
    [('"PT2H"', '"P99999Y"', ("target", "find_first_response_target")),
     ('"PT30M"</text></outputEntry>\n        <outputEntry id="p2_c', '"PT3H"</text></outputEntry>\n        <outputEntry id="p2_c',
      ("target", "find_first_response_target")),
     ('"office"', '"nowhere"', ("starts", "first_response")), ('"PT2H"', "7", ("starts", "first_response"))],
)  # fmt: skip
def test_a_target_that_makes_no_sense_is_found(calendars, old, new, finding):
    package = read_package(LIFECYCLE)
    data, files = package.data, package.files
    name = "first_response.dmn"
    bad = {**files, name: files[name].replace(old, new)}
    assert bad != files
    assert rules(data, calendars, bad)[0] == finding


# ------------------------------------------------------------------ everything at once

LIFE = (start(), user("work", status="Open"), notify("tell"), end(status="Done"))
DRAWN = bpmn(*LIFE, chain("start", "work", "tell", "end"))

POLICIES = """process = "p"
[[policy]]
name = "misspelt"
promise = "Work comes first."
never = "status Opne"

[[policy]]
name = "silent"
promise = "Nobody is told."
never = "element tell"
"""
SCENARIOS = """process = "p"
[[scenario]]
name = "Bob's case is done"
then.status = "Closed"
[[scenario.step]]
action = "work_tell"
then.status = "Gone"
"""


@pytest.fixture
def gate(calendars):
    return Gate(calendars, SystemClock())


def test_a_misspelt_policy_hides_neither_another_policy_nor_a_scenario(gate):
    package = Package(DRAWN, {POLICIES_FILE: POLICIES, "scenarios/some.toml": SCENARIOS})
    _, findings = gate.check(package)
    said = [(f.rule, f.severity) for f in findings]
    assert said.count(("policy", "error")) == 2
    assert ("scenario", "warning") in said
    misspelt = next(f for f in findings if "Opne" in f.message)
    assert "Did you mean 'status Open'" in misspelt.message
    assert (misspelt.file, misspelt.line) == (POLICIES_FILE, 3)


def test_a_misspelt_policy_is_named_beside_an_error_of_the_drawing(gate):
    drawn = bpmn(*LIFE, chain("start", "work", "tell"))
    _, findings = gate.check(Package(drawn, {POLICIES_FILE: POLICIES}))
    assert {"implicit-end", "policy"} <= {f.rule for f in findings}


@pytest.mark.parametrize(
    "error", [chain("start", "work", "tell"), chain("start", "work", "tell", "end")]
)
def test_no_error_hides_a_file_that_cannot_be_read(gate, error):
    """Neither one of the drawing nor one of another file: all is mended in one go."""
    files = {
        CALENDARS_FILE: "default = 5", POLICIES_FILE: POLICIES, "scenarios/a.toml": "[[scenario]",
        "scenarios/b.toml": SCENARIOS, "scenarios/c.toml": SCENARIOS,
    }  # fmt: skip
    _, findings = gate.check(Package(bpmn(*LIFE, error), files))
    told = {(f.rule, f.file) for f in findings if f.rule in ("calendars", "policy", "scenario")}
    assert told >= {
        ("calendars", CALENDARS_FILE), ("policy", POLICIES_FILE), ("scenario", "a.toml"),
        ("scenario", "c.toml"),
    }  # fmt: skip


def test_all_surprises_of_a_scenario_are_said(gate):
    _, findings = gate.check(Package(DRAWN, {"scenarios/some.toml": SCENARIOS}))
    (finding,) = [f for f in findings if f.rule == "scenario"]
    assert "After the submission: the status is 'Open' instead of 'Closed'." in finding.message
    assert (
        "After step 1 ('action work_tell'): the status is 'Done' instead of 'Gone'"
        in finding.message
    )


@pytest.mark.parametrize("head", ["", 'process = "case_lifecylce"\n'])
def test_policies_that_would_be_left_out_are_an_error(gate, tmp_path, head):
    """They lie beside the diagram, but name no process, or misspell it."""
    drawn = bpmn(*LIFE, chain("start", "work", "tell", "end"), process="case_lifecycle")
    policy = '[[policy]]\nname = "one"\npromise = "It ends."\nalways = "status Done"\n'
    (tmp_path / "drawn.bpmn").write_bytes(drawn)
    (tmp_path / POLICIES_FILE).write_text(head + policy)
    _, findings = gate.check(read_package(tmp_path / "drawn.bpmn"))
    said = [f.message for f in findings if f.rule == "policy" and f.severity == "error"]
    assert len(said) == 1
    assert 'Write `process = "case_lifecycle"`' in said[0]


def test_policies_and_scenarios_know_a_signal_from_outside(gate):
    drawn = bpmn(
        *LIFE, chain("start", "work", "tell", "end"), border("recalled", "work", signal(), external="true"),
        user("call", status="Recall"), end("e2", status="Done"), chain("recalled", "call", "e2"), extra=DECLARED,
    )  # fmt: skip
    policy = POLICIES.partition("[[policy]]")[0] + (
        '[[policy]]\nname = "recalled"\npromise = "It is called back."\nwhen = "message go"\n'
        'leads_to = "status Recall"\n'
    )
    scenario = (
        'process = "p"\n[[scenario]]\nname = "Recalled"\n[[scenario.step]]\nevent = "go"\n'
        'then.status = "Recall"\n'
    )
    _, findings = gate.check(Package(drawn, {POLICIES_FILE: policy, "scenarios/a.toml": scenario}))
    assert [f for f in findings if f.rule in ("policy", "scenario")] == []


# ------------------------------------------------------------------ by profile


def test_a_merge_that_does_what_follows_twice_is_legal_but_no_way_to_handle_a_case(gate):
    drawn = bpmn(
        start(), both("split"), user("a", status="A"), user("b", status="B"), xor("merge"), user("c", status="C"),
        end(status="Done"), chain("start", "split", "a", "merge", "c", "end"), chain("split", "b", "merge"),
    )  # fmt: skip
    for profile, severity in (("engine", "warning"), ("lifecycle", "error")):
        _, findings = gate.check(Package(drawn), profile)
        assert [f.severity for f in findings if f.rule == "doubled-token"] == [severity]


def test_what_comes_of_two_tokens_together_is_looked_at_where_they_are_legal(gate):
    """Both may take the same way to the join, which then waits for ever for the other one."""
    drawn = bpmn(
        start(), both("split"), user("a"), user("b"), xor("merge"), user("c"), xor("x"), user("d"), user("e"), both("join"), end(),
        chain("start", "split", "a", "merge", "c", "x"), chain("split", "b", "merge"), flow("x", "d", "Left", id="left"),
        flow("x", "e", "Right", id="right"), chain("d", "join", "end"), chain("e", "join"),
    )  # fmt: skip
    _, findings = gate.check(Package(drawn), "engine")
    assert [(f.rule, f.element, f.severity) for f in findings if f.rule != "picture"] == [
        ("doubled-token", "merge", "warning"),
        ("deadlock", "join", "error"),
    ]


def test_what_becomes_of_several_tokens_in_one_sub_process_is_not_decided(gate):
    drawn = bpmn(
        start(), both("split"), user("a"), user("b"), xor("merge"), sub("s", *inside("in")), end(),
        chain("start", "split", "a", "merge", "s", "end"), chain("split", "b", "merge"),
    )  # fmt: skip
    _, findings = gate.check(Package(drawn), "engine")
    assert {f.rule for f in findings} == {"doubled-token", "not-decided", "picture"}
    assert any("several tokens at 's' was not followed" in f.message for f in findings)


def test_a_gap_between_conditions_is_legal(gate):
    drawn = deciding("hours > 3", "hours < 3", NUMBER)
    for profile, severity in (("engine", "warning"), ("lifecycle", "error")):
        _, findings = gate.check(Package(drawn), profile)
        assert [f.severity for f in findings if f.rule == "gap"] == [severity]


def test_a_condition_that_a_parallel_gateway_ignores_is_legal(gate):
    drawn = bpmn(
        start(), both("split"), user("a", status="A"), user("b", status="B"), both("join"), end(status="Done"),
        chain("start", "split", "a", "join", "end"), flow("split", "b", when='priority == "P1"'), chain("b", "join"),
    )  # fmt: skip
    for profile, severity in (("engine", "warning"), ("lifecycle", "error")):
        _, findings = gate.check(Package(drawn), profile)
        assert [f.severity for f in findings if f.rule == "ignored-condition"] == [severity]


def test_two_scenarios_of_one_name_are_refused(gate):
    """What is said of a scenario names it; those of another process are other ones."""
    other = SCENARIOS.replace("process =", "# process =", 1)
    files = {
        "scenarios/a.toml": SCENARIOS,
        "scenarios/b.toml": SCENARIOS,
        "scenarios/c.toml": other,
    }
    _, findings = gate.check(Package(DRAWN, files))
    found = [(f.message, f.file) for f in findings if f.message.startswith("Two scenarios")]
    assert [file for _, file in found] == ["b.toml"]
    assert "in a.toml and b.toml" in found[0][0]
