"""What was found out about an installation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Level = Literal["ok", "warning", "error"]


@dataclass(frozen=True, slots=True)
class Check:
    """`about` is one word. The text says what is so and, unless that is well, what to do."""

    level: Level
    about: str
    text: str
