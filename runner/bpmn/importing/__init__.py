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
    link_repairs,
    loops,
    meetings,
    misdrawn,
    repairs,
    several_events,
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
from runner.bpmn.xml import BPMN, DRAFTS, Limits, Node, parse

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
    misdrawn.cross_at_the_border,
    flows.put_where_it_belongs,
    activity_events.choose_what_is_done,
    misdrawn.attach_where_it_lies,
    misdrawn.lie_in_one_lane,
    misdrawn.wait_where_it_waits,
    starts.start_by_event,
    repairs.empty_placeholders,
    repairs.keep_to_what_runs,
    event_repairs.resolve_event_definitions,
    event_repairs.drop_compensation,
    several_events.draw_apart,
    repairs.replace_what_nothing_here_can_do,
    repairs.begin_with_one_token,
    event_repairs.declare_what_is_meant,
    event_repairs.await_signals_of_others,
    link_repairs.join_links,
    starts.begin_at_once,
    event_repairs.drop_what_cannot_come,
    misdrawn.choose_where_nothing_is_awaited,
    misdrawn.draw_again_what_several_wait_for,
    misdrawn.wait_beside_the_task,
    misdrawn.choose_beside_the_events,
    event_repairs.let_errors_interrupt,
    event_repairs.ask_what_is_awaited,
    waiting_times.ask_for_times,
    event_repairs.ask_for_conditions,
    flows.drop_dangling,
    flows.drop_what_stands_alone,
    misdrawn.lead_past_starts_and_ends,
    flows.read_labels,
    repairs.take_all_that_leave,
    flows.translate_conditions,
    flows.drop_twins,
    starts.fill_in_behind,
    starts.begin_once,
    starts.draw_starts,
    starts.begin_nowhere_else,
    flows.draw_ends,
    uncaught.end_what_nothing_catches,
    flows.draw_splits,
    misdrawn.take_one_where_one_comes_back,
    joins.join_one_token,
    meetings.end_what_leads_back,
    meetings.join_what_meets,
    meetings.go_on_without_what_was_led_away,
    flows.name_outcomes,
    flows.ask_where_nothing_decides,
    flows.ask_what_is_taken,
    loops.count_rounds,
    truths.choose_what_is_compared,
    variables.ask_for_variables,
    truths.compare_truths,
    gaps.ask_where_nothing_holds,
    identifiers.drop_lost_references,
    event_repairs.drop_messages_of_others,
    starts.ask_for_ways,
    statuses.name_statuses,
    layout.make_room,
    misdrawn.lie_where_drawn,
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
    root, draft = _as_the_standard(root, limits)
    editor = DiagramEditor(root, process, time, files)
    if draft:
        editor.say(root, f"has the namespace of a draft, {draft}, replaced by that of BPMN 2.0")
    check_number(len(editor.nodes()), limits)
    for step in STEPS:
        step(editor)
    if etree.tostring(root) == as_read:
        return ImportResult(data, tuple(editor.changes))
    changed = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return ImportResult(changed, tuple(editor.changes))


def _as_the_standard(root: Node, limits: Limits) -> tuple[Node, str]:
    """A file in the namespace of a draft, read in that of the standard, and which draft it was."""
    draft = etree.QName(root).namespace or ""
    if draft not in DRAFTS:
        return root, ""
    written = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return parse(written.replace(f'"{draft}"'.encode(), f'"{BPMN}"'.encode()), limits), draft
