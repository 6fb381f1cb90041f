"""Drawings on pages: the picture that the server draws, and what stands beside it in words.

In a browser with the front end the picture becomes one to zoom and to move about in; the marks on
it stay those that were drawn here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from markupsafe import Markup

from runner.bpmn import Diagram, Flow, render
from runner.bpmn.drawn_texts import drawn
from runner.bpmn.render import Overlays, StatusOverlay, TokenOverlay, VisitOverlay
from runner.bpmn.status_map import StatusMap, status_map
from runner.cases import CasePage, StateView
from runner.language import N_, _
from web.shared import colours, humanize
from web.shared.auth import caselane
from web.shared.reader import zone_of_page
from web.shared.status_words import all_called, called, word_called

ARROW = " → "

_KINDS = {
    "startEvent": N_("start"),
    "endEvent": N_("end"),
    "subProcess": N_("part of the process"),
    "userTask": N_("task for people"),
    "manualTask": N_("task for people"),
    "task": N_("task for people"),
    "businessRuleTask": N_("decision"),
    "receiveTask": N_("message"),
}
_EVENTS = {
    "message": N_("message"), "timer": N_("timer"), "signal": N_("signal"), "error": N_("error"),
    "escalation": N_("escalation"), "conditional": N_("condition"), "link": N_("link"),
    "compensate": N_("compensation"), "cancel": N_("cancellation"), "terminate": N_("end"),
}  # fmt: skip


def of_case(diagram: Diagram, state: StateView) -> Markup:
    """The picture of a case: its tokens, its path, the flows it can take."""
    tokens = tuple(
        TokenOverlay(t["element"], _("since %(t)s", t=_when(t["since"]))) for t in state.tokens
    )
    return Markup(render.draw(diagram, Overlays(tokens, _visits(state), state.next)))


def with_figures(diagram: Diagram, overlays: Overlays) -> Markup:
    return Markup(render.draw(diagram, overlays))


def of_all(diagram: Diagram, at: Mapping[str, int]) -> Markup:
    """The picture with the number of cases at each element."""
    return Markup(render.draw(diagram, Overlays(counts=at)))


@dataclass(frozen=True, slots=True)
class MapPictures:
    """A status map for a page: in one line, running down for where a line has no room, in words.
    `room` is the class of `map.css` that says how much room the line takes."""

    across: Markup
    down: Markup
    words: tuple[str, ...]
    room: str


def _in_words(shown: StatusMap, overlay: StatusOverlay) -> StatusOverlay:
    """With the colours of pages, and what things are called in the language that is spoken."""
    named = {box.name: colours.class_of(box.name) for box in shown.boxes}
    words = {move: word_called(move) for box in shown.boxes for move in box.moves}
    return replace(
        overlay, classes=named, called=all_called(named), moves={**words, **overlay.moves}
    )


_ROOM = {4: "few", 7: "some", 10: "many", 14: "most"}


def map_with(diagram: Diagram, overlay: StatusOverlay) -> MapPictures:
    """All statuses of a process, with figures."""
    return _pictures(status_map(drawn(diagram)), overlay)


def map_alone(diagram: Diagram, overlay: StatusOverlay) -> str:
    """The same in one line, as a file."""
    shown = status_map(drawn(diagram))
    return render.draw_map(shown, _in_words(shown, overlay))


def map_of_case(page: CasePage, moves: Mapping[str, str] | None = None) -> MapPictures:
    """Where a case is and was, and the ways on. `moves` says how to call whose move it is."""
    overlay = StatusOverlay(page.view.case.status, page.visited, moves=moves or {})
    return _pictures(page.statuses, overlay)


def _pictures(shown: StatusMap, overlay: StatusOverlay) -> MapPictures:
    overlay = _in_words(shown, overlay)
    return MapPictures(
        Markup(render.draw_map(shown, overlay)),
        Markup(render.draw_map(shown, overlay, down=True)),
        tuple(render.sentences(shown, overlay)),
        next((name for most, name in _ROOM.items() if len(shown.boxes) <= most), "over"),
    )


def steps(diagram: Diagram, state: StateView) -> list[tuple[int, VisitOverlay]]:
    """The path of a case with the numbers of the picture, the newest step first."""
    return render.steps_of(diagram, _visits(state))[::-1]


def label(diagram: Diagram, element_id: str) -> str:
    """The name of an element or flow; else its button's text; else the kind of an element, and of
    a flow what it leads from and to."""
    diagram = drawn(diagram)
    found = diagram.elements.get(element_id) or diagram.flows.get(element_id)
    if found is None or found.name:
        return found.name if found else element_id
    action = next((action for action in diagram.actions if action.id == element_id), None)
    if action:
        return action.label
    if isinstance(found, Flow):
        return ARROW.join(label(diagram, end) for end in (found.source, found.target))
    return kind(diagram, element_id).capitalize()


def statuses_called(at: str) -> str:
    """Of a status, or of two with an arrow between them."""
    return ARROW.join(map(called, at.split(ARROW)))


def kind(diagram: Diagram, element_id: str) -> str:
    element = diagram.elements[element_id]
    if element.kind in _KINDS:
        return str(_KINDS[element.kind])
    if element.events:
        return str(_EVENTS.get(element.events[0], element.events[0]))
    return _("gateway") if element.kind.endswith("Gateway") else _("done by itself")


def named(diagram: Diagram, element_id: str) -> str:
    """Such as `Check stock (task for people)`, to choose in a list."""
    return f"{label(diagram, element_id)} ({kind(diagram, element_id)})"


def _visits(state: StateView) -> tuple[VisitOverlay, ...]:
    return tuple(VisitOverlay(step["element"], _when(step["at"])) for step in state.path)


def _when(instant: datetime) -> str:
    return humanize.when(instant, caselane().clock.now(), zone_of_page())
