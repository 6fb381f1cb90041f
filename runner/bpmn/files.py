"""The files of a diagram: those that lie beside it and belong to its version."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path

from runner.bpmn.xml import Limits
from runner.calendar import Calendars, read_calendars
from runner.config import Settings
from runner.errors import ConfigError, DiagramError

FILE_TYPES = (".dmn", ".json", ".toml")
"""What may lie beside a diagram and belong to it: decision tables, forms and policies."""


def read_files(path: Path) -> tuple[bytes, dict[str, str]]:
    """A diagram, and the decision tables, forms and policies beside it. Raises DiagramError."""
    data = _bytes(path)
    beside = [i for i in path.parent.iterdir() if i.suffix in FILE_TYPES and i.is_file()]
    found = {item.name: _bytes(item) for item in sorted(beside)}
    texts = {name: raw.decode(errors="replace") for name, raw in found.items()}
    files = belonging(texts, data)
    for name in files:
        _check_utf8(path.parent / name, found[name])
    return data, files


def _check_utf8(path: Path, raw: bytes) -> None:
    try:
        raw.decode()
    except UnicodeDecodeError as error:
        raise DiagramError(f"{path} is not UTF-8: {error}. Save it as UTF-8.") from error


def belonging(files: Mapping[str, str], data: bytes) -> dict[str, str]:
    """Those of some files that a diagram mentions, or that are about it."""
    return {name: text for name, text in files.items() if _belongs(name, text, data)}


def _bytes(path: Path) -> bytes:
    """The content of a file, cut off at LARGEST_FILE bytes: more is refused by the limits later."""
    try:
        with path.open("rb") as file:
            return file.read(LARGEST_FILE)
    except OSError as error:
        raise DiagramError(f"{path} cannot be read: {error}") from error


LARGEST_FILE = 50_000_000


def _belongs(name: str, text: str, data: bytes) -> bool:
    """Whether the diagram mentions the file or a decision of it, or its policies are about it."""
    if name.endswith(".toml"):
        return name == POLICIES_FILE and _is_about(process_of(text), data)
    if name.endswith(".json"):
        return name.encode() in data
    calls = data.decode(errors="replace")
    return any(f">{decision_id}<" in calls for decision_id in _DECISION.findall(text))


def _is_about(process: str, data: bytes) -> bool:
    """Whether policies are about a process of the diagram, or could be meant to be: those that name
    none, or misspell its id, go along so that the gate can say so."""
    ids = _PROCESS.findall(data.decode(errors="replace"))
    return not process or process in ids or bool(get_close_matches(process, ids, 1, 0.8))


_PROCESS = re.compile(r"""<(?:[\w.-]+:)?process\s[^<>]*?\bid\s*=\s*["']([^"'<>]+)["']""")
"""The start of a process, with any prefix, and its id."""


_DECISION = re.compile(r"""<(?:[\w.-]+:)?decision\s[^<>]*?\bid\s*=\s*["']([^"'<>]+)["']""")
"""The start of a decision, with any prefix, and its id."""


POLICIES_FILE = "policies.toml"
"""Lies beside the diagram, and belongs to its version."""


UNREADABLE_TOML = (ValueError, RecursionError)
"""What tomllib raises: TOMLDecodeError is the first; numbers of 5,000 digits and lists within lists
within lists are others."""


def process_of(text: str) -> str:
    """The process that a file of policies is about; '' when the file cannot be read."""
    try:
        return str(tomllib.loads(text).get("process", ""))
    except UNREADABLE_TOML:
        return ""


def diagram_limits(settings: Settings) -> Limits:
    """How large a diagram may be here."""
    return Limits(
        bytes=settings.diagram_bytes,
        elements=settings.diagram_elements,
        depth=settings.diagram_depth,
        nodes=settings.diagram_nodes,
    )


def calendars_of(settings: Settings) -> Calendars:
    """The calendars that business time is counted in here. Raises ConfigError."""
    path = settings.workflow_dir / "calendars.toml"
    try:
        return read_calendars(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"The calendars file {path} cannot be read: {error}") from error
