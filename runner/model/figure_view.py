"""A page of figures with its filters, kept under a name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

ViewAudience = Literal["own", "team", "all"]
VIEW_AUDIENCES: tuple[ViewAudience, ...] = get_args(ViewAudience)


@dataclass(frozen=True, slots=True)
class FigureView:
    """`page` is the name of the page, `query` the arguments of its address. It is for its owner
    alone, for who is in a team with them, or for `all` who see the process."""

    id: int
    owner_id: int
    owner: str
    name: str
    page: str
    query: Mapping[str, str]
    audience: ViewAudience = "own"
