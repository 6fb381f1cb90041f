"""The files of a version: its package as a zip, the diagram as BPMN, and its picture as SVG, PNG
and PDF."""

from __future__ import annotations

from hashlib import sha256
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
"""Seconds for which a browser may keep the package of a version: that never changes."""


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
    """Asked for anew each time: its description is in the language of who reads it."""
    drawn = render.draw(diagram)
    etag = f"{sha256(drawn.encode()).hexdigest()}-{kind}"
    data = printing.as_kind(drawn, kind)
    return send_file(BytesIO(data), printing.KINDS[kind], True, _name(version, kind), etag=etag)


def _file(version: Version, data: bytes, suffix: str, mimetype: str) -> Response:
    etag = f"{version.digest}-{suffix}"
    return _kept(send_file(BytesIO(data), mimetype, True, _name(version, suffix), etag=etag))


def _name(version: Version, suffix: str) -> str:
    return secure_filename(f"{version.process}-version-{version.id}.{suffix}")


def _kept(response: Response) -> Response:
    response.headers["Cache-Control"] = f"private, max-age={FOR_GOOD}, immutable"
    return response
