"""Which files belong to the version of a diagram, by name and content."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from difflib import get_close_matches

from runner.bpmn.calendar import Calendars, read_calendars
from runner.bpmn.dmn import CASE_TEAM
from runner.bpmn.encodings import decoded
from runner.bpmn.xml import Limits
from runner.config import SCENARIOS, Settings
from runner.errors import ConfigError

FILE_TYPES = (".dmn", ".json", ".toml")
"""What may lie beside a diagram and belong to it: tables, forms, policies and calendars."""


def belonging(files: Mapping[str, str], data: bytes) -> dict[str, str]:
    """Those of some files that a diagram mentions, or that are about it. The diagram is looked
    through once, however many files there are."""
    drawn = _Drawn(data)
    return {name: text for name, text in files.items() if _belongs(name, text, drawn)}


class _Drawn:
    """What a diagram says of files: its text, the ids of its processes, the texts of its
    elements."""

    def __init__(self, data: bytes):
        self.text = decoded(data)
        self.processes = _PROCESS.findall(self.text)
        self.texts = frozenset(_TEXT.findall(self.text))


def _belongs(name: str, text: str, drawn: _Drawn) -> bool:
    """Whether a file is part of the version of a diagram: the diagram mentions it or a decision of
    it; the decision is that on teams; its policies, scenarios or texts are about it; or it holds
    the calendars."""
    if name == CALENDARS_FILE:
        return True
    if name == POLICIES_FILE or is_scenario(name) or texts_language(name):
        return _is_about(process_of(text), drawn.processes)
    if name.endswith(".json"):
        return name in drawn.text
    return name.endswith(".dmn") and bool(_decisions_read(text, drawn))


def is_scenario(name: str) -> bool:
    folder, _, file = name.rpartition("/")
    return folder == SCENARIOS and file.endswith(".toml")


def texts_language(name: str) -> str | None:
    """The language of a file with the texts of a drawing, such as `texts.de.toml`."""
    found = _TEXTS.fullmatch(name)
    return found[1].replace("_", "-") if found else None


_TEXTS = re.compile(r"texts\.([a-z]{2,3}(?:[_-][A-Za-z0-9]{2,8}){0,2})\.toml", re.ASCII)


def decisions_called(text: str, data: bytes) -> set[str]:
    """The decisions of a table file that a diagram calls, and the one on teams."""
    return _decisions_read(text, _Drawn(data))


def decisions_in(text: str) -> list[str]:
    """The ids of the decisions of a table file."""
    return _DECISION.findall(text)


def _decisions_read(text: str, drawn: _Drawn) -> set[str]:
    return set(decisions_in(text)) & (drawn.texts | {CASE_TEAM})


def _is_about(process: str, ids: Sequence[str]) -> bool:
    """Whether policies or scenarios are about a process of the diagram, or could be meant to be:
    those that name none, or misspell its id, go along so that the gate can say so."""
    return not process or process in ids or bool(get_close_matches(process, ids, 1, 0.8))


_PROCESS = re.compile(r"""<(?:[\w.-]+:)?process\s[^<>]*?\bid\s*=\s*["']([^"'<>]+)["']""")
"""The start of a process, with any prefix, and its id."""


_DECISION = re.compile(r"""<(?:[\w.-]+:)?decision\s[^<>]*?\bid\s*=\s*["']([^"'<>]+)["']""")
"""The start of a decision, with any prefix, and its id."""


_TEXT = re.compile(r">([^<>]+)<")
"""What stands between two tags."""


POLICIES_FILE, CALENDARS_FILE = "policies.toml", "calendars.toml"
"""Both lie beside the diagram, and belong to its version."""


UNREADABLE_TOML = (ValueError, RecursionError)
"""What tomllib raises: TOMLDecodeError is the first; numbers of 5,000 digits and lists within lists
within lists are others."""


def process_of(text: str) -> str:
    """The process that policies or scenarios are about; '' when the file cannot be read."""
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
    """The calendars of the installation: those of versions that have none. Raises ConfigError."""
    path = settings.workflow_dir / CALENDARS_FILE
    try:
        return read_calendars(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"The calendars file {path} cannot be read: {error}") from error


def calendars_in(files: Mapping[str, str], otherwise: Calendars) -> Calendars:
    """The calendars among the files of a version. Raises CalendarError."""
    return read_calendars(files[CALENDARS_FILE]) if CALENDARS_FILE in files else otherwise
