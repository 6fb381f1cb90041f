"""Importing diagrams of other tools, and sketches: makes them executable and lists every change.

`import_diagram(data)` adds what is missing and replaces what the engine does not run. It never
decides what the work is: only that a person does it where no program here can, and where a start,
an end or a split was left out. What it cannot repair stays as it is; the gate names it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from runner.bpmn.importing import (
    activity_events,
    event_repairs,
    extensions,
    flows,
    gaps,
    identifiers,
    joins,
    layout,
    loops,
    repairs,
    starts,
    statuses,
    truths,
    uncaught,
    variables,
    waiting_times,
)
from runner.bpmn.importing.editor import DiagramEditor, ImportChange
from runner.bpmn.reading import check_number
from runner.bpmn.timers import read_timer
from runner.bpmn.xml import Limits, parse

__all__ = ["ImportChange", "ImportResult", "import_diagram"]


@dataclass(frozen=True, slots=True)
class ImportResult:
    """The changed diagram, and all changes in their order. Those that ask name places which are
    left to be filled in; until then the gate refuses the diagram."""

    data: bytes
    changes: tuple[ImportChange, ...]


STEPS = (
    identifiers.name_what_has_no_id,
    identifiers.tell_doubles_apart,
    identifiers.write_ids_as_names,
    extensions.translate_extensions,
    repairs.drop_data_stores,
    repairs.drop_kinds_that_contradict,
    repairs.let_messages_carry_anything,
    repairs.drop_computed_data,
    flows.put_where_it_belongs,
    activity_events.choose_what_is_done,
    starts.start_by_event,
    repairs.empty_placeholders,
    repairs.keep_to_what_runs,
    event_repairs.resolve_event_definitions,
    event_repairs.drop_compensation,
    repairs.replace_what_nothing_here_can_do,
    repairs.begin_with_one_token,
    event_repairs.declare_what_is_meant,
    event_repairs.await_signals_of_others,
    event_repairs.join_links,
    starts.begin_at_once,
    event_repairs.drop_what_cannot_come,
    event_repairs.let_errors_interrupt,
    event_repairs.ask_what_is_awaited,
    waiting_times.ask_for_times,
    event_repairs.ask_for_conditions,
    flows.drop_dangling,
    flows.drop_what_stands_alone,
    flows.read_labels,
    repairs.take_all_that_leave,
    flows.translate_conditions,
    starts.fill_in_behind,
    starts.begin_once,
    starts.draw_starts,
    starts.begin_nowhere_else,
    flows.draw_ends,
    uncaught.end_what_nothing_catches,
    flows.draw_splits,
    joins.join_one_token,
    flows.name_outcomes,
    flows.ask_where_nothing_decides,
    flows.ask_what_is_taken,
    loops.count_rounds,
    variables.ask_for_variables,
    truths.compare_truths,
    gaps.ask_where_nothing_holds,
    identifiers.drop_lost_references,
    event_repairs.drop_messages_of_others,
    starts.ask_for_ways,
    statuses.name_statuses,
    layout.make_room,
)


def import_diagram(
    data: bytes,
    process: str | None = None,
    limits: Limits | None = None,
    time: str = "",
    files: Mapping[str, str] | None = None,
) -> ImportResult:
    """Makes a diagram executable, as far as that needs no guess. `process` is the id or the name
    of the one to import when the file holds several, `time` the duration (ISO 8601) of timers that
    do not say one. `files` are the tables and forms beside it, by name; None where it is not known
    which there are. Raises DiagramError for a file that cannot be read, in which it is not clear
    which process is meant, or for a time that is none."""
    if time:
        read_timer("duration", time)
    limits = limits or Limits()
    root = parse(data, limits)
    as_read = etree.tostring(root)
    editor = DiagramEditor(root, process, time, files)
    check_number(len(editor.nodes()), limits)
    for step in STEPS:
        step(editor)
    if etree.tostring(root) == as_read:
        return ImportResult(data, tuple(editor.changes))
    changed = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return ImportResult(changed, tuple(editor.changes))
