"""A list of cases that somebody kept under a name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from runner.model.case import CASE_FIELDS

LIST_ARGUMENTS = ("status", "owner", "team", "priority", "tag", "spam", "q", "open", "sort",
                  "column", *(item.name for item in CASE_FIELDS))  # fmt: skip
"""What the address of a list says of it, and a saved view keeps: filters, order, columns."""


@dataclass(frozen=True, slots=True)
class SavedView:
    """`query` has the values of each argument of the list. A `shared` one is for all who work here;
    `me` in it is whoever looks."""

    id: int
    owner_id: int
    name: str
    shared: bool
    query: Mapping[str, Sequence[str]]
