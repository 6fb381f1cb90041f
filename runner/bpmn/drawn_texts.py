"""What a drawing says, in other languages: `texts.de.toml` beside it, which belongs to its version.

The drawing's own texts are the source. Whoever shows one asks `drawn(diagram)`, which is the same
drawing with the texts of the language that is spoken; programs read the source. Decision 0305.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from runner.bpmn.elements import Diagram, Element, Flow
from runner.bpmn.files import UNREADABLE_TOML, texts_language
from runner.bpmn.forms import Schema, fields
from runner.bpmn.status_map import StatusMap, status_map
from runner.errors import ConfigError
from runner.language import spoken, unless_source

TABLES = ("names", "texts", "history", "customer", "statuses", "fields", "words")
"""Of a file: what elements and flows are called, what is written of them (mails, what customers
read), their sentences of the history, what customers read of a timer, statuses, fields of forms as
`action.field`, and words: whose move it is, milestones, resolutions and flags, by their names."""

_SAID = ("history", "customer")
"""Properties of the drawing that are sentences."""

_WORDS = ("move", "milestone", "resolution", "flag")
"""Properties of the drawing that are read as words."""

PLACE = re.compile(r"\{(\w+)\}", re.ASCII)

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
"""What XML has not either, and databases and mails refuse: it would stop whoever is told of it."""

Texts = Mapping[str, Mapping[str, str]]
"""For each of TABLES, texts by id."""


def read_texts(name: str, text: str) -> Texts:
    """Raises ConfigError for what is no such file."""
    try:
        document = tomllib.loads(text)
    except UNREADABLE_TOML as error:
        raise ConfigError(f"{name} cannot be read: {error}") from error
    found: dict[str, Mapping[str, str]] = {}
    for table, texts in document.items():
        if table == "process":
            continue
        if table not in TABLES or not isinstance(texts, dict):
            raise ConfigError(
                f"{name}: '{table[:60]}' is no table. There are: {', '.join(TABLES)}."
            )
        for key, said in texts.items():
            if not isinstance(said, str):
                raise ConfigError(f"{name}: '{key[:60]}' in [{table}] is no text.")
            if wrong := _CONTROL.search(said):
                raise ConfigError(
                    f"{name}: '{key[:60]}' in [{table}] has the control character "
                    f"U+{ord(wrong[0]):04X}. Remove it."
                )
        found[table] = texts
    return found


def texts_to_translate(diagram: Diagram) -> Iterator[tuple[str, str, str]]:
    """Table, id and source of each text that people outside of the studio read."""
    actions = {action.id for action in diagram.actions}
    for action in diagram.actions:
        yield "names", action.id, action.label
        for name, spec in fields(action.form or {}).items():
            if title := spec.get("title"):
                yield "fields", f"{action.id}.{name}", title
    for name, spec in fields(diagram.start_form or {}).items():
        if title := spec.get("title"):
            yield "fields", f"{diagram.start.id}.{name}", title
    for status in diagram.statuses:
        yield "statuses", status.name, status.name
    for word in _words(diagram):
        yield "words", word, word
    for item in (*diagram.elements.values(), *diagram.flows.values()):
        properties = item.properties
        if item.name and item.id not in actions:
            yield "names", item.id, item.name
        for said in _SAID:
            if said in properties:
                yield said, item.id, properties[said]
        is_read = isinstance(item, Flow) or "status" in properties or item.tells
        if is_read and item.documentation:
            yield "texts", item.id, item.documentation


def _words(diagram: Diagram) -> list[str]:
    """Whose move it is goes by the lane, unless a property says it."""
    found: dict[str, None] = {}
    for item in (*diagram.elements.values(), *diagram.flows.values()):
        said = [item.properties[key] for key in _WORDS if item.properties.get(key)]
        if isinstance(item, Element) and item.lane and "status" in item.properties:
            said.append(item.properties.get("move") or item.lane)
        found |= dict.fromkeys(said)
    return list(found)


@dataclass(frozen=True)
class Spoken:
    """A drawing in a language: `diagram` has its texts in place of the source."""

    source: Diagram
    texts: Texts

    @cached_property
    def diagram(self) -> Diagram:
        """Statuses keep their names: cases are told apart by them."""
        source = self.source
        return replace(
            source,
            name=self._said("names", source.process, source.name),
            elements={key: self._in_words(item) for key, item in source.elements.items()},
            flows={key: self._in_words(item) for key, item in source.flows.items()},
            lower=None,
        )

    @cached_property
    def status_map(self) -> StatusMap:
        return status_map(self.diagram)

    def _in_words(self, item: Any) -> Any:
        properties = {
            key: self._said(key, item.id, said) if key in _SAID else said
            for key, said in item.properties.items()
        }
        return replace(
            item,
            name=self._name(item),
            documentation=self._said("texts", item.id, item.documentation),
            properties=properties,
        )

    def _name(self, item: Element | Flow) -> str:
        """Which flows people choose among is read from their names: one that has none, and is no
        choice, would become one."""
        if isinstance(item, Flow) and not item.name and item.id not in self._actions:
            return ""
        return self._said("names", item.id, item.name)

    @cached_property
    def _actions(self) -> frozenset[str]:
        return frozenset(action.id for action in self.source.actions)

    def _said(self, table: str, key: str, source: str) -> str:
        return self.texts.get(table, {}).get(key) or source

    def status(self, name: str) -> str:
        return self._said("statuses", name, name)

    def word(self, name: str) -> str:
        return self._said("words", name, name)

    def form(self, action: str, form: Schema) -> Schema:
        """With the titles of its fields."""
        titled = {
            name: {**spec, "title": self._said("fields", f"{action}.{name}", spec["title"])}
            for name, spec in fields(form).items()
            if "title" in spec
        }
        return {**form, "properties": {**form.get("properties", {}), **titled}}


@unless_source(itself=False)
def spoken_drawing(diagram: Diagram) -> Spoken | None:
    """A drawing in the language that is spoken; None for its own language."""
    code, known = spoken().code, diagram.spoken_in
    if code not in known:
        known[code] = _read(diagram, code)
    return known[code]


def _read(diagram: Diagram, code: str) -> Spoken | None:
    for name, text in diagram.files.items():
        if texts_language(name) == code:
            try:
                return Spoken(diagram, read_texts(name, text))
            except ConfigError:
                return None  # the check has said so
    return None


@unless_source(itself=True)
def drawn(diagram: Diagram) -> Diagram:
    """A drawing with the texts of the language that is spoken."""
    found = spoken_drawing(diagram)
    return found.diagram if found else diagram


def label_of_action(diagram: Diagram, action_id: str) -> str:
    """In the language that is spoken; the id of one that is not drawn."""
    return next((one.label for one in drawn(diagram).actions if one.id == action_id), action_id)


def status_called(diagram: Diagram, status: str) -> str:
    """A status in the language that is spoken."""
    found = spoken_drawing(diagram)
    return found.status(status) if found else status
