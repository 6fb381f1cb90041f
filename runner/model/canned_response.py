"""Texts that support sends often."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CannedResponse:
    """A text under a name, of a person; a `shared` one is for all of support. `body` may name
    variables, such as `{first_name}`. It is suggested first in cases that have one of the
    `statuses`."""

    id: int
    owner_id: int
    name: str
    body: str
    shared: bool = False
    statuses: tuple[str, ...] = ()
