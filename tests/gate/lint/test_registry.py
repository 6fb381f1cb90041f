"""Every rule has a severity, a page, a diagram that breaks it and one that does not."""

import pytest

from runner.gate.lint.registry import RULES
from runner.language import Languages, retold, speaking
from tests.drawings import (
    border,
    bpmn,
    catch,
    chain,
    end,
    flow,
    message,
    start,
    sub,
    timer,
    user,
    xor,
)
from tests.gate.lint.examples import BY_RUNNING, EXAMPLES, TABLE, dmn
from tests.gate.lint.pages import FOLDER, findings, pages, told_well

GERMAN = Languages().get("de")


def test_every_rule_has_its_page_and_its_examples():
    assert set(EXAMPLES) | set(BY_RUNNING) == set(RULES)
    assert {path.name for path in FOLDER.glob("*.md")} == {
        "README.md",
        *(f"{name}.md" for name in RULES),
    }
    assert all(rule.about and rule.severity in ("error", "warning") for rule in RULES.values())


def test_the_pages_say_what_the_rules_say():
    """If not: python -m tests.gate.lint.pages."""
    written = pages()
    for name, text in written.items():
        assert (FOLDER / name).read_text() == text, name
    drawn = {f"pictures/{path.name}" for path in (FOLDER / "pictures").iterdir()}
    assert drawn == {name for name in written if name.endswith(".svg")}


def test_every_rule_shows_what_is_wrong_and_what_is_right():
    """In pictures, unless the wrong file cannot be read or is too large: its text says enough."""
    written = pages()
    without = {name for name in EXAMPLES if f"pictures/{name}-wrong.svg" not in written}
    assert without <= {
        "xml", "doctype", "limits", "not-bpmn", "no-process", "process-id", "which-process",
        "duplicate-id", "readable",
    }  # fmt: skip
    assert all(f"pictures/{name}-right.svg" in written for name in EXAMPLES)
    assert max(len(text) for name, text in written.items() if name.endswith(".svg")) < 10_000


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_wrong_diagram_breaks_the_rule_on_its_element(name):
    """And a German owner reads so in German."""
    example = EXAMPLES[name]
    found = [f for f in findings(example.wrong, example.files) if f.rule == name]
    assert example.at in [f.element for f in found], found
    assert all(f.message and f.severity == RULES[name].severity for f in found)
    assert [f for f in findings(example.wrong, example.files) if not told_well(f)] == []
    with speaking(GERMAN):
        told = [retold(text) for f in found for text in (f.message, f.suggestion) if text]
    ours = name != "schema"  # that is what libxml2 says
    assert not ours or not {f.message for f in found}.intersection(told)
    assert not {f.suggestion for f in found}.intersection(told)


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_right_diagram_does_not(name):
    example = EXAMPLES[name]
    found = findings(example.right, example.right_files)
    assert name not in [f.rule for f in found]
    allowed = {"picture", "status", "first-wait", "reply-heard", "days", "which-process"}
    allowed.add("no-time-out")
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


@pytest.mark.parametrize(
    ("spec", "fits"),
    [
        ({"format": "date-time"}, True),
        ({"format": "date"}, True),
        ({}, False),
        ({"format": "email"}, False),
    ],
)
def test_a_due_date_is_a_date_whatever_is_filled_in(spec, fits):
    form = {
        "type": "object",
        "properties": {"until": {"type": "string", **spec}},
        "required": ["until"],
    }
    late = border("t", "b", timer("until", "timeDate"))
    drawn = (
        start(),
        user("a", form=form),
        user("b"),
        late,
        end(),
        end("e"),
        chain("start", "a", "b", "end"),
        chain("t", "e"),
    )
    found = [f.element for f in findings(bpmn(*drawn), ()) if f.rule == "due-date"]
    assert found == ([] if fits else ["t"])


@pytest.mark.parametrize(
    ("name", "fits"), [("priority", False), ("channel", False), ("submitted_at", True)]
)
def test_of_what_every_case_has_only_its_submission_is_a_due_date(name, fits):
    drawn = start(), catch("c", timer(name, "timeDate")), end(), chain("start", "c", "end")
    found = [f.element for f in findings(bpmn(*drawn), ()) if f.rule == "due-date"]
    assert found == ([] if fits else ["c"])


@pytest.mark.parametrize(("value", "fits"), [("Bug", False), ("2099-01-31", True)])
def test_what_a_table_says_is_a_due_date_if_it_is_a_date(value, fits):
    waits = catch("c", timer("x", "timeDate"))
    drawn = bpmn(start(), TABLE, waits, end(), chain("start", "a", "c", "end"))
    found = findings(drawn, dmn([("-", f'"{value}"')], "x"))
    assert [f.element for f in found if f.rule == "due-date"] == ([] if fits else ["c"])
