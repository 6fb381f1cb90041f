"""A diagram under examination, and what the rules say about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from runner.bpmn import (
    Diagram,
    Element,
    Flow,
    Stray,
)
from runner.gate.lint.dataflow import Dataflow
from runner.gate.lint.paths import Paths


@dataclass(frozen=True, slots=True)
class Problem:
    """What a rule found: where (None: the file as a whole), in a sentence, and what to do."""

    place: Element | Flow | Stray | None
    message: str
    suggestion: str = ""


class LintContext(Paths):
    """What the rules are given: the diagram, the instant at which it is looked at, and what several
    of them want to know of it, found once."""

    def __init__(self, diagram: Diagram, now: datetime):
        super().__init__(diagram)
        self.now = now

    @cached_property
    def dataflow(self) -> Dataflow:
        return Dataflow(self)
