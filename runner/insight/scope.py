"""Which cases the figures of a view are about: a version or its lifecycle, and a filter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from runner.bpmn import Diagram
from runner.model import EVERYTHING, FlowFilter, TimeKind, Version
from runner.store import Transaction, fact_rows, flow_rows, teams
from runner.store.flow_rows import Among
from runner.versions import Versions

Level = Literal["statuses", "drawing"]

COUNTED = 10_000
"""Up to how many cases that changed since are counted."""


@dataclass(frozen=True, slots=True)
class FlowQuery:
    """What an analyst looks at: a version of the diagram, or the current one (None); cases of all
    versions of its lifecycle, or of this version `only`."""

    version: int | None = None
    only: bool = False
    level: Level = "statuses"
    time: TimeKind = "clock"
    wanted: FlowFilter = EVERYTHING


@dataclass(frozen=True, slots=True)
class FigureScope:
    """The cases that a query leaves: `cases` of them, of which `migrated` came from another
    version, `set_back` have times that go back, and `incomplete` lack lines of their history;
    without the filter there are `all`. `behind` cases changed since. The rest is what filters
    offer."""

    version: Version
    diagram: Diagram
    query: FlowQuery
    of: Among
    cases: int
    migrated: int
    set_back: int
    incomplete: int
    all: int
    behind: int
    products: Sequence[str]
    outcomes: Sequence[str]
    channels: Sequence[str]
    teams: Sequence[str]


def chosen(versions: Versions, query: FlowQuery) -> tuple[Version, Among]:
    """The version whose drawing is shown, and the cases that count: of one that is not current, its
    own alone. Raises NotFound."""
    version = versions.version(query.version or versions.current_id())
    if query.only or version.id != versions.current_of(version):
        return version, Among({version.id}, query.wanted)
    return version, Among(versions.of_lifecycle(version.process), query.wanted)


def read_scope(
    tx: Transaction, query: FlowQuery, version: Version, diagram: Diagram, of: Among
) -> FigureScope:
    """`version` and `of` are what was `chosen` for the query."""
    counts = flow_rows.scope_counts(tx, of)
    return FigureScope(
        version, diagram, query, of, counts.cases, counts.migrated, counts.set_back,
        counts.incomplete, counts.all, fact_rows.behind(tx, COUNTED),
        counts.products, counts.outcomes, counts.channels, teams.names(tx),
    )  # fmt: skip
