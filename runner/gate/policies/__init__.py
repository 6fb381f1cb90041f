"""Promises that an owner makes about the diagram: for all that can happen, and all that did.

`findings(diagram)` says which promises a diagram breaks, and how; `broken(diagram)` says so in a
sentence.
"""

from runner.gate.policies.checking import broken, findings
from runner.gate.policies.conformance import Kept, conformance
from runner.gate.policies.policy import Policy, read_policies

__all__ = [
    "Kept",
    "Policy",
    "broken",
    "conformance",
    "findings",
    "read_policies",
]
