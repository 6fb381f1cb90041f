"""Scenarios out of TOML files."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

from runner.bpmn.calendar import parse_duration
from runner.bpmn.files import UNREADABLE_TOML, is_scenario
from runner.errors import CalendarError, ConfigError

StepKind = Literal["submit", "action", "event", "wait", "until", "change"]
STEP_KINDS: tuple[StepKind, ...] = ("action", "event", "wait", "until", "change")

MORNING = datetime(2026, 3, 2, 9, tzinfo=UTC)
"""When a scenario begins that does not say: a Monday, in working hours."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What has to hold after a step. None, or an empty table or list, asks nothing; but
    `notified` (element -> to whom) is always exact, and so are `flags` that are given. The
    `resolution` '' asks that there is none."""

    status: str | None = None
    closed: bool | None = None
    resolution: str | None = None
    can: tuple[str, ...] = ()
    cannot: tuple[str, ...] = ()
    flags: tuple[str, ...] | None = None
    due: Mapping[str, datetime] = field(default_factory=dict)
    milestones: Mapping[str, str] = field(default_factory=dict)
    notified: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ScenarioStep:
    """One step of a scenario: what is done, to or with what, and what is expected then."""

    kind: StepKind
    what: Any
    by: str | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    business: bool = False
    then: Expected = field(default_factory=Expected)

    def __str__(self) -> str:
        return f"{self.kind} {self.what}" if self.what else self.kind


@dataclass(frozen=True, slots=True)
class Scenario:
    name: str
    process: str
    steps: tuple[ScenarioStep, ...]
    at: datetime = MORNING
    file: str = ""


def read_scenarios(name: str, text: str) -> tuple[Scenario, ...]:
    """The scenarios of a file. Raises ConfigError, naming the file and the step that is wrong."""
    file = name.rpartition("/")[2]
    try:
        document = tomllib.loads(text)
        tables = document.get("scenario", [])
        if not isinstance(tables, list):
            raise ConfigError(f"{file}: write [[scenario]], with two brackets.")
        return tuple(_read(table, document, file) for table in tables)
    except UNREADABLE_TOML as error:
        raise ConfigError(f"The scenarios in {file} cannot be read: {error}") from error


def scenarios_in(files: Mapping[str, str]) -> tuple[Scenario, ...]:
    """All scenarios among the files of a package, in the order of their names. Raises
    ConfigError."""
    names = sorted(filter(is_scenario, files))
    return tuple(one for name in names for one in read_scenarios(name, files[name]))


def _read(table: Mapping[str, Any], document: Mapping[str, Any], file: str) -> Scenario:
    name = str(_table(table, file).get("name", ""))
    where = f"{file}, scenario '{name}'"
    if not name:
        raise ConfigError(f"{where}: a scenario needs a name, a sentence that says what happens.")
    _only(table, ("name", "given", "then", "step"), where)
    given = dict(_table(table.get("given", {}), f"{where}, given"))
    at = _instant(given.pop("at", MORNING), where)
    submission = ScenarioStep(
        "submit", "", values=given, then=_expected(table.get("then", {}), where)
    )
    tables = table.get("step", [])
    if not isinstance(tables, list):
        raise ConfigError(f"{where}: write [[scenario.step]], with two brackets.")
    steps = [read_step(one, f"{where}, step {i}") for i, one in enumerate(tables, 1)]
    return Scenario(name, str(document.get("process", "")), (submission, *steps), at, file)


def read_step(table: Mapping[str, Any], where: str) -> ScenarioStep:
    """A step out of a table such as `{action = "block", by = "Support"}`. Raises ConfigError."""
    kinds: list[StepKind] = [kind for kind in STEP_KINDS if kind in _table(table, where)]
    if len(kinds) != 1:
        raise ConfigError(f"{where}: a step has one of: {', '.join(STEP_KINDS)}.")
    kind, what = kinds[0], table[kinds[0]]
    _only(table, (kind, "then", *_BESIDE[kind]), where)
    if kind == "wait":
        _check_duration(what, where)
    return ScenarioStep(
        kind,
        _instant(what, where) if kind == "until" else "" if kind == "change" else str(what),
        by=table.get("by"),
        values=_table(table.get(_VALUES.get(kind, ""), {}), f"{where}, {_VALUES.get(kind)}"),
        business=table.get("time") == "business",
        then=_expected(table.get("then", {}), where),
    )


_BESIDE = {
    "action": ("by", "fields"), "event": ("with",), "wait": ("time",), "until": (), "change": (),
}  # fmt: skip
_VALUES = {"action": "fields", "event": "with", "change": "change"}


def _expected(table: Mapping[str, Any], where: str) -> Expected:
    values = dict(_table(table, f"{where}, then"))
    _only(values, Expected.__slots__, where)
    for name in ("can", "cannot", "flags"):
        if name in values:
            if not isinstance(values[name], list):
                raise ConfigError(f"{where}: '{name}' is a list, such as {name} = [\"...\"].")
            values[name] = tuple(values[name])
    for name in ("due", "milestones", "notified"):
        _table(values.get(name, {}), f"{where}, {name}")
    if "due" in values:
        values["due"] = {key: _instant(at, where) for key, at in values["due"].items()}
    return Expected(**values)


def _table(value: Any, where: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise ConfigError(f"{where}: '{value}' is not a table, such as {{ name = \"...\" }}.")
    return value


def _only(table: Mapping[str, Any], known: Iterable[str], where: str) -> None:
    unknown = set(table) - set(known)
    if unknown:
        raise ConfigError(
            f"{where}: nothing is called {', '.join(sorted(unknown))}; known are "
            f"{', '.join(known)}."
        )


def _instant(value: Any, where: str) -> datetime:
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise ConfigError(f"{where}: '{value}' is not an instant such as 2026-03-02T09:00:00Z.")
    try:
        return value.astimezone(UTC)
    except OverflowError as error:
        raise ConfigError(f"{where}: the year of '{value}' is too far away.") from error


def _check_duration(text: Any, where: str) -> None:
    try:
        parse_duration(str(text))
    except CalendarError as error:
        raise ConfigError(f"{where}: {error}") from error
