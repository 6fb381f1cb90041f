"""The fields of a case in what a request brings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from werkzeug.datastructures import MultiDict

from runner.model import CASE_FIELDS


def texts_in(given: MultiDict[str, str]) -> dict[str, tuple[str, ...]]:
    """The texts that a filter names, by the fields of a case."""
    named = {item.name: given.getlist(item.name) for item in CASE_FIELDS}
    return {name: tuple(filter(None, texts)) for name, texts in named.items() if any(texts)}


def case_fields_in(given: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a case by their names; None for those that are left out or empty."""
    return {item.name: given.get(item.name) or None for item in CASE_FIELDS}


def several_in(form: Mapping[str, str]) -> list[str]:
    """What was typed into the field `add`, with commas between."""
    return [text.strip() for text in form.get("add", "").split(",") if text.strip()]
