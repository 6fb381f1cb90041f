"""A diagram as an SVG: what a modeler shows, drawn from the DI alone, without a browser.

`draw(diagram, overlays)` gives a text that may stand in a page or in a file of its own. Its colours
are plain attributes, so that it looks right anywhere; style sheets may set others, since shapes
carry the colour that the diagram gives their line as `color`, and everything has a class.
"""

from runner.bpmn.render.differences import draw_differences, draw_over, marks
from runner.bpmn.render.overlays import FigureOverlay, Overlays, TokenOverlay, VisitOverlay
from runner.bpmn.render.render import draw, steps_of
from runner.bpmn.render.status_picture import StatusOverlay, draw_map, sentences

__all__ = [
    "FigureOverlay",
    "Overlays",
    "StatusOverlay",
    "TokenOverlay",
    "VisitOverlay",
    "draw",
    "draw_differences",
    "draw_map",
    "draw_over",
    "marks",
    "sentences",
    "steps_of",
]
