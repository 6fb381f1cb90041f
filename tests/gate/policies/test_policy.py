"""A file of policies, as it is read."""

import re

import pytest

from runner import bpmn as diagrams
from runner.bpmn.files import POLICIES_FILE
from runner.errors import ConfigError
from runner.gate import policies
from runner.gate.policies.facts import DiagramFacts
from runner.gate.policies.policy import TEMPLATES, read_policies
from tests.conftest import ROOT, WORKFLOWS

POLICIES = (WORKFLOWS / "policies.toml").read_text()


@pytest.fixture
def files(default_files):
    return {**default_files, POLICIES_FILE: POLICIES}


def read(text, diagram):
    return read_policies(f'[[policy]]\nname = "p"\npromise = "P."\n{text}', DiagramFacts(diagram))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('never = "status Closde"', "Did you mean 'status Closed'"),
        ('never = "action acept_solution"', "Did you mean 'action accept_solution'"),
        ('never = "action accept_solution by Nobody"', "no role is called 'Nobody'"),
        ('never = "message customer_reply in Old"', "no status 'Old'"),
        ('always = "status Closed"\nwhile = "timer"', "'while' names statuses"),
        ('sometimes = "status Closed"', "sometimes is no template"),
        ('while = "status New"\nwithin = "2 days"\nhappens = "notify owner"', "ISO 8601"),
        ("never = []", "'never' is a text"),
        ("never = 3", "'never' is a text"),
        ("never = ", "cannot be read"),
    ],
)
def test_what_cannot_be_meant_is_refused(text, says, default_diagram):
    with pytest.raises(ConfigError, match=re.escape(says)):
        read(text, default_diagram)


def test_an_unreadable_policy_is_an_error_of_the_gate(default_diagram, files):
    diagram = diagrams.read(default_diagram.data, {**files, POLICIES_FILE: "[[policy"})
    assert [(f.rule, f.severity) for f in policies.findings(diagram)] == [("policy", "error")]


def test_every_example_of_the_page_can_be_read(default_diagram):
    page = (ROOT / "docs" / "policies.md").read_text()
    examples = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    assert len(examples) == len(TEMPLATES)
    templates = set()
    for example in examples:
        templates |= {p.template for p in read_policies(example, DiagramFacts(default_diagram))}
    assert templates == TEMPLATES.keys()
