"""Adds texts to a file of texts in another language, which keeps its comments and its order."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from runner.bpmn.drawn_texts import Texts, read_texts, texts_to_translate
from runner.bpmn.elements import Diagram
from runner.errors import ConfigError
from runner.language import _

_BARE = re.compile(r"[A-Za-z0-9_-]+")
"""A key of TOML that needs no quotes."""


def texts_left_out(diagram: Diagram, texts: Texts) -> list[tuple[str, str, str]]:
    """Table, id and source of each text that a file leaves out."""
    return [one for one in texts_to_translate(diagram) if one[1] not in texts.get(one[0], {})]


def with_texts(name: str, text: str, said: Mapping[tuple[str, str], str]) -> str:
    """The file with texts by table and id that it leaves out. Raises ConfigError for others, where
    it cannot be read, and where it is written in a way that takes no more lines."""
    before = read_texts(name, text)
    _check_left_out(before, said)
    meant = {table: dict(texts) for table, texts in before.items()}
    for table in dict.fromkeys(table for table, _key in said):
        new = {key: one for (of, key), one in said.items() if of == table}
        lines = "".join(_line(key, one) for key, one in new.items())
        read_texts(name, f"[{table}]\n{lines}")  # says what is wrong with a text
        text = _with_lines(text, table, lines)
        meant.setdefault(table, {}).update(new)
    if _read(name, text) != meant:
        raise ConfigError(
            _(
                "%(name)s is written in a way that no line can be added to. Add it by hand below.",
                name=name,
            )
        )
    return text


def _read(name: str, text: str) -> Texts | None:
    try:
        return read_texts(name, text)
    except ConfigError:
        return None


def _check_left_out(texts: Texts, said: Mapping[tuple[str, str], str]) -> None:
    for table, key in said:
        if key in texts.get(table, {}):
            raise ConfigError(
                _(
                    "There is a text for '%(key)s' in [%(table)s]. Change it there.",
                    key=key[:60],
                    table=table,
                )
            )


def _with_lines(text: str, table: str, lines: str) -> str:
    """Below the line that begins the table, since where a table ends only a parser knows. That it
    is no line inside a text of several lines, only who reads the outcome knows."""
    head = rf"^[ \t]*\[[ \t]*([\"']?){re.escape(table)}\1[ \t]*\][^\n]*(\n|\Z)"
    found = re.search(head, text, re.MULTILINE)
    if found is None:
        return f"{text.rstrip()}\n\n[{table}]\n{lines}"
    above = text[: found.end()]
    return f"{above}{'' if above.endswith(chr(10)) else chr(10)}{lines}{text[found.end() :]}"


def _line(key: str, said: str) -> str:
    return f"{key if _BARE.fullmatch(key) else _quoted(key)} = {_quoted(said)}\n"


def _quoted(said: str) -> str:
    """As JSON writes it, which is a text of TOML, too."""
    return json.dumps(said, ensure_ascii=False)
