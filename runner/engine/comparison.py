"""The drawing, element by element, against what the engine's parser made of it.

The parser leaves out what it cannot reach or does not know without a word. What is not in the
specification would never happen, so it must not be in a drawing that goes live.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from runner.bpmn import Element
from runner.engine.compiled import CompiledDiagram
from runner.model import Finding


def differences(compiled: CompiledDiagram) -> list[Finding]:
    """What is drawn and would not run."""
    return [*_missing_elements(compiled), *_wrong_elements(compiled), *_missing_flows(compiled)]


def _specs(compiled: CompiledDiagram) -> dict[str, Any]:
    """The specification of each drawn element."""
    found = {}
    for index in compiled.indexes.values():
        for spec in index.spec.task_specs.values():
            element = compiled.elements.get(spec)
            if element is not None:
                found.setdefault(element.id, spec)
    return found


def _missing_elements(compiled: CompiledDiagram) -> Iterator[Finding]:
    specs = _specs(compiled)
    for element in compiled.diagram.elements.values():
        if element.id not in specs:
            yield _finding(
                element,
                f"'{element.label}' would never run: no token can get there.",
                "Connect it, or remove it.",
            )


def _wrong_elements(compiled: CompiledDiagram) -> Iterator[Finding]:
    specs = _specs(compiled)
    for element in compiled.diagram.elements.values():
        spec = specs.get(element.id)
        if spec is None:
            continue
        if element.kind == "boundaryEvent" and spec.cancel_activity != element.interrupting:
            yield _finding(element, f"'{element.label}' would not interrupt as drawn.", "")


def _missing_flows(compiled: CompiledDiagram) -> Iterator[Finding]:
    specs = _specs(compiled)
    for flow in compiled.lowered.flows.values():
        source, target = specs.get(flow.source), specs.get(flow.target)
        if source is None or target is None:
            continue
        names = {target.name, f"{target.name}.BoundaryEventSplit"}
        if not names & set(source._outputs):
            yield Finding(
                "differs",
                f"The flow '{flow.name or flow.id}' would not run.",
                "Both its ends have to lie in the same process or sub-process.",
                element=flow.id,
                name=flow.name,
                line=flow.line,
            )


def _finding(element: Element, message: str, suggestion: str) -> Finding:
    return Finding(
        "differs", message, suggestion, element=element.id, name=element.name, line=element.line
    )
