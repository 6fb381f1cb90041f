"""Rules about what is decided on: variables, their values, and gateways as a whole."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from datetime import datetime
from itertools import starmap
from typing import Any

from runner.bpmn import Element, Flow, expressions
from runner.bpmn.json_schema import is_date
from runner.bpmn.known import SUBMITTED, UNDATED, Known, Variables, kind_of, setting, values_to_try
from runner.errors import DiagramError, ExpressionError
from runner.gate.lint.context import LintContext, Problem, rule
from runner.gate.lint.dataflow import where
from runner.gate.lint.expression_rules import ExpressionSite, sites
from runner.gate.lint.gateway_rules import DECIDING, leaving, outcomes


def known_at(context: LintContext, place: Element | Flow, text: str = "") -> Variables | None:
    """The variables where a text is evaluated; None where no token ever gets. A data object may be
    set meanwhile by a token elsewhere, which is not followed here."""
    known = _known_to_token(context, place, text)
    if known is None:
        return None
    if isinstance(place, Element) and "conditional" in place.events:
        known = {**known, **dict.fromkeys(_set_meanwhile(context, place), Known())}
    certain = {name for name, item in known.items() if item.certain}
    return {**known, **{name: Known(name in certain) for name in context.written_data}}


def _set_meanwhile(context: LintContext, event: Element) -> set[str]:
    """What other tokens may set while an event waits for a condition: it is told of that
    (decision 0221)."""
    others = context.concurrency.beside(context.lowered.elements[event.id])
    return set().union(*(context.dataflow.set_by[key] for key in others))


def _known_to_token(context: LintContext, place: Element | Flow, text: str) -> Variables | None:
    if isinstance(place, Flow):
        if place.source not in context.elements:
            return None
        found = [context.dataflow.before.get(key) for key in where(context, place)]
        return next((known for known in found if known is not None), None)
    known = context.dataflow.before.get(place.id)
    if known is not None and place.loop is not None:
        ends = {place.loop.until} - {place.loop.times, place.loop.collection}
        rounds = context.dataflow.set_inside(place) if text in ends else {}
        return {**context.dataflow.after(place), **rounds, **_OF_LOOPS}
    return known


_OF_LOOPS = {
    "loopCounter": Known(),
    "numberOfInstances": Known(),
    "numberOfActiveInstances": Known(),
    "numberOfCompletedInstances": Known(),
    "numberOfTerminatedInstances": Known(),
}


def _read(context: LintContext) -> Iterator[tuple[ExpressionSite, str, Known | None]]:
    """Each variable that an expression reads, with what is known of it there."""
    for site in [*sites(context), *_inputs(context)]:
        known = known_at(context, site.place, site.text)
        try:
            names = expressions.names(site.text)
        except ExpressionError:
            continue
        if known is not None:
            yield from ((site, name, known.get(name)) for name in sorted(names))
    yield from _read_by_scripts(context)


def _inputs(context: LintContext) -> Iterator[ExpressionSite]:
    for task in context.of("businessRuleTask"):
        table = context.dataflow.tables.get(task.decision or "")
        for text in table.inputs if table else ():
            if text:
                yield ExpressionSite(task, f"The table of '{task.label}'", text)


def _read_by_scripts(context: LintContext) -> Iterator[tuple[ExpressionSite, str, Known | None]]:
    for task in context.of("scriptTask"):
        before = known_at(context, task)
        if before is None:
            continue
        known = dict(before)
        try:
            settings = expressions.assignments(task.script or "")
        except ExpressionError:
            continue
        for name, text in settings:
            site = ExpressionSite(task, f"The script of '{task.label}'", text)
            yield from ((site, read, known.get(read)) for read in sorted(expressions.names(text)))
            known[name] = Known()


@rule(
    "error",
    "A variable that is read has been set: by a form, a decision table, a message or a script "
    "in front of that place. One that nothing sets is empty for ever, and the comparison with "
    "it never holds.",
)
def unknown_variable(context: LintContext) -> Iterator[Problem]:
    for site, name, known in _read(context):
        if known is None:
            yield Problem(
                site.place,
                f"{site.what} reads '{name}', which nothing in front of it sets (an unknown "
                "variable).",
                "Set it with a form or a decision table; or correct its name. A text "
                'needs quotes: "Bug".',
            )


@rule(
    "warning",
    "A variable that is read is set on every way to that place. On a way that passes by it is "
    "empty.",
)
def unset_variable(context: LintContext) -> Iterator[Problem]:
    for site, name, known in _read(context):
        if known is not None and not known.certain:
            yield Problem(
                site.place,
                f"{site.what} reads '{name}', which is not set on every way there.",
                "Set it at the start, with a constant in the form of the start event.",
            )


@rule(
    "warning",
    "What is decided on was filled in in front of it. What another branch fills in meanwhile, or "
    "what was filled in inside an activity that an event on its border leads away from, is not "
    "known there: the value from before is read. A data object is known everywhere.",
)
def stale_variable(context: LintContext) -> Iterator[Problem]:
    for site, name, known in _read(context):
        setter = None if known is None else _set_apart(context, site.place, name)
        if setter is not None:
            yield Problem(
                site.place,
                f"{site.what} reads '{name}', which '{setter.label}' may fill in meanwhile: what "
                "was filled in before is read.",
                "Decide where both ways have come together, or keep the value in a data object.",
            )


def _set_apart(context: LintContext, place: Element | Flow, name: str) -> Element | None:
    """What sets a variable on another branch than the one on which it is read, and on which nothing
    sets it."""
    if name in SUBMITTED or name in context.written_data:
        return None
    if isinstance(place, Element) and "conditional" in place.events:
        return None  # it is told what other tokens set
    set_by, elements = context.dataflow.set_by, context.lowered.elements
    for here, others in context.concurrency.apart(
        place.source if isinstance(place, Flow) else place.id
    ):
        known = any(name in set_by[key] or elements[key].starts_handler for key in here)
        found = [key for key in sorted(others) if name in set_by[key]]
        if found and not known:
            return elements[found[0]]
    return None


@rule(
    "error",
    "A named due date is set before its timer starts, and is a date: an output of a decision table "
    "named after it, `x_target` for the due date `x_due`, or a field of a form of the format "
    "`date-time` or `date` that has to be filled in.",
)
def due_date(context: LintContext) -> Iterator[Problem]:
    if any(task.decision not in context.dataflow.tables for task in context.of("businessRuleTask")):
        return
    for event in context.elements.values():
        try:
            name = event.timer().name if event.timer_kind else None
        except DiagramError:
            continue
        known = context.dataflow.before.get(event.id)
        if not name or known is None:
            continue
        if not (name in known and known[name].certain):
            yield Problem(
                event,
                f"The due date '{name}' of '{event.label}' is not set before the timer starts.",
                f"Read a decision table with the output {name.removesuffix('_due')}_target first, "
                "or ask for it with a field of a form that has to be filled in.",
            )
        elif not _is_date(context, name, known[name]):
            yield Problem(
                event,
                f"The due date '{name}' of '{event.label}' may be something else than a date.",
                "Give its field the format date-time or date, and let nothing else set it.",
            )


def _is_date(context: LintContext, name: str, known: Known) -> bool:
    """Is a due date one whatever sets it: a table, or a required field that takes dates alone? Of
    what every case has only the moment of its submission is one."""
    places = (*context.elements.values(), *context.flows.values())
    specs = [
        form["properties"][name]
        for place in places
        for form in place.forms.values()
        if name in form.get("properties", {})
    ]
    scripted = any(
        name in context.dataflow.set_by[element.id] and element.script is not None
        for element in context.elements.values()
    )
    texts_alone = known.kinds == {"text"} and all(_is_instant(v) for _, v in known.values or ())
    return texts_alone and name not in UNDATED and all(map(is_date, specs)) and not scripted


def _is_instant(text: str) -> bool:
    try:
        return bool(datetime.fromisoformat(text))
    except ValueError:
        return False


@rule(
    "error",
    "Things are compared with their like, and a condition is something that can be true: a "
    "text, a number or a sum always counts the same way, whatever the case.",
)
def type_clash(context: LintContext) -> Iterator[Problem]:
    for site in sites(context):
        known = known_at(context, site.place, site.text) or {}
        try:
            tree = expressions.parse(site.text)
        except ExpressionError:
            continue
        if isinstance(site.place, Flow):
            yield from _no_condition(site, tree, known)
        elif site.place.loop is not None and site.text == site.place.loop.times:
            yield from _no_number(site, tree, known)
        for node in ast.walk(tree):
            if isinstance(node, ast.Compare) and len(node.ops) == 1:
                yield from _clash(site, node, known)


def _no_condition(site: ExpressionSite, tree: ast.expr, known: Variables) -> Iterator[Problem]:
    kinds = _kinds(tree, known) - {"none"}
    if kinds and kinds <= {"text", "number", "list"}:
        fixed = isinstance(tree, ast.Constant)
        always = "the same for every case" if fixed else "true whenever it is filled in"
        yield Problem(
            site.place,
            f"{site.what}, {site.text[:60]}, is a {min(kinds)} and no condition: it counts as "
            f"{always}.",
            "Compare it with something, or write True or False without quotes.",
        )


def _no_number(site: ExpressionSite, tree: ast.expr, known: Variables) -> Iterator[Problem]:
    kinds = _kinds(tree, known) - {"none"}
    if kinds and kinds <= {"text", "truth", "list"}:
        yield Problem(
            site.place,
            f"{site.what} is done {site.text[:60]} times, which is a {min(kinds)} and no number.",
            "Fill in a number with the form: of the type integer.",
        )


def _clash(site: ExpressionSite, node: ast.Compare, known: Variables) -> Iterator[Problem]:
    left, right = _kinds(node.left, known), _kinds(node.comparators[0], known)
    if isinstance(node.ops[0], (ast.In, ast.NotIn)):
        return
    ordered = not isinstance(node.ops[0], (ast.Eq, ast.NotEq, ast.Is, ast.IsNot))
    same = left & right or "anything" in left | right or (not ordered and "none" in left | right)
    if left and right and not same:
        yield Problem(
            site.place,
            f"{site.what} compares a {min(left)} with a {min(right)} in "
            f"'{ast.unparse(node)[:60]}', which never match.",
            "Texts stand in quotes, numbers and True or False do not.",
        )


def _kinds(node: ast.expr, known: Variables) -> frozenset[str]:
    if isinstance(node, ast.Constant):
        return frozenset({kind_of(node.value)})
    if isinstance(node, (ast.List, ast.Tuple)):
        return frozenset({"list"})
    if isinstance(node, ast.BinOp):
        return frozenset({"number"})
    if isinstance(node, ast.Name) and node.id in known:
        return known[node.id].kinds
    if isinstance(node, ast.Name) and node.id in ("true", "false"):
        return frozenset({"truth"})
    return frozenset({"anything"})


# ------------------------------------------------------------------ gateways as a whole


@rule(
    "error",
    "Whatever the data, one of the flows of a gateway can be taken. Where no condition holds "
    "and there is no default, the case could not go on.",
    in_engine="warning",
)
def gap(context: LintContext) -> Iterator[Problem]:
    for gateway, flows, samples in _decided(context):
        if gateway.default in gateway.outgoing:
            continue
        for sample in samples:
            if not any(expressions.evaluate(flow.condition or "", sample) for flow in flows):
                yield Problem(
                    gateway,
                    f"'{gateway.label}' leaves a gap: no condition is true when {_said(sample)}, "
                    "and there is no default flow."
                    if sample
                    else f"'{gateway.label}' leaves a gap: no condition is ever true, and there is "
                    "no default flow.",
                    "Make one of the flows the default.",
                )
                break


@rule(
    "warning",
    "Of the flows of an exclusive gateway one is meant. Where two conditions hold the first one "
    "drawn is taken, which the drawing does not show.",
)
def overlap(context: LintContext) -> Iterator[Problem]:
    for gateway, flows, samples in _decided(context):
        if gateway.kind != "exclusiveGateway" or outcomes(context, gateway):
            continue
        for sample in samples:
            true = [f for f in flows if expressions.evaluate(f.condition or "", sample)]
            if len(true) > 1:
                names = ", ".join(f"'{flow.name or flow.id}'" for flow in true[:2])
                yield Problem(
                    gateway,
                    f"The conditions of {names} behind '{gateway.label}' overlap: both are true "
                    f"when {_said(sample)}."
                    if sample
                    else f"The conditions of {names} behind '{gateway.label}' overlap: both are "
                    "always true.",
                    "Make them exclude one another.",
                )
                break


@rule(
    "warning",
    "A condition over data can hold. A flow whose condition never does is never taken. (The "
    "plain constant `False` beside a default flow is taken as meant.)",
)
def never_true(context: LintContext) -> Iterator[Problem]:
    for gateway, flows, samples in _decided(context):
        for flow in flows:
            text = flow.condition or ""
            if not expressions.names(text) or not _is_simple(text):
                continue
            if not any(expressions.evaluate(text, sample) for sample in samples):
                yield Problem(
                    flow,
                    f"The condition of '{flow.name or flow.id}' behind '{gateway.label}' can never "
                    f"be true: {text[:60]}.",
                    "Compare with a value that the variable can have.",
                )


def _decided(context: LintContext) -> Iterator[tuple[Element, list[Flow], list[dict[str, Any]]]]:
    """Each gateway that decides on data it can be judged by, its conditions and what to try."""
    for gateway in context.of(*DECIDING):
        flows = [flow for flow in leaving(context, gateway) if flow.id != gateway.default]
        known = known_at(context, flows[0]) if flows else None
        if known is None or not all(flow.condition for flow in flows):
            continue
        try:
            texts = [flow.condition or "" for flow in flows]
            tried = values_to_try(texts, known)
        except ExpressionError:
            continue
        if tried:
            yield gateway, flows, tried


def _is_simple(text: str) -> bool:
    """Does it only compare variables with constants? Then trying around the constants is enough."""
    tree = expressions.parse(text)
    return not any(isinstance(node, ast.BinOp) for node in ast.walk(tree)) and all(
        sum(isinstance(part, ast.Name) for part in ast.walk(node)) == 1
        for node in ast.walk(tree)
        if isinstance(node, ast.Compare)
    )


def _said(sample: dict[str, Any]) -> str:
    shown = list(starmap(setting, sample.items()))
    return ", ".join(shown[:4])
