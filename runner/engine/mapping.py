"""From one drawing to another: what an element, and what the engine makes of it, is called.

Decision 0101.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache

from runner.bpmn import Element
from runner.engine.compiled import CompiledDiagram
from runner.engine.workflow import CaseTask
from runner.model import WaitState

SPLIT, _JOIN, _ROUND = ".BoundaryEventSplit", ".BoundaryEventJoin", " [child]"
_SUFFIXES = (SPLIT, _JOIN, _ROUND, ".EndJoin")
"""What the engine makes names of its own with, behind the id of an element or a process."""


class ElementMapping:
    """From one drawing to another. `renamed` gives the new ids of elements that have got one.

    `possible` says whether tokens can come to stand so in the other drawing; it is only asked where
    several stand or some meet, and the flows around them have changed, or where a sub-process came
    or went. Safe to share between threads.
    """

    def __init__(
        self,
        old: CompiledDiagram,
        new: CompiledDiagram,
        renamed: Mapping[str, str],
        possible: Callable[[WaitState], bool],
    ):
        self.old, self.new, self.possible = old, new, possible
        self._to = {**renamed, old.diagram.process: new.diagram.process}
        for scope, body in old.bodies.items():
            self._to[body] = new.bodies.get(self.id(scope), body)
        self._unchanged: dict[str, bool] = {}

    def id(self, element_id: str) -> str:
        return self._to.get(element_id, element_id)

    def name(self, name: str) -> str:
        """What the engine would call the same task in the other drawing."""
        base, suffix = parts(name)
        return self.new.inside(self.id(self.old.outside(base))) + suffix

    def is_unchanged(self, container: str) -> bool:
        """Are the same flows drawn between the same elements in a process or sub-process?"""
        if container not in self._unchanged:
            here = _drawn(self.old, container, self.id)
            there = _drawn(self.new, self.id(container), lambda same: same)
            self._unchanged[container] = here == there
        return self._unchanged[container]


@lru_cache(maxsize=4096)
def parts(name: str) -> tuple[str, str]:
    """The id in a name of the engine, and what the engine put behind it."""
    suffix = next((end for end in _SUFFIXES if name.endswith(end)), "")
    return name.removesuffix(suffix), suffix


def _drawn(compiled: CompiledDiagram, container: str, to: Callable[[str], str]) -> tuple[set, set]:
    flows = compiled.lowered.flows.values()
    elements = compiled.lowered.elements.values()
    return (
        {(to(f.source), to(f.target)) for f in flows if f.container == container},
        {(to(e.id), e.kind, e.interrupting) for e in elements if e.container == container},
    )


def element_at(compiled: CompiledDiagram, task: CaseTask) -> Element | None:
    """The element at which a task of the engine is; None for the engine's own."""
    base, suffix = parts(task.task_spec.name)
    own = suffix not in ("", _ROUND)
    return None if own else compiled.lowered.elements.get(compiled.outside(base))
