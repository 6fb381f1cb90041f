"""How a lifecycle takes cases, as a form says it."""

from __future__ import annotations

from typing import cast

from runner.errors import InvalidInput
from runner.language import _
from runner.model import IntakeState


def chosen_intake(chosen: str) -> IntakeState | None:
    """None leaves it as it is. Raises InvalidInput for what no form offers."""
    if chosen not in ("", "default", "beside"):
        raise InvalidInput({"intake": [_("is none of the three that can be chosen")]})
    return cast("IntakeState | None", chosen or None)
