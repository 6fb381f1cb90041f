"""Policies of a process owner: checked for all that can happen, and for all that did.

`findings(diagram)` says which policies a diagram breaks, and how; `unreadable(diagram)` what is
wrong with their file; `broken(diagram)` says so in a sentence; `conformance` how past cases kept
them.

Decision 0081.
"""

from runner.gate.policies.checking import PossibleStep, broken, findings, possible_steps, unreadable
from runner.gate.policies.conformance import (
    PolicyConformance,
    conformance,
    conformance_on,
)
from runner.gate.policies.policy import Policy, names_of, read_policies

__all__ = [
    "Policy",
    "PolicyConformance",
    "PossibleStep",
    "broken",
    "conformance",
    "conformance_on",
    "findings",
    "names_of",
    "possible_steps",
    "read_policies",
    "unreadable",
]
