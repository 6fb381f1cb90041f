"""What a lead or a process owner does to one case past the drawing. Decision 0286."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

MODIFICATIONS = ("move", "skip", "retime", "cancel", "deliver")


@dataclass(frozen=True, slots=True)
class Modification:
    """One thing that is done to a case, at the element `at`. It comes from outside: `kind` is one
    of MODIFICATIONS once it is checked.

    - move: the token that waits at a task goes to the task `to`, and waits there;
    - skip: the token goes on as if its task were done, over the outcome `to`; '' for the only one;
    - retime: a timer falls due at the instant `due`;
    - cancel: the timer on a border does not fire any more;
    - deliver: a message for machines that was lost arrives: `at` is its name, `values` its form.
    """

    kind: str
    at: str
    to: str = ""
    due: datetime | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
