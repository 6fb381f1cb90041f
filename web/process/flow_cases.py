"""The cases behind a figure, and the living diagram as a file."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request

from web.process.flow_overlays import spell
from web.process.flow_page import address, picture, way_label
from web.process.flow_query import AskedFlow, asked
from web.shared.auth import caselane, signed_in
from web.shared.numbers import number

pages = Blueprint("flow", __name__)

SENTENCES = {
    "now": "Cases that are there now, the longest first.",
    "all": "Cases that left it, the longest stay first.",
    "again": "Cases that came back to it, the newest first.",
    "late": "Cases that missed a milestone while they were there.",
    "passed": "Cases that went this way, the newest first; once for each time that they did.",
    "back": "Cases that a customer sent back this way, the newest first.",
}


@pages.get("/process/cases")
def cases() -> str:
    wanted, what = asked(), request.args.get("what", "now")
    after = number(request.args.get("after")) or 0
    found = caselane().flow.cases(signed_in(), wanted.query, wanted.at, what, after)
    return render_template(
        "process/flow_cases.html", label=_label(wanted), found=found, sentence=SENTENCES[what],
        next_after=str(after + len(found.cases)) if found.more else "",
        back=address("process.show"), spell=spell,
    )  # fmt: skip


def _label(wanted: AskedFlow) -> str:
    if wanted.query.level == "statuses":
        return wanted.at
    version = wanted.query.version or caselane().versions.current_id()
    return way_label(caselane().versions.diagram(version), wanted.at)


@pages.get("/process/flow.svg")
def svg() -> Response:
    """The drawing with the figures of the page, as it stands there."""
    drawn = picture(signed_in(), asked())
    response = Response(drawn, mimetype="image/svg+xml")
    response.headers["Content-Disposition"] = "attachment; filename=flow.svg"
    return response
