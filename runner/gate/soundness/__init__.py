"""Can a case get stuck, run twice, go round for ever or miss its end? The token game says.

Decision 0080.
"""

from runner.gate.soundness.findings import UNDECIDED, check
from runner.gate.soundness.places import Undecided
from runner.gate.soundness.space import (
    Arc,
    Space,
    reduced,
    whole,
)
from runner.gate.soundness.wait_states import find_wait_states, known_wait_states

__all__ = [
    "UNDECIDED",
    "Arc",
    "Space",
    "Undecided",
    "check",
    "find_wait_states",
    "known_wait_states",
    "reduced",
    "whole",
]
