"""The process page: what analysts and process owners read the flow on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO

from flask import Blueprint, render_template, request, send_file
from werkzeug.utils import secure_filename
from werkzeug.wrappers import Response

from runner.bpmn import Element, render
from runner.errors import InvalidInput
from runner.model import Version
from web.shared import diagrams
from web.shared.auth import caselane, signed_in

insight = Blueprint("insight", __name__, url_prefix="/process")

LAST_ID = 999999999
"""The largest id of a version that is looked for."""

AT_ONCE = 1000
"""Running cases that one request moves; the page goes on with the next."""

FOR_GOOD = 365 * 86400
"""Seconds for which a browser may keep the file of a version: that never changes."""


@insight.get("")
def process() -> str:
    version, before = (request.args.get(name, type=_id) for name in ("version", "before"))
    view = caselane().reports.process(signed_in(), version, before)
    return render_template(
        "process/process.html",
        view=view,
        picture=diagrams.of_all(view.diagram, view.at),
        elements=[e for e in view.diagram.in_order if _says_something(e)],
        statuses=caselane().cases.statuses(),
    )


@insight.get(f"/versions/<int(max={LAST_ID}):version>/running")
def running(version: int) -> str:
    """What would become of the running cases, if they all moved to a version."""
    return _plan_of(version, {})


@insight.post(f"/versions/<int(max={LAST_ID}):version>/running")
def migrate(version: int) -> str | tuple[str, int]:
    """Moves the running cases, so many in one request: a migration may be interrupted."""
    person, form = signed_in(), request.form
    live = caselane().versions.current_id()
    if form.get("live", type=_id) != live:  # cases may have come to it, whose fate nobody read
        wrong = f"is out of date: new cases start on version {live} now"
        return _plan_of(version, {"plan": [wrong]}), 422
    if form.get("confirm") != "yes":
        return _plan_of(version, {"confirm": ["has to be ticked: this moves all of them"]}), 422
    done = caselane().migration.run(
        person, version, reason=form.get("reason", ""), after=form.get("after", 0, type=_id),
        limit=AT_ONCE,
    )  # fmt: skip
    return render_template("process/migrated.html", done=done)


@insight.errorhandler(InvalidInput)
def wrong_input(error: InvalidInput) -> tuple[str, int]:
    """The plan once more, with what is wrong beside each field."""
    return _plan_of((request.view_args or {})["version"], error.errors), 422


def _plan_of(version: int, errors: Mapping[str, Sequence[str]]) -> str:
    live = caselane().versions.current_id()  # first, so that the plan is no older
    plan = caselane().migration.plan(signed_in(), version)
    return render_template("process/running.html", plan=plan, live=live, errors=errors)


def _id(text: str) -> int:
    """Of a version or a case. Raises ValueError for what can be none."""
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
    return _file(found, render.draw(diagram).encode(), "svg", "image/svg+xml")


def _file(version: Version, data: bytes, suffix: str, mimetype: str) -> Response:
    name = secure_filename(f"{version.process}-version-{version.id}.{suffix}")
    response = send_file(
        BytesIO(data), mimetype, True, name,
        etag=f"{version.digest}-{suffix}",
    )  # fmt: skip
    response.headers["Cache-Control"] = f"private, max-age={FOR_GOOD}, immutable"
    return response
