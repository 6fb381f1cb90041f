"""How good the scenarios of a draft are: mistakes are planted into it, and those that nothing
notices stand on their element. A request plants for some seconds, the next one goes on there."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from runner.bpmn import Diagram, Mutant, count_mutants, mutants_of, render
from runner.bpmn.render import Overlays
from runner.errors import ConfigError, DiagramError
from runner.gate.scenarios import Scenario, play_those, scenarios_in
from runner.language import _
from runner.model import DiagramDraft
from web.shared.auth import caselane, signed_in
from web.shared.numbers import id_of
from web.shared.templating import partial
from web.studio.draft_page import DRAFT
from web.studio.play_page import unplayable
from web.studio.scenario_list import MOST_PLAYED

pages = Blueprint("mistakes", __name__)
pages.register_error_handler(DiagramError, unplayable)

MOST_MISSED = 200
"""So many that nothing notices are enough to begin with: their numbers stand in the address."""


@pages.get(f"{DRAFT}/mistakes")
def show(draft_id: int) -> Response | str:
    person, sandbox = signed_in(), caselane().sandbox
    draft = caselane().diagram_drafts.get(person, draft_id)
    process = sandbox.of_draft(person, draft)
    diagram, asked = process.diagram, request.args
    total, done, missed = count_mutants(diagram), 0, list[int]()
    begun = "start" in asked
    if begun and asked.get("revision", type=id_of) == draft.revision:
        done = min(max(0, asked.get("start", 0, type=id_of)), total)
        missed = _numbers(asked.get("missed", ""), done)
    if begun and done < total and len(missed) < MOST_MISSED:
        played = play_those(process, _scenarios(diagram)[:MOST_PLAYED])
        done, more = sandbox.unnoticed(process, played, done)
        done, missed = _enough(done, [*missed, *more])
    go_on = _address(draft, done, missed)
    over = done == total or len(missed) == MOST_MISSED
    if partial() and over:
        return Response(headers={"HX-Redirect": go_on})  # the whole page, with its drawing
    found = list(mutants_of(diagram, missed)) if over else []
    return render_template(
        "studio/_mistakes.html" if partial() else "studio/mistakes.html",
        draft=draft, diagram=diagram, begun=begun, done=done, total=total, found=found, over=over,
        picture=_picture(diagram, found), go_on=go_on,
        begin=_address(draft, 0, ()),
    )  # fmt: skip


def _address(draft: DiagramDraft, start: int, missed: Sequence[int]) -> str:
    numbers = ",".join(map(str, missed))
    return url_for(
        "mistakes.show", draft_id=draft.id, revision=draft.revision, start=start, missed=numbers
    )


def _numbers(text: str, before: int) -> list[int]:
    """Those of mistakes that were planted already; what is none is left away."""
    found = {int(one) for one in text.split(",")[:MOST_MISSED] if one.isdecimal() and len(one) < 7}
    return sorted(number for number in found if number < before)


def _enough(done: int, missed: list[int]) -> tuple[int, list[int]]:
    """As if planting had ended before the first one that would be too many."""
    if len(missed) > MOST_MISSED:
        return missed[MOST_MISSED], missed[:MOST_MISSED]
    return done, missed


def _scenarios(diagram: Diagram) -> Sequence[Scenario]:
    try:
        return scenarios_in(diagram.files)
    except ConfigError:
        return ()


def _picture(diagram: Diagram, found: Sequence[Mutant]) -> Markup:
    marks = {mutant.at: _("not noticed") for mutant in found}
    return Markup(render.draw(diagram, Overlays(findings=marks)))
