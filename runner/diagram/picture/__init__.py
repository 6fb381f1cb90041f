"""A diagram as an SVG: what a modeler shows, drawn from the DI alone, without a browser.

`draw(diagram, marks)` gives a text that may stand in a page or in a file of its own. Its colours
are plain attributes, so that it looks right anywhere; style sheets may set others, since shapes
carry the colour that the diagram gives their line as `color`, and everything has a class.
"""

from runner.diagram.picture.drawing import draw, steps_of
from runner.diagram.picture.marks import Marks, Token, Visit

__all__ = ["Marks", "Token", "Visit", "draw", "steps_of"]
