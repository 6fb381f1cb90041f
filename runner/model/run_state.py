"""How far work is that goes on beside the desk: a trial, a simulation, the replay of a log."""

from __future__ import annotations

from typing import Literal

RunState = Literal["running", "done", "stopped", "failed", "cut_off"]
