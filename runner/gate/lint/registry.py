"""The rules by name, and how grave it is to break each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from runner.gate.lint import (
    case_rules,
    decision_rules,
    event_rules,
    expression_rules,
    gateway_rules,
    structure_rules,
    table_rules,
    timer_rules,
)
from runner.gate.lint.context import LintContext, Problem
from runner.model import Severity

Check = Callable[[LintContext], Iterator[Problem]]


@dataclass(frozen=True, slots=True)
class LintRule:
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
    "picture": ("warning", structure_rules.picture),
    "start-event": ("error", structure_rules.start_event),
    "start-with-incoming": ("error", structure_rules.start_with_incoming),
    "end-event": ("error", structure_rules.end_event),
    "end-with-outgoing": ("error", structure_rules.end_with_outgoing),
    "implicit-end": ("error", structure_rules.implicit_end),
    "implicit-split": ("error", structure_rules.implicit_split),
    "dangling-flow": ("error", structure_rules.dangling_flow),
    "flow-across": ("error", structure_rules.flow_across),
    "twin-flow": ("error", structure_rules.twin_flow),
    "unreachable": ("error", structure_rules.unreachable),
    "border": ("error", structure_rules.border),
    "trap": ("error", structure_rules.trap),
    "busy-loop": ("error", structure_rules.busy_loop),
    "calls": ("error", structure_rules.calls),
    "unsupported": ("error", structure_rules.unsupported),
    "stray": ("error", structure_rules.stray),
    "default-flow": ("error", gateway_rules.default_flow),
    "default-condition": ("warning", gateway_rules.default_condition),
    "missing-condition": ("error", gateway_rules.missing_condition),
    "ignored-condition": ("error", gateway_rules.ignored_condition),
    "event-gateway": ("error", gateway_rules.event_gateway),
    "parallel-join": ("error", gateway_rules.parallel_join),
    "trigger": ("error", event_rules.trigger),
    "shared-definition": ("error", event_rules.shared_definition),
    "reference": ("error", event_rules.reference),
    "message": ("error", event_rules.message),
    "link": ("error", event_rules.link),
    "compensation": ("error", event_rules.compensation),
    "signal-end": ("error", event_rules.signal_end),
    "unheard": ("error", event_rules.unheard),
    "unheard-message": ("warning", event_rules.unheard_message),
    "unthrown": ("warning", event_rules.unthrown),
    "second-visit": ("error", event_rules.second_visit),
    "conditional": ("error", event_rules.conditional),
    "start-trigger": ("error", event_rules.start_trigger),
    "timer": ("error", timer_rules.timer),
    "past-date": ("warning", timer_rules.past_date),
    "local-date": ("warning", timer_rules.local_date),
    "kind-of-time": ("error", timer_rules.kind_of_time),
    "expression": ("error", expression_rules.expression),
    "script": ("error", expression_rules.script),
    "empty-script": ("warning", expression_rules.empty_script),
    "operation": ("error", table_rules.operation),
    "table": ("error", table_rules.table),
    "target": ("error", table_rules.target),
    "loop": ("error", expression_rules.loop),
    "unknown-variable": ("error", decision_rules.unknown_variable),
    "unset-variable": ("warning", decision_rules.unset_variable),
    "due-date": ("error", decision_rules.due_date),
    "type-clash": ("error", decision_rules.type_clash),
    "gap": ("error", decision_rules.gap),
    "overlap": ("warning", decision_rules.overlap),
    "never-true": ("warning", decision_rules.never_true),
}

LIFECYCLE: dict[str, tuple[Severity, Check]] = {
    "status": ("error", case_rules.status),
    "final-status": ("error", case_rules.final_status),
    "way-to-the-end": ("error", case_rules.way_to_the_end),
    "first-wait": ("warning", case_rules.first_wait),
    "reply-heard": ("warning", case_rules.reply_heard),
    "milestone": ("error", case_rules.milestone),
    "days": ("warning", timer_rules.days),
}


def _rules(table: dict[str, tuple[Severity, Check]]) -> dict[str, LintRule]:
    return {
        name: LintRule(name, severity, check, check.__doc__ or "")
        for name, (severity, check) in table.items()
    }


OF_READING = {
    name: LintRule(name, severity, None, about) for name, (severity, about) in READING.items()
}
OF_ENGINE = _rules(ENGINE)
OF_LIFECYCLE = _rules(LIFECYCLE)
RULES = {**OF_READING, **OF_ENGINE, **OF_LIFECYCLE}
