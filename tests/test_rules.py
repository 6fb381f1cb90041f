"""Every rule has its tests, and every drawn rule is held by the drawing: a mutant breaks its test."""

import importlib
import inspect
import tomllib
from pathlib import Path

import pytest

from runner.errors import CaselaneError
from tests.conftest import ROOT, WORKFLOWS
from tests.desk import Desk
from tests.edits import mutated
from tests.held import is_test, names_in

HERE = Path(__file__).parent
RULES = tomllib.loads((HERE / "rules.toml").read_text())
MUTANTS = tomllib.loads((HERE / "mutants.toml").read_text())["mutant"]
LIFECYCLE = ROOT / "docs" / "lifecycle.md"
NOT_DRAWN = {
    "1c": "who submits is not drawn",
    "3e": "a milestone that has ended stays ended, whatever is drawn",
    "5c": "mail is not a matter of the drawing",
    "10b": "a closed case has no token that a message could move",
    "10c": "the answer to late mail comes when no token is left",
    "11a": "a repeat case is another case", "11b": "as 11a", "11c": "as 11a", "11d": "as 11a",
    "12a": "one transaction at a time is the store's promise",
    "13": "the account is written for whatever is drawn",
    "14a": "facts reach whatever is drawn", "14b": "tables lie beside the drawing",
    "15a": "who owns a case is not drawn", "15b": "as 15a", "15c": "as 15a",
    "16": "what a writer has seen is not drawn",
}  # fmt: skip


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_has_tests_or_an_issue_that_owes_them(rule):
    assert RULES[rule]["tests"] or RULES[rule].get("owed"), rule
    assert [name for name in RULES[rule]["tests"] if not is_test(f"rules/{name}")] == []


def test_every_test_of_a_rule_belongs_to_one():
    named = {name for rule in RULES.values() for name in rule["tests"]}
    for path in (HERE / "rules").glob("test_*.py"):
        for name in names_in(path):
            assert f"{path.stem}::{name}" in named, f"{path.stem}::{name}"


def test_the_rules_are_those_of_the_lifecycle():
    text = LIFECYCLE.read_text().split("## The rules")[1].split("## Actions")[0]
    found, number = set(), ""
    for line in text.splitlines():
        if line[:1].isdigit():
            number = line.split(".")[0]
        letters = [
            part[0] for part in line.split("(")[1:] if part[1:2] == ")" and part[0].isalpha()
        ]
        found |= {f"{number}{letter}" for letter in letters}
    numbers = {line.split(".")[0] for line in text.splitlines() if line[:1].isdigit()}
    found |= {
        n for n in numbers if not any(rule[:-1] == n and rule[-1].isalpha() for rule in found)
    }
    assert found == set(RULES)


def test_every_drawn_rule_has_a_mutant():
    assert {mutant["rule"] for mutant in MUTANTS} | NOT_DRAWN.keys() == RULES.keys()


@pytest.mark.parametrize(
    "mutant", MUTANTS, ids=lambda m: f"{m['rule']}-{'-'.join(map(str, m['edit'].values()))[:60]}"
)
def test_a_mutant_breaks_its_test(mutant, tmp_path):
    play(mutant, Desk(tmp_path / "as drawn"))
    files = {path.name: path.read_text() for path in WORKFLOWS.glob("*.dmn")}
    data, files = mutated((WORKFLOWS / "case_lifecycle.bpmn").read_bytes(), files, mutant["edit"])
    with pytest.raises((AssertionError, CaselaneError, pytest.fail.Exception, IndexError)):
        play(mutant, Desk(tmp_path / "mutated", data, files))


def play(mutant, desk):
    module, function = mutant["test"].split("::")
    test = getattr(importlib.import_module(f"tests.rules.{module}"), function)
    values = {"desk": desk, **mutant.get("args", {})}
    if "proposed" in inspect.signature(test).parameters:
        values["proposed"] = desk.open().claim(desk.alice).to("Solution Proposed")
    try:
        test(**values)
    finally:
        desk.app.close()
