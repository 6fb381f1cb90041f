"""Promises that an owner makes about the diagram: for all that can happen, and all that did.

`findings(diagram)` says which promises a diagram breaks, and how; `broken(diagram)` says so in a
sentence.
"""

from runner.policies.checking import broken, findings
from runner.policies.conformance import Kept, conformance
from runner.policies.reading import FILE, Policy, process_of, read_policies

__all__ = [
    "FILE",
    "Kept",
    "Policy",
    "broken",
    "conformance",
    "findings",
    "process_of",
    "read_policies",
]
