"""What is wrong with a mapping, by the log and the drawing, before anything is replayed.

Decision 0246.
"""

from __future__ import annotations

from collections.abc import Iterator

from runner.bpmn import Action, Diagram, forms
from runner.bpmn.forms import Schema
from runner.deployment.logs.event_log import LogSummary
from runner.deployment.logs.log_mapping import ANY, EventRule, LogMapping
from runner.errors import ConfigError, InvalidInput
from runner.gate.lint.word_rules import did_you_mean
from runner.model import CUSTOMER_REPLY, PRIORITIES


def check_mapping(mapping: LogMapping, diagram: Diagram, summary: LogSummary) -> None:
    """Raises ConfigError, which names all that is wrong: steps and statuses that the drawing does
    not have, fields that a form needs or does not know, activities of the log for which there is
    no rule, attributes that the log does not have."""
    problems = [*_of_steps(mapping, diagram), *_of_activities(mapping, summary)]
    problems += _of_attributes(mapping, summary)
    if problems:
        raise ConfigError("\n".join(("The mapping does not fit.", *dict.fromkeys(problems))))


def unused_rules(mapping: LogMapping, summary: LogSummary) -> list[str]:
    """The activities of rules that no event of the log has."""
    named = dict.fromkeys(rule.activity for rule in mapping.rules if rule.activity != ANY)
    seen = {*summary.submitting, *summary.activities}
    return [name for name in named if name not in seen]


# ------------------------------------------------------------------ the drawing


def _of_steps(mapping: LogMapping, diagram: Diagram) -> Iterator[str]:
    statuses = [status.name for status in diagram.statuses]
    steps = {CUSTOMER_REPLY, *(action.id for action in diagram.actions)}
    for number, rule in enumerate(mapping.rules, 1):
        where = f"[[event]] {number} ('{rule.activity}')"
        for name in sorted(rule.statuses - {ANY, *statuses}):
            yield f"{where}: the diagram has no status '{name}'.{did_you_mean(name, statuses)}"
        for name in rule.names:
            if name not in steps:
                yield f"{where}: the diagram has no action '{name}'.{did_you_mean(name, steps)}"
        yield from (f"{where}: {problem}" for problem in _of_fields(rule, diagram))


def _of_fields(rule: EventRule, diagram: Diagram) -> Iterator[str]:
    asked = {name: form_of(diagram, name) for name in rule.names}
    known = [field for form in asked.values() for field in forms.fields(form)]
    for name in rule.fields:
        if name not in known:
            yield f"none of its steps has a field '{name}'.{did_you_mean(name, known)}"
    for step, form in asked.items():
        given = {name: value for name, value in rule.fields.items() if name in forms.fields(form)}
        missing = [name for name in to_fill_in(form) if name not in given]
        for name in missing:
            yield f"'{step}' needs the field '{name}': {asks(forms.fields(form)[name])}."
        try:
            forms.submit(form, forms.sample(form, given))
        except InvalidInput as error:
            yield f"the fields of '{step}': {error}."


def form_of(diagram: Diagram, step: str) -> Schema:
    """What a step asks for; of support, where it may be taken by them and the customer."""
    offered = [action for action in diagram.actions if action.id == step]
    offered.sort(key=_is_customers)
    return next((action.form or {} for action in offered), {})


def _is_customers(action: Action) -> bool:
    return action.audience.lower() == "customer"


def to_fill_in(form: Schema) -> list[str]:
    """The fields that a mapping has to give. Free text takes the activity of the event; anything
    else would be invented."""
    return [
        name
        for name, spec in forms.fields(form).items()
        if name in form.get("required", ())
        and (spec.get("type", "string") != "string" or spec.keys() & {"enum", "format"})
    ]


def asks(spec: Schema) -> str:
    """What may stand in a field."""
    if "enum" in spec:
        return "one of " + ", ".join(map(str, spec["enum"]))
    return spec.get("format") or str(spec.get("type", "string"))


# ------------------------------------------------------------------ the log


def _of_activities(mapping: LogMapping, summary: LogSummary) -> Iterator[str]:
    unused = unused_rules(mapping, summary)
    for activity, times in sorted(summary.activities.items()):
        if not mapping.rules_for(activity):
            said = activity[:100]
            yield (
                f"The log has '{said}' ({times:,} times), and no rule is for it. One without steps "
                f"lets it move nothing.{did_you_mean(said, unused)}"
            )


def _of_attributes(mapping: LogMapping, summary: LogSummary) -> Iterator[str]:
    known = summary.attributes
    for table, name, usual in (
        ("priority", mapping.priority_attribute, ""),
        ("customer", mapping.customer_attribute, "customer"),
        ("product", mapping.product_attribute, "product"),
        ("support", mapping.support_attribute, ""),
    ):
        if name not in (usual, *known):
            yield f"[{table}]: the log has no attribute '{name}'.{did_you_mean(name, known)}"
    wrong = {mapping.default_priority, *map(str, mapping.priorities.values())} - set(PRIORITIES)
    for priority in sorted(wrong):
        yield f"[priority]: '{priority}' is none of {', '.join(PRIORITIES)}."
