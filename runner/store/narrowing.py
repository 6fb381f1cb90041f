"""A filter as conditions on the facts of cases, or on their ids."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any, NamedTuple

from runner.model import EVERYTHING, NONE, REMOVED_TEAM, FlowFilter
from runner.store.database import Transaction

MOST_APART = 100
"""Cases that came before others and have a higher id, or the other way round: with more of them in
a period, ids say too little of it."""

FEW = 10
"""With no more than one of so many cases in a period, the stays of each are looked up."""


class Narrowed(NamedTuple):
    """Conditions on the facts of cases, `f`, and their values; `by_id` says that they ask for no
    more than the id of a case."""

    conditions: str
    values: dict[str, Any]
    by_id: bool = False

    def join(self, table: str) -> str:
        if self.by_id or not self.conditions:
            return ""
        return f" JOIN case_facts f ON f.case_id = {table}.case_id"

    def stays(self, tx: Transaction, versions: str) -> str:
        """The intervals `i` of these cases of a `:kind` on these versions, behind FROM. SQLite is
        told to look up the stays of the cases that count, not the case of each stay: it takes the
        tables in this order, and each plus keeps it from an index that does not begin with the
        case."""
        if self.by_id or not self.conditions or tx.dialect.name != "sqlite":
            stays = f"intervals i{self.join('i')}"
            return f"{stays} WHERE i.kind = :kind AND i.version_id IN ({versions})"
        stays = "case_facts f CROSS JOIN intervals i WHERE i.case_id = f.case_id"
        return f"{stays} AND +i.kind = :kind AND +i.version_id IN ({versions})"


def narrowed_to(wanted: FlowFilter) -> Narrowed:
    given = {
        name: value
        for name in _CONDITIONS
        if (value := getattr(wanted, name)) is not None and value != ""
    }
    alone = {
        name: condition
        for name, value in given.items()
        if (condition := _without_value(name, value))
    }
    conditions = ({**_CONDITIONS, **alone}[name] for name in given)
    said = {name: value for name, value in given.items() if name not in alone}
    return Narrowed("".join(f" AND {text}" for text in conditions), said)


def _without_value(name: str, value: object) -> str:
    """The condition that a word stands for which is no value; '' for a value."""
    if name == "team" and value == REMOVED_TEAM:
        return "f.team_id IS NOT NULL AND f.team_id NOT IN (SELECT id FROM teams)"
    return f"{_COLUMNS[name]} IS NULL" if value == NONE and name in _COLUMNS else ""


_CONDITIONS = {
    "since": "f.created_at >= :since",
    "until": "f.created_at < :until",
    "priority": "f.priority = :priority",
    "product": "f.product = :product",
    "owner": "f.owner_id = (SELECT id FROM people WHERE email = :owner)",
    "customer": "f.customer_id = (SELECT id FROM people WHERE email = :customer)",
    "outcome": "f.resolution = :outcome",
    "way": "f.way_id = :way",
    "team": "f.team_id = (SELECT id FROM teams WHERE name = :team)",
    "channel": "f.channel = :channel",
}
_COLUMNS = {
    "product": "f.product", "owner": "f.owner_id", "outcome": "f.resolution", "team": "f.team_id",
}  # fmt: skip
"""What a case may not have."""


def listed(ids: Collection[int]) -> str:
    """Ids are part of the text: so the plan is that of a few equal values."""
    return ", ".join(str(int(one)) for one in sorted(ids)) or "0"


def narrowed_by_id(tx: Transaction, wanted: FlowFilter) -> Narrowed | None:
    """Of a filter by period alone: its cases by their ids, which count up as cases come. Of
    intervals `i`, an index that ends in the id of the case is then all that is read. None for other
    filters, for a short period, and where ids are in no order, as of cases that were taken over.
    Decision 0327; decision 0364."""
    if wanted == EVERYTHING or replace(wanted, since=None, until=None) != EVERYTHING:
        return None
    period = narrowed_to(wanted)
    inside = f"TRUE{period.conditions}"
    ends = f"SELECT min(f.case_id), max(f.case_id) FROM case_facts f WHERE {inside}"
    low, high = tx.run(ends, **period.values).fetchone() or (None, None)
    if low is None:
        return Narrowed(" AND FALSE", {}, by_id=True)
    if (high - low) * FEW < tx.run("SELECT max(case_id) FROM case_facts").fetchone()[0]:
        return None
    apart = f"""
        SELECT f.case_id FROM case_facts f WHERE f.case_id BETWEEN :low AND :high
            AND NOT ({inside}) LIMIT {MOST_APART + 1}
    """
    ids = [row[0] for row in tx.run(apart, low=low, high=high, **period.values).fetchall()]
    if len(ids) > MOST_APART:
        return None
    # The plus keeps SQLite from looking the cases up one by one.
    between = " AND +i.case_id BETWEEN :low AND :high"
    but = f" AND +i.case_id NOT IN ({listed(ids)})" if ids else ""
    return Narrowed(between + but, {"low": low, "high": high}, by_id=True)
