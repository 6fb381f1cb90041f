"""BPMN as XML: safe reading, the elements of a drawing, and what they mean for a case.

`read(data)` gives a `Diagram`: values only. How it is executed is the engine's business.
"""

from runner.bpmn.consequences import consequence, leads_to
from runner.bpmn.elements import (
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
from runner.bpmn.executable import Executable, executable
from runner.bpmn.geometry import (
    Bounds,
    Edge,
    Point,
    Shape,
)
from runner.bpmn.mutants import Mutant, count_mutants, mutants_of
from runner.bpmn.reading import Limits, read
from runner.bpmn.timers import read_timer
from runner.bpmn.xml import LET_IN
from runner.bpmn.xsd import schema_findings

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
    "consequence",
    "count_mutants",
    "executable",
    "leads_to",
    "mutants_of",
    "read",
    "read_timer",
    "schema_findings",
]
