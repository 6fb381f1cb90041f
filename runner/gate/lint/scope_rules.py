"""Rules about event sub-processes and links, which `bpmn.lowering` rewrites. Decision 0220."""

from __future__ import annotations

from collections.abc import Iterator

from runner.bpmn import Element
from runner.bpmn.elements import CAUGHT_AROUND
from runner.gate.lint.context import LintContext, Problem, rule


@rule(
    "error",
    "An event sub-process is started by its own start event and by nothing else: that event says "
    "what starts it, no flow leads into the sub-process or out of it, and no event is on its "
    "border. Of several in one process or sub-process each waits for another error or escalation.",
)
def event_sub_process(context: LintContext) -> Iterator[Problem]:
    for handler in context.elements.values():
        if handler.by_event:
            yield from _connected(context, handler)
            for start in _starts(context, handler):
                yield from _without_trigger(handler, start)
                yield from _caught_already(context, handler, start)


def _starts(context: LintContext, handler: Element) -> list[Element]:
    return [e for e in context.inside.get(handler.id, ()) if e.kind == "startEvent"]


def _connected(context: LintContext, handler: Element) -> Iterator[Problem]:
    for into, flows in ((True, handler.incoming), (False, handler.outgoing)):
        if flows:
            yield Problem(
                handler,
                f"A flow leads into the event sub-process '{handler.label}', which only its event "
                "starts."
                if into
                else f"A flow leads out of the event sub-process '{handler.label}', which only its "
                "event starts.",
                "Remove the flow, or draw a plain sub-process.",
            )
    for event in context.on_border.get(handler.id, ()):
        yield Problem(
            event,
            f"'{event.label}' is on the border of the event sub-process '{handler.label}', which "
            "can have none.",
            "Draw a sub-process inside it, with the event on its border.",
        )


def _without_trigger(handler: Element, start: Element) -> Iterator[Problem]:
    if not start.triggers:
        yield Problem(
            start,
            f"Nothing starts the event sub-process '{handler.label}': '{start.label}' does not say "
            "what it waits for.",
            "Make it a message, a timer or another kind of event.",
        )


def _caught_already(context: LintContext, handler: Element, start: Element) -> Iterator[Problem]:
    """Whether an event sub-process before it catches the same error or escalation."""
    for other in context.inside[handler.container]:
        if other.id == handler.id:
            return
        for first in _starts(context, other) if other.by_event else ():
            if _catches(start) & _catches(first):
                yield Problem(
                    start,
                    f"'{start.label}' and '{first.label}' wait for the same: which of them "
                    "catches it is not drawn.",
                    "Keep one of the two event sub-processes, or name another code.",
                )


def _catches(start: Element) -> set[tuple[str, str]]:
    return {(item.kind, item.code) for item in start.triggers if item.kind in CAUGHT_AROUND}


@rule(
    "error",
    "A link leads from one or several throwing events to the one catching event of the same name "
    "in the same process or sub-process. Without that one the token would vanish.",
)
def link(context: LintContext) -> Iterator[Problem]:
    for event, item in context.triggers("intermediateThrowEvent", "intermediateCatchEvent"):
        if item.kind == "link":
            wrong = _wrong_end(context, event, _name(event))
            if wrong is not None:
                yield Problem(event, *wrong)


def _name(event: Element) -> str:
    """The name of a link: that of its definition, or else of the event."""
    said = next((item.name for item in event.triggers if item.kind == "link"), "")
    return " ".join((said or event.name).split())


def _wrong_end(context: LintContext, event: Element, name: str) -> tuple[str, str] | None:
    """What is wrong about one end of a link, and what to do."""
    if not name:
        return (
            f"The link '{event.label}' has no name: nothing says where it leads.",
            "Name both its ends.",
        )
    ends = [
        other
        for other, item in context.triggers("intermediateThrowEvent", "intermediateCatchEvent")
        if item.kind == "link" and other.container == event.container and _name(other) == name
    ]
    targets = [other for other in ends if other.kind == "intermediateCatchEvent"]
    if not targets:
        return (
            f"The link '{name}' has no target: no catching link event has that name.",
            "Draw one in the same process or sub-process, or a flow to where it should lead.",
        )
    if event in targets[1:]:
        return (
            f"The link '{name}' has several targets: it can lead to one.",
            "Give one of them, and what leads there, another name.",
        )
    if event in targets and len(ends) == len(targets):
        return f"Nothing leads to the link '{name}'.", "Remove it, or draw a flow."
    if event.incoming if event in targets else event.outgoing:
        return (
            f"A flow leaves the link '{name}' where it jumps, or leads to where it lands.",
            "Remove the flow, or draw a gateway in front of the link.",
        )
    return None
