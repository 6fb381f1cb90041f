"""Moving the running cases to a version: the plan, and what moves them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from runner.errors import InvalidInput, Overtaken
from runner.language import _
from runner.model import PRIORITIES, MigrationTerms
from web.process.mapping_form import gone_elements, mapping_in, pictures
from web.shared.auth import caselane, signed_in
from web.shared.numbers import LAST_ID, id_of

pages = Blueprint("running", __name__)

SHARES = (1, 5, 10, 25, 50)
"""Percent of the cases that may move first."""


@pages.get(f"/process/versions/<int(max={LAST_ID}):version>/running")
def show(version: int) -> str:
    """What would become of the running cases, if they all moved to a version; `old` and `new`, side
    by side, say which element is which one there."""
    return _plan(version, {})


@pages.post(f"/process/versions/<int(max={LAST_ID}):version>/running")
def migrate(version: int) -> Response | tuple[str, int]:
    """Begins to move the running cases: a part of them first, or all of them."""
    person, form = signed_in(), request.form
    live = _live(version)
    if form.get("live", type=id_of) != live:  # the plan that was read leaves newer cases out
        wrong = _("is out of date: new cases start on version %(live)s now", live=live)
        return _plan(version, {"plan": [wrong]}), 422
    if form.get("confirm") != "yes":
        return _plan(version, {"confirm": [_("has to be ticked: this moves running cases")]}), 422
    terms = replace(_terms(), renamed=mapping_in(form))
    run = caselane().migration_runs.start(person, version, terms)
    return redirect(url_for("migration.show", run_id=run), 303)


def _terms() -> MigrationTerms:
    form = request.form
    reason = form.get("reason", "").strip()
    if form.get("first") != "part":
        return MigrationTerms(reason)
    share = form.get("share", 100, type=id_of)
    return MigrationTerms(reason, share, form.get("status", ""), form.get("priority", ""))


@pages.errorhandler(InvalidInput)
def wrong_input(error: InvalidInput) -> tuple[str, int]:
    """The plan once more, with what is wrong beside each field; without what elements were said to
    be, where that is wrong."""
    mapped = {} if "renamed" in error.errors else None
    return _plan((request.view_args or {})["version"], error.errors, mapped), 422


@pages.errorhandler(Overtaken)
def overtaken(error: Overtaken) -> tuple[str, int]:
    """The plan once more, with who is moving cases."""
    return _plan(
        (request.view_args or {})["version"], {"plan": [_("has to wait: %(error)s", error=error)]}
    ), 409


def _live(version: int) -> int:
    return caselane().versions.current_of(caselane().deployment.version(signed_in(), version))


def _plan(
    version: int, errors: Mapping[str, Sequence[str]], renamed: Mapping[str, str] | None = None
) -> str:
    live = _live(version)  # first, so that the plan is no older
    if renamed is None:
        renamed = mapping_in(request.values)
    plan = caselane().migration.plan(signed_in(), version, renamed)
    to = caselane().versions.diagram(version)
    gone = gone_elements(plan.groups, to, renamed)
    return render_template(
        "process/running.html", plan=plan, live=live, errors=errors, shares=SHARES,
        priorities=PRIORITIES, statuses=sorted({group.status for group in plan.groups}),
        runs=caselane().migration_runs.listed(signed_in(), version), renamed=renamed,
        gone=gone, drawn=pictures(gone, to),
    )  # fmt: skip
