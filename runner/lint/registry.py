"""The rules by name, and how grave it is to break each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from runner.lint import case, data, decisions, events, gateways, structure, tables, timers
from runner.lint.draft import Draft, Problem
from runner.model import Severity

Check = Callable[[Draft], Iterator[Problem]]


@dataclass(frozen=True, slots=True)
class Rule:
    """`check` is None for what shows while a file is read, or when the engine is handed it."""

    name: str
    severity: Severity
    check: Check | None
    about: str


READING: dict[str, tuple[Severity, str]] = {
    "xml": ("error", "The file is well-formed XML, in whatever encoding it says."),
    "doctype": (
        "error",
        "The file has no DOCTYPE. One can make a reader fetch files and blow up in memory; BPMN "
        "needs none.",
    ),
    "limits": (
        "error",
        "The file keeps within the limits on bytes, elements and depth. They can be raised in the "
        "settings.",
    ),
    "not-bpmn": ("error", "The root of the file is `definitions` in the namespace of BPMN 2.0."),
    "no-process": ("error", "The file holds a process."),
    "process-id": ("error", "The process has an id. It is what versions go by."),
    "which-process": (
        "error",
        "Of several processes one is executable, or it is said which one is meant. Where none is "
        "marked, the largest is taken, with a warning.",
    ),
    "duplicate-id": ("error", "An id stands for one thing: what refers to it could mean either."),
    "readable": ("error", "Forms and references can be read."),
    "schema": (
        "warning",
        "The file keeps to the schema of BPMN 2.0. Where it does not, other tools may not open it; "
        "what matters for running it has rules of its own.",
    ),
    "runs": ("error", "The engine can make a process of the diagram."),
    "differs": ("error", "What the engine makes of the diagram is what is drawn."),
    "starts": ("error", "A case of every priority can be started."),
}

ENGINE: dict[str, tuple[Severity, Check]] = {
    "picture": ("warning", structure.picture),
    "start-event": ("error", structure.start_event),
    "start-with-incoming": ("error", structure.start_with_incoming),
    "end-event": ("error", structure.end_event),
    "end-with-outgoing": ("error", structure.end_with_outgoing),
    "implicit-end": ("error", structure.implicit_end),
    "implicit-split": ("error", structure.implicit_split),
    "dangling-flow": ("error", structure.dangling_flow),
    "flow-across": ("error", structure.flow_across),
    "twin-flow": ("error", structure.twin_flow),
    "unreachable": ("error", structure.unreachable),
    "border": ("error", structure.border),
    "trap": ("error", structure.trap),
    "busy-loop": ("error", structure.busy_loop),
    "calls": ("error", structure.calls),
    "unsupported": ("error", structure.unsupported),
    "stray": ("error", structure.stray),
    "default-flow": ("error", gateways.default_flow),
    "default-condition": ("warning", gateways.default_condition),
    "missing-condition": ("error", gateways.missing_condition),
    "ignored-condition": ("error", gateways.ignored_condition),
    "event-gateway": ("error", gateways.event_gateway),
    "parallel-join": ("error", gateways.parallel_join),
    "trigger": ("error", events.trigger),
    "shared-definition": ("error", events.shared_definition),
    "reference": ("error", events.reference),
    "message": ("error", events.message),
    "link": ("error", events.link),
    "compensation": ("error", events.compensation),
    "signal-end": ("error", events.signal_end),
    "unheard": ("error", events.unheard),
    "unheard-message": ("warning", events.unheard_message),
    "unthrown": ("warning", events.unthrown),
    "second-visit": ("error", events.second_visit),
    "conditional": ("error", events.conditional),
    "start-trigger": ("error", events.start_trigger),
    "timer": ("error", timers.timer),
    "past-date": ("warning", timers.past_date),
    "local-date": ("warning", timers.local_date),
    "kind-of-time": ("error", timers.kind_of_time),
    "expression": ("error", data.expression),
    "script": ("error", data.script),
    "empty-script": ("warning", data.empty_script),
    "operation": ("error", tables.operation),
    "table": ("error", tables.table),
    "target": ("error", tables.target),
    "loop": ("error", data.loop),
    "unknown-variable": ("error", decisions.unknown_variable),
    "unset-variable": ("warning", decisions.unset_variable),
    "due-date": ("error", decisions.due_date),
    "type-clash": ("error", decisions.type_clash),
    "gap": ("error", decisions.gap),
    "overlap": ("warning", decisions.overlap),
    "never-true": ("warning", decisions.never_true),
}

LIFECYCLE: dict[str, tuple[Severity, Check]] = {
    "status": ("error", case.status),
    "final-status": ("error", case.final_status),
    "way-to-the-end": ("error", case.way_to_the_end),
    "first-wait": ("warning", case.first_wait),
    "reply-heard": ("warning", case.reply_heard),
    "milestone": ("error", case.milestone),
    "days": ("warning", timers.days),
}


def _rules(table: dict[str, tuple[Severity, Check]]) -> dict[str, Rule]:
    return {
        name: Rule(name, severity, check, check.__doc__ or "")
        for name, (severity, check) in table.items()
    }


OF_READING = {
    name: Rule(name, severity, None, about) for name, (severity, about) in READING.items()
}
OF_ENGINE = _rules(ENGINE)
OF_LIFECYCLE = _rules(LIFECYCLE)
RULES = {**OF_READING, **OF_ENGINE, **OF_LIFECYCLE}
