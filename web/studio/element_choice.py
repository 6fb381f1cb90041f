"""The elements of a drawing as a list to choose from: what pointing at the drawing does, too."""

from __future__ import annotations

from runner.bpmn import Diagram
from runner.language import _
from web.shared.diagrams import label, named


def elements_of(diagram: Diagram | None) -> list[tuple[str, str]]:
    """The id and the words of each element and flow, by the words."""
    if diagram is None:
        return []
    steps = [(one, named(diagram, one)) for one in diagram.elements]
    ways = [(one, f"{label(diagram, one)} ({_way(diagram, one)})") for one in diagram.flows]
    return sorted([*steps, *ways], key=lambda item: item[1].casefold())


def _way(diagram: Diagram, flow_id: str) -> str:
    flow = diagram.flows[flow_id]
    return _(
        "way from %(source)s to %(target)s",
        source=label(diagram, flow.source),
        target=label(diagram, flow.target),
    )
