"""Every rule has its tests, and every drawn rule is held by the drawing: a mutant breaks its test."""

import importlib
import inspect
import tomllib
from pathlib import Path

import pytest
from lxml import etree

from runner.bpmn import mutants as edits
from runner.bpmn.xml import BPMN, SPIFF
from runner.errors import CaselaneError
from tests.conftest import ROOT, WORKFLOWS
from tests.desk import Desk

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


def find(name):
    module, function = name.split("::")
    return getattr(importlib.import_module(f"tests.rules.{module}"), function)


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_has_tests_or_an_issue_that_owes_them(rule):
    assert RULES[rule]["tests"] or RULES[rule].get("owed"), rule
    for name in RULES[rule]["tests"]:
        assert callable(find(name)), name


def test_every_test_of_a_rule_belongs_to_one():
    named = {name for rule in RULES.values() for name in rule["tests"]}
    for path in (HERE / "rules").glob("test_*.py"):
        module = importlib.import_module(f"tests.rules.{path.stem}")
        for name in vars(module):
            if name.startswith("test_"):
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
    test = find(mutant["test"])
    values = {"desk": desk, **mutant.get("args", {})}
    if "proposed" in inspect.signature(test).parameters:
        values["proposed"] = desk.open().claim(desk.alice).to("Solution Proposed")
    try:
        test(**values)
    finally:
        desk.app.close()


# ------------------------------------------------------------------ edits


def mutated(data, files, edit):
    ((kind, wanted),) = edit.items()
    if kind == "table":
        old, new = wanted
        changed = {name: text.replace(old, new) for name, text in files.items()}
        assert changed != files
        return data, changed
    if kind == "text":
        old, new = (text.encode() for text in wanted)
        assert data.count(old) == 1
        return data.replace(old, new), files
    root = etree.fromstring(data)
    EDITS[kind](root, wanted)
    return etree.tostring(root), files


def swap(root, wanted):
    a, b = wanted
    for node in root.iter(f"{{{SPIFF}}}property"):
        if node.get("name") == "status" and node.get("value") in wanted:
            node.set("value", b if node.get("value") == a else a)


def set_(root, wanted):
    id, name, value = wanted
    node = edits.by_id(root, id)
    if name == "condition":
        for condition in node.findall(f"{{{BPMN}}}conditionExpression"):
            node.remove(condition)
    elif name in ("attachedToRef", "cancelActivity"):
        node.set(name, value)
    elif name == "message" and value == "customer_reply":
        next(node.iter(f"{{{BPMN}}}messageEventDefinition")).set("messageRef", f"message_{value}")
    else:
        extensions = node.find(f"{{{BPMN}}}extensionElements")
        if extensions is None:
            extensions = etree.SubElement(node, f"{{{BPMN}}}extensionElements")
            node.insert(0, extensions)
        properties = extensions.find(f"{{{SPIFF}}}properties")
        if properties is None:
            properties = etree.SubElement(extensions, f"{{{SPIFF}}}properties")
        for item in properties:
            if item.get("name") == name:
                properties.remove(item)
        if value:
            etree.SubElement(properties, f"{{{SPIFF}}}property", name=name, value=value)


EDITS = {
    "drop": lambda root, flow: edits.drop(flow)(root),
    "retarget": lambda root, wanted: edits.retarget(*wanted)(root),
    "stretch": lambda root, wanted: edits.stretch(*wanted)(root),
    "silence": lambda root, task: edits.silence(task)(root),
    "swap": swap,
    "set": set_,
}
