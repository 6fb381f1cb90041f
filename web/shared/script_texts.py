"""The texts of scripts, in the language of who reads the page: it hands them over as JSON.

Which texts a script has, `make texts` writes into `script_texts.json`, since the scripts themselves
are bundled: `desk` for those of every page, `studio` for those of the editor, `tables` for those of
decision tables. Decision 0326.
"""

from __future__ import annotations

import json
from functools import cache, lru_cache
from pathlib import Path

from markupsafe import Markup

from runner.language import ENGLISH, Language, spoken

LISTED = Path(__file__).with_name("script_texts.json")


def script_texts(*parts: str) -> Markup:
    """An object with the texts of the parts that are different in the language that is spoken, to
    stand in a `script` element."""
    language = spoken()
    return Markup("{}") if language is ENGLISH else _written(language, parts)


@lru_cache(maxsize=64)
def _written(language: Language, parts: tuple[str, ...]) -> Markup:
    said = {text: _said(language, text) for part in parts for text in _listed()[part]}
    other = {text: told for text, told in said.items() if told != text}
    return Markup(json.dumps(other, ensure_ascii=False).replace("<", "\\u003c"))


def _said(language: Language, text: str) -> str:
    """A text with a context is written as catalogs write it: the context, EOT, the text."""
    context, between, word = text.partition("\x04")
    return language.texts.pgettext(context, word) if between else language.texts.gettext(text)


@cache
def _listed() -> dict[str, list[str]]:
    return json.loads(LISTED.read_text(encoding="utf-8"))
