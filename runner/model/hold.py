"""What support sends from the page of a case and can still take back, and texts not sent yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class ActRequest:
    """Actions that a person asks for, and what that person knew then. Without any action, `body` of
    the fields is a message to the customer. The fields are those of the last action."""

    actions: tuple[str, ...]
    fields: Mapping[str, Any] = field(default_factory=dict)
    revision: int | None = None
    """The revision that they saw: at another one nothing is done."""
    seen: int | None = None
    """The last line of the history that they saw: when there is news behind it, nothing is done."""
    expected: str | None = None
    """The token of the preview that they were shown: this is done, or nothing."""
    files: tuple[int, ...] = ()
    """The files that go with the text: such as wait, of their writer's."""


@dataclass(frozen=True, slots=True)
class UnsentText:
    """What a person has written in a form of a case and not sent, by the names of its fields.
    `form` is '' for the composer's own text, else the id of the segment or action whose form it is.
    `why` says why it came back, '' for a text that was never sent."""

    form: str
    fields: Mapping[str, str]
    why: str = ""


@dataclass(frozen=True, slots=True)
class Hold:
    """An act that is due at an instant of its own; until then nothing has happened. `text` is what
    its writer gets back when it is not done."""

    id: int
    case_id: int
    person_id: int
    due_at: datetime
    act: ActRequest
    text: UnsentText
