"""The fields of a case in what a request brings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from runner.model import CASE_FIELDS


def case_fields_in(given: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a case by their names; None for those that are left out or empty."""
    return {item.name: given.get(item.name) or None for item in CASE_FIELDS}
