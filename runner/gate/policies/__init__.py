"""Policies of a process owner: checked for all that can happen, and for all that did.

`findings(diagram)` says which policies a diagram breaks, and how; `unreadable(diagram)` what is
wrong with their file; `broken(diagram)` says so in a sentence; `conformance` how past cases kept
them; a `PolicyWatch` how a live case stands with them; `propose` which ones they kept that nobody
has written down.

Decision 0081.
"""

from runner.gate.policies.checking import PossibleStep, broken, findings, possible_steps, unreadable
from runner.gate.policies.conformance import (
    Breach,
    PolicyConformance,
    conformance,
    conformance_on,
)
from runner.gate.policies.live_verdicts import LiveCase, PolicyWatch
from runner.gate.policies.policy import Policy, names_of, promises_of, read_policies
from runner.gate.policies.proposing import Proposal, propose

__all__ = [
    "Breach",
    "LiveCase",
    "Policy",
    "PolicyConformance",
    "PolicyWatch",
    "PossibleStep",
    "Proposal",
    "broken",
    "conformance",
    "conformance_on",
    "findings",
    "names_of",
    "possible_steps",
    "promises_of",
    "propose",
    "read_policies",
    "unreadable",
]
