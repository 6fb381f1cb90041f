"""The process page: what analysts and process owners read the flow on."""

from __future__ import annotations

from io import BytesIO

from flask import Blueprint, render_template, request, send_file
from werkzeug.utils import secure_filename
from werkzeug.wrappers import Response

from runner.diagram import Element, picture
from runner.model import Version
from web import drawing
from web.auth import caselane, signed_in

insight = Blueprint("insight", __name__, url_prefix="/process")

LAST_ID = 999999999
"""The largest id of a version that is looked for."""

FOR_GOOD = 365 * 86400
"""Seconds for which a browser may keep the file of a version: that never changes."""


@insight.get("")
def process() -> str:
    version, before = (request.args.get(name, type=_id) for name in ("version", "before"))
    view = caselane().reports.process(signed_in(), version, before)
    return render_template(
        "process.html",
        view=view,
        picture=drawing.of_all(view.diagram, view.at),
        elements=[e for e in view.diagram.in_order if _says_something(e)],
        statuses=caselane().cases.statuses(),
    )


def _id(text: str) -> int:
    """Of a version. Raises ValueError for what can be none."""
    if len(text) > len(f"{LAST_ID}"):
        raise ValueError
    return int(text)


def _says_something(element: Element) -> bool:
    return bool(element.documentation or element.timer_text or element.properties.get("status"))


@insight.get(f"/versions/<int(max={LAST_ID}):version>.bpmn")
def bpmn(version: int) -> Response:
    found, _ = caselane().reports.diagram(signed_in(), version)
    return _file(found, found.bpmn, "bpmn", "application/xml")


@insight.get(f"/versions/<int(max={LAST_ID}):version>.svg")
def svg(version: int) -> Response:
    found, diagram = caselane().reports.diagram(signed_in(), version)
    return _file(found, picture.draw(diagram).encode(), "svg", "image/svg+xml")


def _file(version: Version, data: bytes, suffix: str, mimetype: str) -> Response:
    name = secure_filename(f"{version.process}-version-{version.id}.{suffix}")
    response = send_file(
        BytesIO(data), mimetype, True, name,
        etag=f"{version.digest}-{suffix}",
    )  # fmt: skip
    response.headers["Cache-Control"] = f"private, max-age={FOR_GOOD}, immutable"
    return response
