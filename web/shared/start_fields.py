"""What the start event of a lifecycle asks, as fields of the page on which a case is opened."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from werkzeug.datastructures import MultiDict

from runner.bpmn.forms import Schema
from runner.model import Lifecycle
from web.shared.fields import Field, fields, read


@dataclass(frozen=True, slots=True)
class StartFields:
    """The fields of one lifecycle. `legend` says for which one they are, '' where there is only
    one. `chosen`: it is the one that the case starts on, as far as the page knows."""

    process: str
    legend: str
    fields: tuple[Field, ...]
    chosen: bool


def start_fields(
    lifecycles: Iterable[Lifecycle], asked: Mapping[str, Schema], given: Mapping[str, str]
) -> tuple[StartFields, ...]:
    """Those of all lifecycles that ask something: which one the case starts on is chosen on the
    page. Their inputs are told apart by the lifecycle."""
    several = list(lifecycles)
    chosen = _chosen(several, given)
    return tuple(
        StartFields(
            one.process,
            one.name if len(several) > 1 else "",
            tuple(replace(f, input=f"{one.process}/{f.input}") for f in fields(asked[one.process])),
            one.process == chosen,
        )
        for one in several
        if one.process in asked
    )


def labels(asked: Iterable[StartFields]) -> dict[str, str]:
    """What the fields of the chosen lifecycle are called, by name."""
    return {f.name: f.label for one in asked if one.chosen for f in one.fields}


def start_values(lifecycles: Iterable[Lifecycle], form: MultiDict[str, str]) -> dict[str, Any]:
    """What was filled in of the lifecycle that was chosen."""
    prefix = f"{_chosen(lifecycles, form)}/"
    own = [(key.removeprefix(prefix), text) for key, text in form.items(multi=True)
           if key.startswith(prefix)]  # fmt: skip
    return read(MultiDict(own))


def _chosen(lifecycles: Iterable[Lifecycle], given: Mapping[str, str]) -> str:
    return given.get("lifecycle") or next((one.process for one in lifecycles), "")
