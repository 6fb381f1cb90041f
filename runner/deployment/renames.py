"""Files that say which elements have another id in a newer drawing. Decision 0167."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from runner.bpmn.files import UNREADABLE_TOML
from runner.errors import ConfigError


def read_renames(path: Path) -> dict[str, str]:
    """The new id of an element by its old one, of the table [renamed] of a TOML file. Raises
    ConfigError."""
    try:
        content = tomllib.loads(path.read_bytes().decode())
    except (OSError, *UNREADABLE_TOML) as error:
        raise ConfigError(f"The map file {path} cannot be read: {error}") from error
    _check_keys(path, content)
    renamed = content["renamed"]
    for old, new in renamed.items():
        if not isinstance(new, str) or not new:
            raise ConfigError(f"In the map file {path} '{old}' is given no id.")
    return renamed


def _check_keys(path: Path, content: dict[str, Any]) -> None:
    unknown = content.keys() - {"renamed"}
    if unknown:
        raise ConfigError(f"The map file {path} has the key '{min(unknown)}', which means nothing.")
    if not isinstance(content.get("renamed"), dict):
        raise ConfigError(f'The map file {path} has no table [renamed] with lines OLD = "NEW".')
