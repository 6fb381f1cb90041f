"""Rules about how gateways are drawn, and about conditions where no gateway decides.

Whether some condition always holds is the token game's to say: rule `deadlock` of `gate.soundness`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from runner.bpmn import Element, Flow
from runner.bpmn.elements import ACTIVITIES
from runner.gate.lint.context import LintContext, Problem, rule
from runner.gate.lint.paths import CATCHING

DECIDING = frozenset({"exclusiveGateway", "inclusiveGateway"})


def outcomes(context: LintContext, gateway: Element) -> frozenset[str]:
    """The flows of a gateway that people choose among: they need no condition."""
    found: set[str] = set()
    if gateway.kind == "exclusiveGateway":
        for flow in gateway.incoming:
            source = context.elements.get(context.flows[flow].source)
            if source is not None and _complete(context, source):
                found |= {flow.id for flow in context.diagram.outcome_flows(source)}
    return frozenset(found & set(gateway.outgoing))


def _complete(context: LintContext, task: Element) -> bool:
    return all(context.flows[key].target in context.elements for key in task.outgoing)


def leaving(context: LintContext, gateway: Element) -> list[Flow]:
    return [context.flows[key] for key in gateway.outgoing]


@rule(
    "error",
    "The default flow of a gateway is one of the flows that leave it.",
)
def default_flow(context: LintContext) -> Iterator[Problem]:
    for element in context.elements.values():
        if element.default and element.default not in element.outgoing:
            known = context.flows.get(element.default)
            yield Problem(
                element,
                f"The default flow '{element.default}' of '{element.label}' does not leave it."
                if known
                else f"The default flow '{element.default}' of '{element.label}' does not exist.",
                "Choose one of the flows that leave it.",
            )


@rule(
    "warning",
    "A default flow is taken when no other is: a condition on it is passed over.",
)
def default_condition(context: LintContext) -> Iterator[Problem]:
    for element in context.elements.values():
        flow = context.flows.get(element.default or "")
        if flow is not None and flow.condition and flow.source == element.id:
            yield Problem(
                flow,
                f"The default flow '{flow.name or flow.id}' of '{element.label}' carries a "
                "condition, which is ignored.",
                "Remove the condition, or make another flow the default.",
            )


@rule(
    "error",
    "Where a gateway decides, every flow says when it is taken: by a condition, as the default, "
    "or by its name as an outcome of the task in front.",
)
def missing_condition(context: LintContext) -> Iterator[Problem]:
    for gateway in context.of(*DECIDING):
        if len(gateway.outgoing) < 2:
            continue
        chosen = outcomes(context, gateway)
        silent = [
            flow
            for flow in leaving(context, gateway)
            if not flow.condition and flow.id != gateway.default and flow.id not in chosen
        ]
        if silent:
            yield Problem(
                gateway,
                _undecided(context, gateway, silent),
                "Write conditions, and make one flow the default. Behind a task that people "
                "complete a name is enough.",
            )


def _undecided(context: LintContext, gateway: Element, silent: Sequence[Flow]) -> str:
    if len(silent) == 1:
        name = _called(context, silent[0])
        return (
            f"'{gateway.label}' cannot decide: {name} has neither a condition nor is it the "
            "default."
        )
    targets = [(context.elements.get(flow.target), flow.target) for flow in silent[:5]]
    names = ", ".join(f"'{element.label if element else key}'" for element, key in targets)
    return (
        f"'{gateway.label}' cannot decide: the flows to {names} have neither conditions nor is one "
        "of them the default."
    )


def _called(context: LintContext, flow: Flow) -> str:
    """A flow as an owner knows it: ids that a modeler made up say nothing."""
    target = context.elements.get(flow.target)
    if not flow.name and target is not None and target.name:
        return f"the flow to '{target.name}'"
    return f"'{flow.name or flow.id}'"


@rule(
    "error",
    "A parallel gateway takes all of its flows: a condition on one of them is passed over without "
    "a word.",
    in_engine="warning",
)
def ignored_condition(context: LintContext) -> Iterator[Problem]:
    for flow, source in _conditional(context):
        if source.kind == "parallelGateway":
            yield Problem(
                flow,
                f"The condition of '{flow.name or flow.id}' is ignored: the flow leaves "
                f"'{source.label}', which takes all of its flows.",
                "Draw an inclusive gateway, or an exclusive one in front of it.",
            )


@rule(
    "error",
    "A condition chooses among several flows, of a gateway that decides or of an activity. The "
    "only flow out of an activity has none, and those of events and of event-based gateways: where "
    "it did not hold, there would be no other way.",
)
def lone_condition(context: LintContext) -> Iterator[Problem]:
    for flow, source in _conditional(context):
        several = source.kind in ACTIVITIES and len(source.outgoing) > 1
        if not several and source.kind not in DECIDING | {"parallelGateway", "complexGateway"}:
            yield Problem(
                flow,
                f"The condition of '{flow.name or flow.id}' decides nothing: behind "
                f"'{source.label}' no flow can have one.",
                "Draw an exclusive gateway in front of it, with another way for when it does not "
                "hold.",
            )


def _conditional(context: LintContext) -> Iterator[tuple[Flow, Element]]:
    """The flows with a condition, each with what it leaves."""
    for flow in context.flows.values():
        source = context.elements.get(flow.source)
        if flow.condition and source is not None:
            yield flow, source


@rule(
    "error",
    "An event-based gateway waits for the first of several events: at least two flows leave it, "
    "each to a catching event or a receive task that nothing else leads to, and on whose border "
    "nothing lies. No two of them wait "
    "for the same message. One that waits for all of them (`Parallel`) does not run.",
)
def event_gateway(context: LintContext) -> Iterator[Problem]:
    for gateway in context.of("eventBasedGateway"):
        if context.nodes[gateway.id].get("eventGatewayType") == "Parallel":
            yield Problem(
                gateway,
                f"'{gateway.label}' would wait for all of its events, and the first one decides "
                "here.",
                "Draw a parallel gateway, and an event behind each of its flows.",
            )
        targets = [context.elements.get(flow.target) for flow in leaving(context, gateway)]
        if len(targets) < 2:
            yield Problem(
                gateway,
                f"Behind the event-based gateway '{gateway.label}' there is only one path: it has "
                "nothing to choose."
                if targets
                else f"Behind the event-based gateway '{gateway.label}' there is nothing.",
                "Draw several events behind it, or none in front of the one.",
            )
        for target in filter(None, targets):
            if target.kind not in CATCHING:
                yield Problem(
                    target,
                    f"Behind the event-based gateway '{gateway.label}' stands '{target.label}', "
                    "which is no event that is waited for.",
                    "Draw catching events or receive tasks behind it.",
                )
            elif len(target.incoming) > 1:
                yield Problem(
                    target,
                    f"'{target.label}' is one of the events that '{gateway.label}' waits for, but "
                    "another flow leads to it, too.",
                    "Draw that event a second time.",
                )
            for border in context.on_border.get(target.id, ()):
                yield Problem(
                    border,
                    f"'{border.label}' is on the border of '{target.label}', which "
                    f"'{gateway.label}' waits for: what is waited for there has no border.",
                    "Draw it as another event behind the gateway.",
                )

        yield from _awaited_twice(gateway, [target for target in targets if target])


@rule(
    "warning",
    "Behind one event-based gateway messages are waited for by events or by receive tasks, and not "
    "by both (BPMN 2.0.2, 10.6.6). It runs all the same.",
)
def event_or_task(context: LintContext) -> Iterator[Problem]:
    for gateway in context.of("eventBasedGateway"):
        targets = [context.elements.get(flow.target) for flow in leaving(context, gateway)]
        hearing = {target.kind for target in targets if target and target.message}
        if len(hearing) > 1:
            yield Problem(
                gateway,
                f"Behind '{gateway.label}' messages are waited for by events and by receive tasks.",
                "Draw events for all of them, or receive tasks.",
            )


def _awaited_twice(gateway: Element, targets: Sequence[Element]) -> Iterator[Problem]:
    first: dict[tuple[str, str], Element] = {}
    for target in targets:
        for item in target.triggers:
            same = item.target and first.setdefault((item.kind, item.target), target)
            if same and same is not target:
                yield Problem(
                    target,
                    f"'{target.label}' and '{same.label}' behind '{gateway.label}' wait for the "
                    f"same {item.kind} '{item.target}': only '{same.label}' would ever happen.",
                    f"Draw one event for it, or wait for another {item.kind}.",
                )


@rule(
    "error",
    "What a parallel gateway joins has been split before by one: it waits for a token on every "
    "flow. Of the flows of an exclusive gateway only one ever brings one, and a loop back into "
    "the join cannot bring the token that the join itself still waits for.",
)
def parallel_join(context: LintContext) -> Iterator[Problem]:
    for gateway in context.of("parallelGateway"):
        if len(gateway.incoming) < 2:
            continue
        before = _before(context, gateway)
        for flow in gateway.incoming:
            others = [key for key in gateway.incoming if key != flow]
            source = context.flows[flow].source
            if _only_through(context, source, gateway.id):
                yield Problem(
                    gateway,
                    f"'{gateway.label}' waits for a token from '{_name(context, source)}', which "
                    "can be reached only through this join: it never comes (a deadlock).",
                    "Lead the loop to an exclusive gateway in front of the join.",
                )
                break
            if others and not before:
                yield Problem(
                    gateway,
                    f"'{gateway.label}' waits for a token on each of its {len(gateway.incoming)} "
                    "flows, but nothing in front of it makes several: it never goes on (a "
                    "deadlock).",
                    "Join with the kind of gateway that splits: here an exclusive one.",
                )
                break


def _name(context: LintContext, element_id: str) -> str:
    return context.elements[element_id].label if element_id in context.elements else element_id


def _before(context: LintContext, gateway: Element) -> bool:
    """Is there anything in front of a join that can make several tokens?"""
    seen: set[str] = set()
    todo = [context.flows[key].source for key in gateway.incoming]
    while todo:
        element = context.elements.get(todo.pop())
        if element is None or element.id in seen or element.id == gateway.id:
            continue
        seen.add(element.id)
        if _multiplies(context, element):
            return True
        if element.attached_to:
            if not element.interrupting:
                return True
            todo.append(element.attached_to)
        todo += [context.flows[key].source for key in element.incoming]
        todo += context.thrown_from.get(element.id, ())
    return False


def _multiplies(context: LintContext, element: Element) -> bool:
    several = len(element.outgoing) > 1
    return several and element.kind not in ("exclusiveGateway", "eventBasedGateway")


def _only_through(context: LintContext, target: str, gateway: str) -> bool:
    """Can an element be reached from the start only by way of a gateway?"""
    if target == gateway:
        return True
    seen, todo = set(context.starts), list(context.starts)
    while todo:
        for to in context.next.get(todo.pop(), ()):
            if to != gateway and to not in seen:
                seen.add(to)
                todo.append(to)
    return target in context.elements and target not in seen and target in context.reached


@rule(
    "warning",
    "What a gateway says of its direction is how it is drawn: `Diverging` parts one flow, "
    "`Converging` joins several into one, `Mixed` does both.",
)
def gateway_direction(context: LintContext) -> Iterator[Problem]:
    for gateway in context.elements.values():
        said = context.nodes[gateway.id].get("gatewayDirection", "Unspecified")
        many = len(gateway.incoming) > 1, len(gateway.outgoing) > 1
        if _DIRECTIONS.get(said, many) != many:
            yield Problem(
                gateway,
                f"'{gateway.label}' is called {said}, and has {len(gateway.incoming)} incoming and "
                f"{len(gateway.outgoing)} outgoing flows.",
                "Draw it as it is called, or leave its direction unspecified.",
            )


_DIRECTIONS = {"Diverging": (False, True), "Converging": (True, False), "Mixed": (True, True)}
"""Of the attribute: several incoming flows, several outgoing ones (BPMN 2.0.2, 10.6.1)."""


@rule(
    "error",
    "A gateway or task that starts a process by itself (`instantiate`) is where it begins: no flow "
    "leads there.",
)
def instantiate(context: LintContext) -> Iterator[Problem]:
    for element in context.elements.values():
        begins = context.nodes[element.id].get("instantiate") == "true"
        if begins and element.incoming:
            yield Problem(
                element,
                f"'{element.label}' would start a process by itself, and a flow leads to it.",
                "Take 'instantiate' from it, or the flow away.",
            )
