"""What programs delivered to hooks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

HookState = Literal["done", "ignored", "refused", "known"]
"""It opened cases or moved some; no rule was for it, or there was nothing to do; something in it
was wrong; it came before."""


@dataclass(frozen=True, slots=True)
class HookDelivery:
    """`key` tells it from others of the hook. `body` is the beginning of what was delivered; `why`
    says why it was ignored or refused; `cases` are the numbers of those that it opened or moved."""

    hook: str
    key: str
    at: datetime
    state: HookState
    why: str = ""
    cases: tuple[str, ...] = ()
    body: str = ""
