"""Importing diagrams of other tools, and sketches: makes them executable and lists every change.

`import_diagram(data)` adds what is missing and replaces what the engine does not run. It never
decides what the work is: only that a person does it where no program here can, and where a start,
an end or a split was left out. What it cannot repair stays as it is; the gate names it.
"""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from runner.bpmn.importing import flows, repairs, statuses
from runner.bpmn.importing.editor import DiagramEditor, ImportChange
from runner.bpmn.xml import Limits, parse

__all__ = ["ImportChange", "ImportResult", "import_diagram"]


@dataclass(frozen=True, slots=True)
class ImportResult:
    """The changed diagram and all changes, in their order."""

    data: bytes
    changes: tuple[ImportChange, ...]


STEPS = (
    repairs.name_what_has_no_id,
    repairs.drop_data_stores,
    repairs.resolve_event_definitions,
    repairs.replace_what_nothing_here_can_do,
    repairs.give_messages,
    flows.drop_dangling,
    flows.join_links,
    flows.translate_conditions,
    flows.draw_starts,
    flows.draw_ends,
    flows.draw_splits,
    flows.name_outcomes,
    flows.ask_where_nothing_decides,
    statuses.name_statuses,
)


def import_diagram(
    data: bytes, process: str | None = None, limits: Limits | None = None
) -> ImportResult:
    """Makes a diagram executable, as far as that needs no guess. `process` is the id of the one to
    import when the file holds several. Raises DiagramError for a file that cannot be read."""
    editor = DiagramEditor(parse(data, limits or Limits()), process)
    for step in STEPS:
        step(editor)
    if not editor.changes:
        return ImportResult(data, ())
    changed = etree.tostring(editor.root, xml_declaration=True, encoding="UTF-8")
    return ImportResult(changed, tuple(editor.changes))
