"""What two drawings draw otherwise: by id, each element and flow."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any, Literal

from runner.bpmn.elements import Diagram, Element, Flow
from runner.language import N_

ChangeKind = Literal["added", "removed", "changed", "moved"]

KIND_WORDS = {
    "added": N_("added"), "removed": N_("removed"), "changed": N_("changed"), "moved": N_("moved"),
}  # fmt: skip

_NOT_SAID = {"id", "line", "incoming", "outgoing", "properties", "triggers", "starts_handler"}
"""What follows from other things, or is compared key by key."""


@dataclass(frozen=True, slots=True)
class DrawnChange:
    """An element or flow of one of two drawings, or of both. `texts` are what it says otherwise: of
    what, before and after."""

    id: str
    label: str
    kind: ChangeKind
    texts: tuple[tuple[str, str, str], ...] = ()


def drawn_changes(old: Diagram, new: Diagram) -> tuple[DrawnChange, ...]:
    """Each once: what is changed and moved is changed."""
    before: Mapping[str, Element | Flow] = {**old.elements, **old.flows}
    after: Mapping[str, Element | Flow] = {**new.elements, **new.flows}
    return tuple(
        [
            DrawnChange(key, one.name or key, "added")
            for key, one in after.items()
            if key not in before
        ]
        + [
            DrawnChange(key, one.name or key, "removed")
            for key, one in before.items()
            if key not in after
        ]
        + [
            change
            for key, one in after.items()
            if key in before and (change := _changed(before[key], one, _is_moved(old, new, key)))
        ]
    )


def _changed(old: Element | Flow, new: Element | Flow, is_moved: bool) -> DrawnChange | None:
    texts = tuple(_texts(old, new))
    if not texts and not is_moved:
        return None
    return DrawnChange(new.id, new.name or new.id, "changed" if texts else "moved", texts)


def _texts(old: Element | Flow, new: Element | Flow) -> Iterator[tuple[str, str, str]]:
    for name in (field.name for field in fields(new) if field.name not in _NOT_SAID):
        before, after = getattr(old, name, None), getattr(new, name)
        if before != after:
            yield name.replace("_", " "), _text(before), _text(after)
    for name in dict.fromkeys((*old.properties, *new.properties)):
        before, after = old.properties.get(name, ""), new.properties.get(name, "")
        if before != after:
            yield name.replace("_", " "), before, after


def _text(value: Any) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, Mapping):
        return json.dumps(value, ensure_ascii=False, indent=1, default=str)
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _is_moved(old: Diagram, new: Diagram, key: str) -> bool:
    before, after = old.shapes.get(key), new.shapes.get(key)
    return before is not None and after is not None and before.bounds != after.bounds
