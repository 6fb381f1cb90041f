"""Executing a diagram. The only importer of SpiffWorkflow.

`Process(diagram)` is a diagram made ready to run. Each of its methods takes the stored state of a
case and returns a `Step`: the new state and all that follows from it, as plain values. Nothing here
knows of databases, people or the current time.

Decision 0001.
"""

from runner.engine.codec import check as check_state
from runner.engine.codec import shape_of
from runner.engine.compiled import CompiledDiagram
from runner.engine.mapping import ElementMapping
from runner.engine.process import Process

__all__ = ["CompiledDiagram", "ElementMapping", "Process", "check_state", "shape_of"]
