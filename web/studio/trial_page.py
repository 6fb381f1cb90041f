"""A draft tried on past cases: begun, watched, stopped and read without JavaScript.

Decision 0298."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from runner.errors import NotFound, Overtaken
from runner.gate.trial.trial_report import WAYS
from runner.language import _
from runner.model import TrialRun
from web.shared.auth import caselane, signed_in
from web.shared.responses import data_to_share, page_to_share
from web.shared.templating import partial, styles_inline
from web.studio.draft_page import DRAFT

pages = Blueprint("trial", __name__)

STYLES = ("tokens", "base", "parts", "process", "figures", "trial")
"""What a report needs that is to be read far from here."""


@pages.get(f"{DRAFT}/trial")
def show(draft_id: int) -> str:
    return _page(draft_id)


@pages.post(f"{DRAFT}/trial")
def start(draft_id: int) -> Response:
    person = signed_in()
    caselane().trial_runs.start(person, caselane().diagram_drafts.get(person, draft_id))
    return redirect(url_for("trial.show", draft_id=draft_id), 303)


@pages.post(f"{DRAFT}/trial/stop")
def stop(draft_id: int) -> Response:
    caselane().trial_runs.stop(signed_in(), draft_id)
    return redirect(url_for("trial.show", draft_id=draft_id), 303)


@pages.get(f"{DRAFT}/trial.<any(json, html):suffix>")
def download(draft_id: int, suffix: str) -> Response:
    """The report, to be shared: as a page that needs nothing else, or for programs."""
    person = signed_in()
    draft, run = caselane().diagram_drafts.get(person, draft_id), _run(draft_id)
    if run is None or run.state != "done":
        raise NotFound(_("There is no report of a trial of this draft yet."))
    name = f"trial-of-draft-{draft.id}"
    if suffix == "json":
        return data_to_share(name, run.report)
    page = render_template(
        "studio/trial_file.html", draft=draft, run=run, ways=WAYS, css=styles_inline(STYLES),
        site=caselane().settings.base_url,
    )  # fmt: skip
    return page_to_share(name, page)


@pages.errorhandler(Overtaken)
def overtaken(error: Overtaken) -> tuple[str, int]:
    """The page once more, with who is trying which draft."""
    return _page((request.view_args or {})["draft_id"], str(error)), 409


def _run(draft_id: int) -> TrialRun | None:
    return caselane().trial_runs.of_draft(signed_in(), draft_id)


def _page(draft_id: int, wrong: str = "") -> str:
    draft = caselane().diagram_drafts.get(signed_in(), draft_id)
    template = "studio/_trial.html" if partial() else "studio/trial.html"
    return render_template(template, draft=draft, run=_run(draft_id), ways=WAYS, wrong=wrong)
