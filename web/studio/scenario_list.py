"""The scenarios of a draft: do they go as they say, and what of the drawing do they go through?"""

from __future__ import annotations

from functools import partial

from flask import Blueprint, render_template, request, url_for
from markupsafe import Markup

from runner.bpmn import Diagram, render
from runner.bpmn.render import FigureOverlay, Overlays, VisitOverlay
from runner.errors import ConfigError, DiagramError, InvalidInput
from runner.gate.scenarios import Played, play_those, scenarios_in, uncovered
from runner.language import _, ngettext
from web.shared.auth import caselane, signed_in
from web.studio.draft_page import DRAFT
from web.studio.play_address import packed
from web.studio.play_page import unplayable

pages = Blueprint("scenario_list", __name__)
pages.register_error_handler(DiagramError, unplayable)

MOST_PLAYED = 200
"""Scenarios on a page: each takes some 20 ms. The check plays all of them."""


@pages.get(f"{DRAFT}/scenarios")
def show(draft_id: int) -> str:
    """`recorded` is the name of the scenario that was recorded just now."""
    person = signed_in()
    draft = caselane().diagram_drafts.get(person, draft_id)
    process = caselane().sandbox.of_draft(person, draft)
    scenarios, wrong = (), ""
    try:
        scenarios = scenarios_in(process.diagram.files)
    except ConfigError as error:
        wrong = str(error)
    played = play_those(process, scenarios[:MOST_PLAYED])
    diagram = process.diagram
    missed = uncovered(diagram, played)
    return render_template(
        "studio/scenarios.html",
        draft=draft, diagram=diagram, played=played, wrong=wrong, picture=coverage(diagram, played),
        play_of=partial(_play_of, draft_id), left_out=len(scenarios) - len(played),
        missed=[key for key in (*diagram.elements, *diagram.flows) if key in missed],
        of=len(diagram.elements) + len(diagram.flows), recorded=request.args.get("recorded", ""),
    )  # fmt: skip


def _play_of(draft_id: int, one: Played) -> str:
    """The address of the play of a scenario; '' for one that is too long for an address."""
    try:
        return url_for("play.show", draft_id=draft_id, played=packed(one.scenario))
    except InvalidInput:
        return ""


def coverage(diagram: Diagram, played: list[Played]) -> Markup:
    """The drawing with the flows that scenarios take as a path, on each element how many go through
    it, and a mark on what none goes through."""
    through = {
        key: sum(key in one.covered for one in played)
        for key in (*diagram.elements, *diagram.flows)
    }
    figures = {
        key: FigureOverlay(str(through[key]), _through(through[key]))
        for key in diagram.elements
        if through[key]
    }
    path = tuple(VisitOverlay(key) for key in diagram.flows if through[key])
    missed = {key: _("no scenario") for key in diagram.elements if not through[key]}
    return Markup(render.draw(diagram, Overlays(path=path, figures=figures, findings=missed)))


def _through(count: int) -> str:
    return ngettext(
        "%(n)s scenario goes through it", "%(n)s scenarios go through it", count, n=count
    )
