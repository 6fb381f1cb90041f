"""Can a case get stuck, run twice, go round for ever or miss its end? The token game says."""

from runner.soundness.checks import check
from runner.soundness.places import Undecided
from runner.soundness.space import Edge, Space, reduced, whole
from runner.soundness.standings import standings

__all__ = ["Edge", "Space", "Undecided", "check", "reduced", "standings", "whole"]
