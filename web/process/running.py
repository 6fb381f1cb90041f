"""Moving the running cases to a version: the plan, and the move."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import Blueprint, render_template, request

from runner.deployment.migration import CaseSelection
from runner.errors import InvalidInput
from web.shared.auth import caselane, signed_in
from web.shared.numbers import LAST_ID, id_of

pages = Blueprint("running", __name__)

AT_ONCE = 1000
"""Running cases that one request moves; the page goes on with the next."""


@pages.get(f"/process/versions/<int(max={LAST_ID}):version>/running")
def show(version: int) -> str:
    """What would become of the running cases, if they all moved to a version."""
    return _plan(version, {})


@pages.post(f"/process/versions/<int(max={LAST_ID}):version>/running")
def migrate(version: int) -> str | tuple[str, int]:
    """Moves the running cases, up to `AT_ONCE` in a request: a migration may be interrupted."""
    person, form = signed_in(), request.form
    live = _live(version)
    if form.get("live", type=id_of) != live:  # the plan that was read leaves newer cases out
        wrong = f"is out of date: new cases start on version {live} now"
        return _plan(version, {"plan": [wrong]}), 422
    if form.get("confirm") != "yes":
        return _plan(version, {"confirm": ["has to be ticked: this moves all of them"]}), 422
    done = caselane().migration.run(
        person, version, reason=form.get("reason", ""),
        selection=CaseSelection(after=form.get("after", 0, type=id_of), limit=AT_ONCE),
    )  # fmt: skip
    return render_template("process/migrated.html", done=done)


@pages.errorhandler(InvalidInput)
def wrong_input(error: InvalidInput) -> tuple[str, int]:
    """The plan once more, with what is wrong beside each field."""
    return _plan((request.view_args or {})["version"], error.errors), 422


def _live(version: int) -> int:
    return caselane().versions.current_of(caselane().deployment.version(signed_in(), version))


def _plan(version: int, errors: Mapping[str, Sequence[str]]) -> str:
    live = _live(version)  # first, so that the plan is no older
    plan = caselane().migration.plan(signed_in(), version)
    return render_template("process/running.html", plan=plan, live=live, errors=errors)
