"""BPMN as XML: safe reading, the elements of a drawing, and what they mean for a case.

`read(data)` gives a `Diagram`: values only. How it is executed is the engine's business.
"""

from runner.diagram.elements import (
    SUB_PROCESSES,
    WAITING_TASKS,
    Action,
    Diagram,
    Element,
    Flow,
    Lookup,
    Loop,
    Status,
    Stray,
    Timer,
    Trigger,
)
from runner.diagram.executable import Executable, executable
from runner.diagram.faults import Mutant, mutants
from runner.diagram.geometry import Bounds, Edge, Point, Shape
from runner.diagram.reading import Limits, read
from runner.diagram.schema import schema_findings
from runner.diagram.timers import read_timer
from runner.diagram.xml import LET_IN

__all__ = [
    "LET_IN",
    "SUB_PROCESSES",
    "WAITING_TASKS",
    "Action",
    "Bounds",
    "Diagram",
    "Edge",
    "Element",
    "Executable",
    "Flow",
    "Limits",
    "Lookup",
    "Loop",
    "Mutant",
    "Point",
    "Shape",
    "Status",
    "Stray",
    "Timer",
    "Trigger",
    "executable",
    "mutants",
    "read",
    "read_timer",
    "schema_findings",
]
