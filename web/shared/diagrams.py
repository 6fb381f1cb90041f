"""Drawings on pages: the picture that the server draws, and what stands beside it in words.

In a browser with the front end the picture becomes one to zoom and to move about in; the marks on
it stay those that were drawn here.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from markupsafe import Markup

from runner.bpmn import Diagram, render
from runner.bpmn.render import Overlays, TokenOverlay, VisitOverlay
from runner.cases import StateView
from web.shared import humanize
from web.shared.auth import caselane

_KINDS = {
    "startEvent": "start",
    "endEvent": "end",
    "subProcess": "part of the process",
    "userTask": "task for people",
    "manualTask": "task for people",
    "task": "task for people",
    "businessRuleTask": "decision",
    "receiveTask": "message",
}


def of_case(diagram: Diagram, state: StateView) -> Markup:
    """The picture of a case: its tokens, its path, the flows it can take."""
    tokens = tuple(TokenOverlay(t["element"], f"since {_when(t['since'])}") for t in state.tokens)
    return Markup(render.draw(diagram, Overlays(tokens, _visits(state), state.next)))


def of_all(diagram: Diagram, at: Mapping[str, int]) -> Markup:
    """The picture with the number of cases at each element."""
    return Markup(render.draw(diagram, Overlays(counts=at)))


def steps(diagram: Diagram, state: StateView) -> list[tuple[int, VisitOverlay]]:
    """The path of a case with the numbers of the picture, the newest step first."""
    return render.steps_of(diagram, _visits(state))[::-1]


def label(diagram: Diagram, id: str) -> str:
    """The name of an element or flow; else its button's text; else its kind."""
    drawn = diagram.elements.get(id) or diagram.flows.get(id)
    if drawn is None or drawn.name:
        return drawn.name if drawn else id
    action = next((action for action in diagram.actions if action.id == id), None)
    if action:
        return action.label
    return kind(diagram, id).capitalize() if id in diagram.elements else id


def kind(diagram: Diagram, id: str) -> str:
    element = diagram.elements[id]
    if element.kind in _KINDS:
        return _KINDS[element.kind]
    if element.events:
        return element.events[0]  # timer, message ...
    return "gateway" if element.kind.endswith("Gateway") else "done by itself"


def _visits(state: StateView) -> tuple[VisitOverlay, ...]:
    return tuple(VisitOverlay(step["element"], _when(step["at"])) for step in state.path)


def _when(instant: datetime) -> str:
    return humanize.when(instant, caselane().clock.now(), caselane().calendars.default.zone)
