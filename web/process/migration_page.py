"""A migration that goes on by itself: how far it is, what it met, and what can be done about it."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from web.shared.auth import caselane, signed_in
from web.shared.numbers import LAST_ID
from web.shared.templating import partial

pages = Blueprint("migration", __name__)

RUN = f"/process/migrations/<int(max={LAST_ID}):run_id>"


@pages.get(RUN)
def show(run_id: int) -> str:
    runs = caselane().migration_runs
    run = runs.get(signed_in(), run_id)
    template = "process/_migration.html" if partial() else "process/migration.html"
    return render_template(
        template,
        run=run,
        troubles=runs.troubles(signed_in(), run),
        moved=() if run.goes_on else runs.moved(signed_in(), run),
    )


@pages.post(f"{RUN}/rest")
def go_on_with_rest(run_id: int) -> Response:
    caselane().migration_runs.go_on_with_rest(signed_in(), run_id)
    return _back(run_id)


@pages.post(f"{RUN}/stop")
def stop(run_id: int) -> Response:
    caselane().migration_runs.stop(signed_in(), run_id)
    return _back(run_id)


@pages.post(f"{RUN}/undo")
def undo(run_id: int) -> Response:
    caselane().migration_runs.undo(signed_in(), run_id)
    return _back(run_id)


def _back(run_id: int) -> Response:
    return redirect(url_for("migration.show", run_id=run_id), 303)
