"""Templates are compiled once for each language: their constant texts are constants in each.

A page has about 140 of them. Decision 0319.
"""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping
from typing import Any
from weakref import WeakKeyDictionary

from flask.templating import Environment
from jinja2.environment import copy_cache
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

from runner.language import Language, _, spoken


class TranslatedEnvironment(Environment):
    """Keeps what is compiled by the language that was spoken then."""

    @property
    def cache(self) -> Any:
        language = spoken()
        if language not in self._compiled:
            self._compiled[language] = copy_cache(self._empty)
        return self._compiled[language]

    @cache.setter
    def cache(self, empty: Any) -> None:
        self._empty = empty
        self._compiled: WeakKeyDictionary[Language, Any] = WeakKeyDictionary()

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """One dictionary, as all globals are there before the first page. Jinja looks them up in
        two, name by name at each import, which was a fifteenth of a page."""
        return {**self.globals, **(d or {})}


class ConstantTexts(Extension):
    """Reads `_("Text")` as the text in the language that is spoken, as if that stood there."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        begun: list[Token] = []
        for token in stream:
            begun.append(token)
            if _is_text(begun):
                line, text = begun[0].lineno, "".join(part.value for part in begun[2:-1])
                yield Token(line, "string", _(text))
                begun.clear()
            elif not _may_become_text(begun):
                yield from begun
                begun.clear()
        yield from begun


def _is_text(tokens: list[Token]) -> bool:
    return len(tokens) > 3 and tokens[-1].type == "rparen"


def _may_become_text(tokens: list[Token]) -> bool:
    """Whether they begin as `_`, `(` and strings do, which follow one another as one."""
    name, *rest = tokens
    if name.type != "name" or name.value != "_":
        return False
    return not rest or (rest[0].type == "lparen" and all(one.type == "string" for one in rest[1:]))
