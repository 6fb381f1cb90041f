"""A policy written by hand into the package of a draft, or taken out of it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from typing import Any

from runner.bpmn import Diagram
from runner.bpmn.files import POLICIES_FILE, UNREADABLE_TOML
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


def without_policy(package: Package, name: str) -> Package:
    """The package without the policy of that name; all other lines of its file stay. Raises
    InvalidInput where there is none, or it cannot be told which lines are its."""
    text = package.files.get(POLICIES_FILE, "")
    by_hand = _("cannot be told from the others: take it out of the file %(file)s by hand",
                file=POLICIES_FILE)  # fmt: skip
    try:
        before, parts = tomllib.loads(text), _POLICY.split(text)
        rest = "".join(_end(part) if name in _names(part) else part for part in parts)
        kept = [one for one in _policies(before) if one.get("name") != name]
        wanted = {key: value for key, value in before.items() if key != "policy"}
        if rest == text:
            raise InvalidInput({"policy": [_("is not there any more")]})
        if tomllib.loads(rest) != wanted | ({"policy": kept} if kept else {}):
            raise InvalidInput({"policy": [by_hand]})
    except UNREADABLE_TOML as error:
        raise InvalidInput({"policy": [by_hand]}) from error
    return Package(package.data, {**package.files, POLICIES_FILE: f"{rest.rstrip()}\n"})


_POLICY = re.compile(r"^(?=\[\[policy\]\])", re.MULTILINE)


def _names(part: str) -> list[str]:
    return [one.get("name", "") for one in _policies(tomllib.loads(part))]


def _policies(read: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Those of a file; none where it calls something else so."""
    found = read.get("policy")
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _end(part: str) -> str:
    """The comments and empty lines at the end of a part, which are about what comes next."""
    lines = part.splitlines(keepends=True)
    about = [line.strip() and not line.lstrip().startswith("#") for line in lines]
    last = max((number for number, is_said in enumerate(about) if is_said), default=-1)
    return "".join(lines[last + 1 :]).lstrip("\n")
