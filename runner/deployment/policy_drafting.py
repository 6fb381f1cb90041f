"""A policy written by hand into the package of a draft."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from runner.bpmn import Diagram
from runner.bpmn.files import POLICIES_FILE
from runner.bpmn.package import Package
from runner.bpmn.toml_text import toml_value
from runner.errors import ConfigError, InvalidInput
from runner.gate.policies import read_policies
from runner.gate.policies.facts import DiagramFacts
from runner.language import _

LONGEST_WORDS = 300


def with_policy(package: Package, diagram: Diagram, policy: Mapping[str, Any]) -> Package:
    """The package with one more policy: the keys of one of the templates, its name and its
    sentence (docs/policies.md). Raises InvalidInput where the diagram does not know its words."""
    if any(len(str(value)) > LONGEST_WORDS for value in policy.values()):
        raise InvalidInput(
            {
                "policy": [
                    _(
                        "has a text of more than %(longest_words)s characters",
                        longest_words=LONGEST_WORDS,
                    )
                ]
            }
        )
    before = package.files.get(POLICIES_FILE, f"process = {toml_value(diagram.process)}\n")
    lines = [f"{key} = {toml_value(value)}" for key, value in policy.items()]
    text = "\n".join((before.rstrip(), "", "[[policy]]", *lines, ""))
    try:
        read_policies(text, DiagramFacts(diagram))
    except ConfigError as error:
        raise InvalidInput({"policy": [_("cannot be written: %(error)s", error=error)]}) from error
    return Package(package.data, {**package.files, POLICIES_FILE: text})
