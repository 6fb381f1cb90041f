"""Foreign and sketchy diagrams made into ones that can run, with every change said.

`adopt(data)` changes what another tool, or somebody in a hurry, left out or drew in a way that the
engine does not know: it never decides what the work is, only who does it (a person, where nothing
here could) and what was meant to be understood (starts, ends, splits and merges that nobody drew).
What it cannot mend is left as it is, for the gate to name.
"""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from runner.bpmn.importing import flows, repairs, statuses
from runner.bpmn.importing.editor import Change, Draft
from runner.bpmn.xml import Limits, parse

__all__ = ["Adopted", "Change", "adopt"]


@dataclass(frozen=True, slots=True)
class Adopted:
    """The changed diagram, and everything that was done to it in the order it was done."""

    data: bytes
    changes: tuple[Change, ...]


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
    flows.draw_merges,
    statuses.name_statuses,
)


def adopt(data: bytes, process: str | None = None, limits: Limits | None = None) -> Adopted:
    """A diagram that can run, as far as that can be had without guessing. `process` says which one
    is meant when the file holds several. Raises DiagramError for a file that cannot be read."""
    draft = Draft(parse(data, limits or Limits()), process)
    for step in STEPS:
        step(draft)
    if not draft.changes:
        return Adopted(data, ())
    changed = etree.tostring(draft.root, xml_declaration=True, encoding="UTF-8")
    return Adopted(changed, tuple(draft.changes))
