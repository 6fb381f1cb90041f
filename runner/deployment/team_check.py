"""Whether the teams that a package names are there, and its table of teams can be used."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from itertools import product

from runner.bpmn import Diagram, Element, Flow, expressions
from runner.bpmn.dmn import CASE_TEAM, Table, matches, read_decisions
from runner.cases.assignment import TEAM_FACTS
from runner.errors import ExpressionError
from runner.gate.lint.table_rules import LIKE
from runner.gate.lint.word_rules import did_you_mean, recipients
from runner.model import Finding, team_named

UNKNOWN, UNUSABLE = "unknown-team", "team-table"


def wrong_teams(diagram: Diagram, names: Collection[str]) -> Iterator[Finding]:
    """An error for each team that a package names and that is none of `names`: nobody could act, be
    told, or be given the case. And for what is wrong with its table. Decision 0278."""
    for place in (*diagram.elements.values(), *diagram.flows.values()):
        for finding in _unknown(f"'{place.name or place.id}'", _teams_at(place), names):
            yield replace(finding, element=place.id, name=place.name, line=place.line)
    table = read_decisions(diagram.files).get(CASE_TEAM)
    yield from _of_table(table, names) if table else ()


def _unknown(who: str, teams: Iterable[str], names: Collection[str]) -> Iterator[Finding]:
    known = {name.casefold() for name in names}
    for team in dict.fromkeys(teams):
        if team.casefold() not in known:
            yield Finding(
                UNKNOWN,
                f"{who} names the team '{team}', and there is no such "
                f"team.{did_you_mean(team, names)}",
                _ADD_IT,
            )


_WHOLE = "Give each row a cell for every column: - stands for anything."
_ADD_IT = "Add it first (caselane team add), or name another."


def _teams_at(place: Element | Flow) -> Iterable[str]:
    """Those that may act there, or are told."""
    words = [*place.properties.get("audience", "").split(","), *",".join(place.forms).split(",")]
    if isinstance(place, Element):
        words += [place.lane or "", *recipients(place)]
    return filter(None, map(team_named, words))


# ------------------------------------------------------------------ the table


class _Wrong(Exception):
    """What is wrong with the table, to stand behind its name; and what to do."""


def _of_table(table: Table, names: Collection[str]) -> Iterator[Finding]:
    try:
        _check_head(table)
        teams = [_team_of(number, table) for number in range(len(table.rows))]
    except _Wrong as wrong:
        what, remedy = wrong.args
        yield Finding(UNUSABLE, f"The decision table '{table.name}' {what}", remedy)
        return
    yield from _unknown(f"The decision table '{table.name}'", filter(None, teams), names)


def _check_head(table: Table) -> None:
    if table.hit_policy != "FIRST":
        raise _Wrong(
            f"has the hit policy {table.hit_policy}.", "Make it FIRST: its rows are tried in order."
        )
    if table.outputs != ("team",):
        raise _Wrong(
            f"gives {', '.join(table.outputs) or 'nothing'} as its outputs.",
            "Give it one output, called team.",
        )
    for text in table.inputs:
        if text not in TEAM_FACTS:
            raise _Wrong(
                f"asks for '{text}', which is no fact of a new case."
                f"{did_you_mean(text, TEAM_FACTS)}",
                f"Ask for any of {', '.join(sorted(TEAM_FACTS))}.",
            )


def _team_of(number: int, table: Table) -> str | None:
    """What a row gives. Every cell is tried with all that an input can be: a text, or empty."""
    row = table.rows[number]
    if (len(row.inputs), len(row.outputs)) != (len(table.inputs), len(table.outputs)):
        raise _Wrong(f"has more or fewer cells than columns in row {number + 1}.", _WHOLE)
    try:
        for cell, value in product(row.inputs, (None, "text")):
            matches(cell, value)
        team = expressions.evaluate(row.outputs[0] or "None", {})
    except ExpressionError as error:
        raise _Wrong(f"is not clear in row {number + 1}: {error}", LIKE) from error
    if team is not None and not isinstance(team, str):
        raise _Wrong(f"gives no team in row {number + 1}.", 'Write a name such as "Printers".')
    return team
