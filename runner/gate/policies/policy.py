"""Policies out of `policies.toml`. Every word is checked against the diagram: a policy about a
status or an action that does not exist would hold for ever and mean nothing."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from runner.bpmn.calendar import Duration, parse_duration
from runner.bpmn.files import POLICIES_FILE, UNREADABLE_TOML
from runner.errors import CalendarError, ConfigError
from runner.gate.policies.facts import DiagramFacts
from runner.model import Severity

Facts = tuple[str, ...]

TEMPLATES: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "never": (frozenset({"never"}), frozenset({"when", "after"})),
    "always": (frozenset({"always"}), frozenset({"while"})),
    "only after": (frozenset({"when", "only_after"}), frozenset()),
    "leads to": (frozenset({"when", "leads_to"}), frozenset()),
    "at most once": (frozenset({"at_most_once"}), frozenset()),
    "within": (frozenset({"while", "within", "happens"}), frozenset({"time"})),
}
"""For each template the keys that it has, and those that it may have."""

_SAID = frozenset({"name", "promise", "severity"})


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy in a sentence, and what it means.

    `when`, `after` and `during` are facts of which any one counts; of `facts` none, one or all
    have to hold, as the template says. `limit` is how long a `within` may take. With the severity
    `warning` an owner may accept that it no longer holds.
    """

    name: str
    sentence: str
    template: str
    facts: Facts
    when: Facts = ()
    after: Facts = ()
    during: Facts = ()
    limit: Duration | None = None
    business: bool = False
    severity: Severity = "error"


@dataclass(frozen=True, slots=True)
class PolicyProblem:
    """Why a policy cannot be read, and the line of its name in the file; 0 where it has none."""

    message: str
    line: int = 0


def read_policies(text: str, diagram_facts: DiagramFacts) -> tuple[Policy, ...]:
    """Raises ConfigError with the first problem, naming the policy and the word that is wrong."""
    policies, problems = parse_policies(text, diagram_facts)
    if problems:
        raise ConfigError(problems[0].message)
    return policies


def parse_policies(
    text: str, diagram_facts: DiagramFacts
) -> tuple[tuple[Policy, ...], list[PolicyProblem]]:
    """The policies that can be read, and a problem for each of the others."""
    try:
        document = tomllib.loads(text)
    except UNREADABLE_TOML as error:
        return (), [PolicyProblem(f"{POLICIES_FILE} cannot be read: {error}")]
    tables = document.get("policy", [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        return (), [PolicyProblem(f"{POLICIES_FILE}: write each policy under [[policy]].")]
    found: dict[str, Policy] = {}
    problems: list[PolicyProblem] = []
    for table in tables:
        try:
            policy = _read(table, diagram_facts)
            if policy.name in found:
                raise ConfigError(f"{POLICIES_FILE}: two policies have the name '{policy.name}'.")
            found[policy.name] = policy
        except ConfigError as error:
            problems.append(PolicyProblem(str(error), _line(text, table.get("name"))))
    return tuple(found.values()), problems


def _line(text: str, name: Any) -> int:
    """The line on which a policy has its name, from 1; 0 where it cannot be told."""
    lines = [i for i, line in enumerate(text.splitlines(), 1) if _names(line, name)]
    return lines[-1] if lines else 0


def names_of(files: Mapping[str, str]) -> tuple[str, ...]:
    """The names of the policies among the files of a version, also of those that no diagram can
    read."""
    return tuple(str(table.get("name", "")) for table in _tables(files.get(POLICIES_FILE, "")))


def promises_of(files: Mapping[str, str]) -> dict[str, str]:
    """The sentences of these policies by their names."""
    tables = _tables(files.get(POLICIES_FILE, ""))
    return {str(table.get("name", "")): str(table.get("promise", "")) for table in tables}


def _tables(text: str) -> list[dict[str, Any]]:
    try:
        tables = tomllib.loads(text).get("policy", [])
    except UNREADABLE_TOML:
        return []
    listed = tables if isinstance(tables, list) else []
    return [table for table in listed if isinstance(table, dict)]


def _names(line: str, name: Any) -> bool:
    key, _, value = line.partition("=")
    return key.strip() == "name" and value.strip()[1:-1] == name


def _read(table: Mapping[str, Any], diagram_facts: DiagramFacts) -> Policy:
    name = table.get("name")
    if not isinstance(name, str) or not isinstance(table.get("promise"), str):
        raise ConfigError(
            f'{POLICIES_FILE}: every policy needs a name and a sentence: `promise = "..."`.'
        )
    where = f"{POLICIES_FILE}, policy '{name}'"
    template = _template(table, where)

    def facts(key: str) -> Facts:
        given = table.get(key, [])
        listed = [given] if isinstance(given, str) else given
        texts = isinstance(listed, list) and all(isinstance(item, str) for item in listed)
        if not texts or (key in table and not listed):
            raise ConfigError(f"{where}: '{key}' is a text like \"status X\", or a list of them.")
        for fact in listed:
            _check(fact, diagram_facts, where)
        return tuple(listed)

    key = {"only after": "only_after", "leads to": "leads_to", "within": "happens"}
    limit = _limit(table["within"], where) if template == "within" else None
    during = facts("while")
    for fact in during:
        if not fact.startswith("status "):
            raise ConfigError(f"{where}: 'while' names statuses, such as \"status X\".")
    if table.get("time", "elapsed") not in ("business", "elapsed"):
        raise ConfigError(f'{where}: \'time\' is "business" or "elapsed".')
    severity = table.get("severity", "error")
    if severity not in ("error", "warning"):
        raise ConfigError(f'{where}: \'severity\' is "error" or "warning".')
    return Policy(
        name, table["promise"], template, facts(key.get(template, template.replace(" ", "_"))),
        facts("when"), facts("after"), during, limit, table.get("time") == "business", severity,
    )  # fmt: skip


def _template(table: Mapping[str, Any], where: str) -> str:
    keys = table.keys() - _SAID
    for template, (needed, possible) in TEMPLATES.items():
        if needed <= keys <= needed | possible:
            return template
    ways = "; ".join(" + ".join(sorted(needed)) for needed, _ in TEMPLATES.values())
    raise ConfigError(
        f"{where}: {', '.join(sorted(keys)) or 'nothing'} is no template. Write one of: {ways}."
    )


def _limit(text: Any, where: str) -> Duration:
    try:
        return parse_duration(str(text))
    except CalendarError as error:
        raise ConfigError(f"{where}: {error}") from error


def _check(fact: str, diagram_facts: DiagramFacts, where: str) -> None:
    known = diagram_facts.vocabulary
    if fact in known:
        return
    base, by, audience, status = split(fact, known)
    if base not in known:
        raise ConfigError(f"{where}: the diagram has no '{fact}'.{_like(fact, known)}")
    if by and audience not in diagram_facts.audiences:
        who = ", ".join(sorted(diagram_facts.audiences))
        raise ConfigError(f"{where}: no role is called '{audience}' here. There are: {who}.")
    if status is not None and status not in diagram_facts.statuses:
        names = ", ".join(sorted(diagram_facts.statuses))
        raise ConfigError(f"{where}: there is no status '{status}'. There are: {names}.")


def split(fact: str, known: Iterable[str]) -> tuple[str, bool, str, str | None]:
    """A fact without its `by` and `in`, whether it has a `by`, and who and where that is."""
    base, _, status = fact.partition(" in ")
    base, by, audience = base.partition(" by ")
    return base, bool(by), audience, status or None


def _like(fact: str, known: Iterable[str]) -> str:
    close = get_close_matches(fact, sorted(known), 3, 0.5)
    return f" Did you mean {', '.join(map(repr, close))}?" if close else ""
