"""Scenarios as TOML, in the form that `read_scenarios` reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields
from datetime import datetime
from typing import Any

from runner.bpmn.toml_text import toml_key, toml_value
from runner.gate.scenarios.scenario import MORNING, Expected, Scenario, ScenarioStep


def scenario_file(process: str, scenarios: Iterable[Scenario]) -> str:
    """A whole file: all scenarios of a process."""
    head = f"process = {toml_value(process)}\n"
    return head + "".join(f"\n{scenario_text(one)}" for one in scenarios)


def scenario_text(scenario: Scenario) -> str:
    """One scenario, to stand behind others in a file."""
    submission, *steps = scenario.steps
    at = {} if scenario.at == MORNING else {"at": scenario.at}
    lines = [
        "[[scenario]]",
        f"name = {toml_value(scenario.name)}",
        f"given = {toml_value({**submission.values, **at})}",
        *_expectation(submission.then),
    ]
    for step in steps:
        lines += ["", "[[scenario.step]]", *_step(step), *_expectation(step.then)]
    return "\n".join(lines) + "\n"


def _step(step: ScenarioStep) -> Iterator[str]:
    what = dict(step.values) if step.kind == "change" else step.what
    yield f"{step.kind} = {toml_value(what)}"
    if step.by is not None:
        yield f"by = {toml_value(step.by)}"
    if step.business:
        yield 'time = "business"'
    beside = {"action": "fields", "event": "with"}.get(step.kind)
    if beside and step.values:
        yield f"{beside} = {toml_value(step.values)}"


def _expectation(then: Expected) -> Iterator[str]:
    """What is asked, a line each; nothing for what asks nothing."""
    for field in fields(then):
        value = getattr(then, field.name)
        if field.name in ("due", "milestones", "notified"):
            for name, one in value.items():
                yield f"then.{field.name}.{toml_key(name)} = {_written(one)}"
        elif value is not None and (value or field.name not in ("can", "cannot")):
            yield f"then.{field.name} = {_written(value)}"


def _written(value: Any) -> str:
    return toml_value(value if isinstance(value, (str, bool, datetime)) else list(value))
