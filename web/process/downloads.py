"""The files of a version: its package as a zip, the diagram as BPMN, and its picture as SVG, PNG
and PDF."""

from __future__ import annotations

from io import BytesIO

from flask import Blueprint, send_file
from werkzeug.utils import secure_filename
from werkzeug.wrappers import Response

from runner.bpmn import Diagram, render
from runner.model import Version
from web.shared import printing
from web.shared.auth import caselane, signed_in
from web.shared.colours import style_sheet
from web.shared.numbers import LAST_ID
from web.shared.packages import ZIP, zip_of

pages = Blueprint("downloads", __name__)

FOR_GOOD = 365 * 86400
"""Seconds for which a browser may keep the file of a version: that never changes."""


@pages.get(f"/process/versions/<int(max={LAST_ID}):version>.bpmn")
def bpmn(version: int) -> Response:
    found, _ = caselane().reports.diagram(signed_in(), version)
    return _file(found, found.bpmn, "bpmn", "application/xml")


@pages.get(f"/process/versions/<int(max={LAST_ID}):version>.zip")
def package(version: int) -> Response:
    found, _ = caselane().reports.diagram(signed_in(), version)
    return _file(found, zip_of(found), "zip", ZIP)


@pages.get(f"/process/versions/<int(max={LAST_ID}):version>.svg")
def svg(version: int) -> Response:
    return _picture(*caselane().reports.diagram(signed_in(), version), "svg")


@pages.get(f"/process/versions/<int(max={LAST_ID}):version>.png")
def png(version: int) -> Response:
    return _picture(*caselane().reports.diagram(signed_in(), version), "png")


@pages.get(f"/process/versions/<int(max={LAST_ID}):version>.pdf")
def pdf(version: int) -> Response:
    return _picture(*caselane().reports.diagram(signed_in(), version), "pdf")


@pages.get(f"/process/versions/<int(max={LAST_ID}):version>/statuses.css")
def colours(version: int) -> Response:
    """The colours of its statuses: those of what waits or is over are in no other style sheet."""
    _found, diagram = caselane().reports.diagram(signed_in(), version)
    return _kept(Response(style_sheet(diagram.statuses), mimetype="text/css"))


def _picture(version: Version, diagram: Diagram, kind: str) -> Response:
    return _file(version, printing.as_kind(render.draw(diagram), kind), kind, printing.KINDS[kind])


def _file(version: Version, data: bytes, suffix: str, mimetype: str) -> Response:
    name = secure_filename(f"{version.process}-version-{version.id}.{suffix}")
    etag = f"{version.digest}-{suffix}"
    return _kept(send_file(BytesIO(data), mimetype, True, name, etag=etag))


def _kept(response: Response) -> Response:
    response.headers["Cache-Control"] = f"private, max-age={FOR_GOOD}, immutable"
    return response
