"""A first mapping for a log: what each activity may have been, guessed by its words."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from difflib import SequenceMatcher
from typing import Any

from runner.bpmn import Action, Diagram, forms, leads_to
from runner.bpmn.consequences import statuses_behind
from runner.bpmn.toml_text import toml_value
from runner.deployment.logs.event_log import LogFormat, LogSummary
from runner.deployment.logs.log_mapping import ANY, INSERTED, EventRule
from runner.deployment.logs.mapping_check import asks, form_of, to_fill_in
from runner.model import CUSTOMER_REPLY, PRIORITIES

ALIKE = 0.6
"""How much the words of an activity have to resemble those of an action, from 0 to 1."""

_ATTRIBUTES = {
    "priority": ("priority", "severity", "urgency", "service_level", "impact"),
    "customer": ("customer", "client", "requester", "company", "account"),
    "product": ("product", "component", "application", "system"),
}
"""What attributes that are looked for are mostly called."""


def suggested_mapping(summary: LogSummary, diagram: Diagram, log_format: LogFormat) -> str:
    """A mapping file (TOML) that can be used as it is, with the log's activities and the actions of
    the diagram as comments, and a comment on each guess. It says how the log was read."""
    blocks = [
        "\n".join(_head(summary)),
        *_log(log_format),
        "\n".join(_actions(diagram)),
        "\n".join(_attributes(summary)),
        *("\n".join(_rules(name, diagram)) for name in sorted(summary.activities)),
    ]
    return "\n\n".join(blocks) + "\n"


def _head(summary: LogSummary) -> Iterator[str]:
    yield f"# A first mapping of a log of {summary.cases:,} cases and {summary.events:,} events."
    yield "# Look at every rule: they are guesses by the words alone."
    yield "#"
    yield "# Activities of the log: how often a case begins with it, and how often it comes later."
    for name in sorted({**summary.submitting, **summary.activities}):
        counts = f"{summary.submitting[name]:9,} {summary.activities[name]:9,}"
        yield f"# {counts}  {toml_value(name)}"


def _log(log_format: LogFormat) -> Iterator[str]:
    said = {name: value for name, value in asdict(log_format).items() if value}
    if said:
        zone = {"zone": str(log_format.zone)} if log_format.zone else {}
        keys = (f"{name} = {toml_value(value)}" for name, value in {**said, **zone}.items())
        yield "\n".join(("[log]            # as it was given", *keys))


def _actions(diagram: Diagram) -> Iterator[str]:
    yield "# Steps of the diagram: where each is possible, and its fields; those that a rule has to"
    yield "# give bear a star."
    yield f"#   {CUSTOMER_REPLY}: the customer writes"
    for action in {action.id: action for action in diagram.actions}.values():
        form = form_of(diagram, action.id)
        given = to_fill_in(form)
        fields = [
            f"{name}{'*' if name in given else ''} ({asks(spec)})"
            for name, spec in forms.fields(form).items()
        ]
        where = ", ".join(statuses_of(diagram, action))
        yield f"#   {action.id}: {toml_value(action.label)} in {where}; {', '.join(fields) or '-'}"


def _attributes(summary: LogSummary) -> Iterator[str]:
    yield "# Attributes of the log: " + ", ".join(map(toml_value, sorted(summary.attributes)))
    for table, usual in _ATTRIBUTES.items():
        found = _first_alike(summary, usual)
        if found is None:
            yield f"# [{table}]: no attribute of the log has a name like that"
            continue
        yield f"[{table}]            # a guess, by its name"
        yield f"attribute = {toml_value(found)}"
        if table == "priority":
            values = sorted(summary.attributes[found])[: len(PRIORITIES)]
            pairs = zip(values, PRIORITIES, strict=False)
            listed = ", ".join(f"{toml_value(value)} = {toml_value(name)}" for value, name in pairs)
            yield f"values = {{ {listed} }}            # a guess, by their order"


def _first_alike(summary: LogSummary, usual: tuple[str, ...]) -> str | None:
    for word in usual:
        for name in sorted(summary.attributes):
            if word in name.lower():
                return name
    return None


def _rules(activity: str, diagram: Diagram) -> Iterator[str]:
    step, likeness = most_alike(activity, diagram)
    if not step:
        yield "[[event]]            # no step resembles it: so it moves nothing"
        yield f"activity = {toml_value(activity)}"
        yield "steps = []"
        return
    ways = ways_to(diagram, step)
    for number, (before, statuses) in enumerate(ways.items()):
        why = f"{likeness:.0%} alike" if number == 0 else "with what must have come before"
        yield f"[[event]]            # a guess: {why}"
        yield f"activity = {toml_value(activity)}"
        yield f"in = {toml_value(statuses)}"
        yield f"steps = {toml_value([*(f'+{name}' for name in before), step])}"
        given = [f"{name} = {value}" for name, value in _fields(diagram, (*before, step))]
        if given:
            yield f"fields = {{ {', '.join(given)} }}   # a guess: the first that is allowed"


def suggested_attribute(summary: LogSummary, table: str) -> str:
    """The attribute of the log that says the priority, customer or product; '' where none is called
    like that."""
    return _first_alike(summary, _ATTRIBUTES[table]) or ""


def rules_of(
    activity: str, step: str, diagram: Diagram, chosen: Mapping[str, Any]
) -> Iterator[EventRule]:
    """The rules by which an activity is a step, whatever must have come before it; '' moves
    nothing. `chosen` are values of fields, as `STEP.FIELD`; what is not there is the first that is
    allowed."""
    if not step:
        yield EventRule(activity, frozenset({ANY}), ())
        return
    for before, statuses in ways_to(diagram, step).items():
        fields = {
            name: chosen.get(f"{one}.{name}") or forms.sample(form_of(diagram, one), {})[name]
            for one in (*before, step)
            for name in to_fill_in(form_of(diagram, one))
        }
        steps = (*(f"{INSERTED}{name}" for name in before), step)
        yield EventRule(activity, frozenset(statuses), steps, fields)


def _fields(diagram: Diagram, steps: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for step in steps:
        form = form_of(diagram, step)
        sample = forms.sample(form, {})
        yield from ((name, toml_value(sample[name])) for name in to_fill_in(form))


def most_alike(activity: str, diagram: Diagram) -> tuple[str, float]:
    """The step that resembles an activity most by its name, its label or the status behind it: the
    first that is drawn, of several; '' when none does."""
    heard = [e for e in diagram.lowered.elements.values() if e.message == CUSTOMER_REPLY]
    behind = {status for event in heard for status in statuses_behind(diagram, event)}
    words = {CUSTOMER_REPLY: [CUSTOMER_REPLY, *behind]}
    for action in diagram.actions:
        words.setdefault(action.id, [action.id, *leads_to(diagram, action)]).append(action.label)
    scored = {
        step: max(_likeness(activity, text) for text in texts) for step, texts in words.items()
    }
    step, best = max(scored.items(), key=lambda item: item[1])
    return (step, best) if best >= ALIKE else ("", best)


def _likeness(one: str, other: str) -> float:
    """From 0 to 1: of the letters, or of the words, whichever is more."""
    mine, others = _words(one), _words(other)
    shared = len(mine & others) / max(1, len(mine | others))
    return max(shared, SequenceMatcher(None, one.lower(), other.lower().replace("_", " ")).ratio())


def _words(text: str) -> set[str]:
    """By their first four letters, so that `replied` and `reply` are one."""
    return {word[:4] for word in re.findall(r"[^\W_]+", text.lower())}


# ------------------------------------------------------------------ ways on the drawing


def statuses_of(diagram: Diagram, action: Action) -> list[str]:
    """The statuses in which an action is possible: of its task, or of all in its sub-process."""
    task = diagram.elements[action.element]
    own = diagram.status_of(task)
    if own:
        return [own]
    inside = (
        element.properties["status"]
        for element in diagram.elements.values()
        if element.properties.get("status") and _is_inside(diagram, element.id, task.id)
    )
    found = set(inside)
    return [status.name for status in diagram.statuses if status.name in found]


def _is_inside(diagram: Diagram, element_id: str, outer_id: str) -> bool:
    outer = diagram.outer(diagram.elements[element_id])
    return outer is not None and (outer.id == outer_id or _is_inside(diagram, outer.id, outer_id))


def ways_to(diagram: Diagram, step: str) -> dict[tuple[str, ...], list[str]]:
    """The shortest ways to a step: the actions before it, and the statuses from which these are
    taken. The first way is that without any."""
    ways: dict[tuple[str, ...], list[str]] = {}
    for status in diagram.statuses:
        if not status.final and (way := _way(diagram, status.name, step)) is not None:
            ways.setdefault(way, []).append(status.name)
    return dict(sorted(ways.items(), key=lambda item: len(item[0])))


def _way(diagram: Diagram, status: str, step: str) -> tuple[str, ...] | None:
    todo: deque[tuple[tuple[str, ...], str]] = deque([((), status)])
    seen = {status}
    while todo:
        way, at = todo.popleft()
        here = [action for action in diagram.actions if at in statuses_of(diagram, action)]
        if step == CUSTOMER_REPLY or any(action.id == step for action in here):
            return way
        for action in here:
            behind = leads_to(diagram, action)
            if len(behind) == 1 and behind[0] not in seen and action.audience.lower() != "customer":
                seen.add(behind[0])
                todo.append(((*way, action.id), behind[0]))
    return None
