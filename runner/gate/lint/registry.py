"""The rules by name."""

from __future__ import annotations

from runner.gate.lint import (
    case_rules,
    data_rules,
    decision_rules,
    event_rules,
    expression_rules,
    form_rules,
    gateway_rules,
    loop_rules,
    reference_rules,
    scope_rules,
    structure_rules,
    table_rules,
    timer_rules,
    word_rules,
)
from runner.gate.lint.context import LintRule


def _by_name(*rules: LintRule) -> dict[str, LintRule]:
    return {rule.name: rule for rule in rules}


OF_READING = _by_name(
    LintRule("xml", "error", "The file is well-formed XML, in whatever encoding it says."),
    LintRule(
        "doctype",
        "error",
        "The file has no DOCTYPE. One can make a reader fetch files and blow up in memory; BPMN "
        "needs none.",
    ),
    LintRule(
        "limits",
        "error",
        "The file keeps within the limits on bytes, elements and depth. They can be raised in "
        "the settings.",
    ),
    LintRule(
        "not-bpmn",
        "error",
        "The root of the file is `definitions` in the namespace of BPMN 2.0.",
    ),
    LintRule("no-process", "error", "The file holds a process."),
    LintRule("process-id", "error", "The process has an id. It is what versions go by."),
    LintRule(
        "which-process",
        "error",
        "Of several processes one is executable, or it is said which one is meant. Where none "
        "is marked, the largest is taken, with a warning.",
    ),
    LintRule(
        "duplicate-id",
        "error",
        "An id stands for one thing: what refers to it could mean either.",
    ),
    LintRule("readable", "error", "Forms and references can be read."),
    LintRule(
        "schema",
        "warning",
        "The file keeps to the schema of BPMN 2.0. Where it does not, other tools may not open "
        "it; what matters for running it has rules of its own.",
    ),
    LintRule("runs", "error", "The engine can make a process of the diagram."),
    LintRule("differs", "error", "What the engine makes of the diagram is what is drawn."),
    LintRule("starts", "error", "A case of every priority can be started."),
)

OF_ENGINE = _by_name(
    structure_rules.picture,
    structure_rules.start_event,
    structure_rules.start_with_incoming,
    structure_rules.end_event,
    structure_rules.end_with_outgoing,
    structure_rules.implicit_end,
    structure_rules.implicit_split,
    structure_rules.dangling_flow,
    structure_rules.flow_across,
    structure_rules.twin_flow,
    structure_rules.unreachable,
    structure_rules.border,
    loop_rules.trap,
    loop_rules.busy_loop,
    loop_rules.calls,
    structure_rules.quantity,
    structure_rules.unsupported,
    structure_rules.stray,
    loop_rules.fast_loop,
    loop_rules.work_twice,
    loop_rules.different_people,
    word_rules.unknown_property,
    form_rules.form,
    reference_rules.odd_id,
    reference_rules.message_flow,
    reference_rules.lost_reference,
    reference_rules.listed_flow,
    reference_rules.unlisted_flow,
    reference_rules.described_only,
    reference_rules.other_file,
    data_rules.data_kind,
    data_rules.message_data,
    data_rules.operation_message,
    data_rules.interface_data,
    data_rules.call_data,
    data_rules.loop_data,
    data_rules.computed_data,
    gateway_rules.default_flow,
    gateway_rules.default_condition,
    gateway_rules.missing_condition,
    gateway_rules.ignored_condition,
    gateway_rules.event_gateway,
    gateway_rules.parallel_join,
    gateway_rules.gateway_direction,
    gateway_rules.instantiate,
    event_rules.trigger,
    event_rules.event_place,
    event_rules.shared_definition,
    event_rules.reference,
    event_rules.message,
    scope_rules.event_sub_process,
    scope_rules.link,
    event_rules.compensation,
    event_rules.unheard,
    event_rules.unheard_message,
    event_rules.unthrown,
    event_rules.unsent_signal,
    event_rules.second_visit,
    event_rules.conditional,
    event_rules.start_trigger,
    timer_rules.timer,
    timer_rules.past_date,
    timer_rules.local_date,
    timer_rules.kind_of_time,
    expression_rules.expression,
    expression_rules.script,
    expression_rules.empty_script,
    table_rules.operation,
    table_rules.table,
    table_rules.target,
    expression_rules.loop,
    decision_rules.unknown_variable,
    decision_rules.unset_variable,
    decision_rules.due_date,
    decision_rules.type_clash,
    decision_rules.gap,
    decision_rules.overlap,
    decision_rules.never_true,
)

OF_LIFECYCLE = _by_name(
    case_rules.status,
    case_rules.final_status,
    case_rules.status_order,
    case_rules.way_to_the_end,
    case_rules.first_wait,
    case_rules.reply_heard,
    case_rules.milestone,
    timer_rules.days,
    word_rules.unknown_audience,
    word_rules.unknown_recipient,
    word_rules.equal_labels,
    case_rules.no_time_out,
)

RULES = {**OF_READING, **OF_ENGINE, **OF_LIFECYCLE}
