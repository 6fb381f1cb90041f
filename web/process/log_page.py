"""The page Logs: the log of another system is brought, mapped by choices and replayed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from runner.errors import InvalidInput, NotFound, Overtaken
from runner.insight.event_log.log_export import Format, LogOrder
from runner.language import N_, _
from runner.model import PRIORITIES, LogRun
from runner.people.permissions import may
from runner.playback.log_runs import LogRuns, suggested
from web.process.figure_page import shared
from web.shared.auth import caselane, signed_in
from web.shared.idempotency import once
from web.shared.numbers import LAST_ID
from web.shared.reader import zone_of_page
from web.shared.responses import LOG_KINDS, data_to_share, log_to_share
from web.shared.templating import partial

pages = Blueprint("log_page", __name__)

RUN = f"/process/logs/<int(max={LAST_ID}):run_id>"

ATTRIBUTES = {
    "priority": N_("Priority"), "customer": N_("Customer"), "product": N_("Product"),
    "support": N_("Who of support did it"),
}  # fmt: skip

COUNTERS = {
    "refused": N_("Refused, because"), "inserted": N_("Steps inserted"),
    "steps": N_("Steps of the log"), "without_effect": N_("Events without effect"),
    "after_end": N_("Events after the end"),
    "reopened": N_("Cases opened again, which the diagram does not allow"),
    "doubtful_times": N_("Events at a time that the clock left out or had twice"),
}  # fmt: skip


@pages.get("/process/logs")
def show() -> str:
    return _list({"zone": str(zone_of_page())}, {})


@pages.post("/process/logs")
def bring() -> Response:
    person, sent = signed_in(), request.files.get("log")
    data = sent.read() if sent else b""
    if sent is None or not data:
        raise InvalidInput({"log": [_("has to be a file of XES or CSV, plain or gzipped")]})
    file, wording = (sent.filename or "log", data), request.form.to_dict()

    def keep() -> str:
        return url_for("log_page.result", run_id=_runs().bring(person, file, wording))

    return redirect(once(person, keep), 303)


@pages.get("/process/logs/cases.<any(xes, csv, ocel):kind>")
def take(kind: str) -> Response:
    """The event log of all cases."""
    export = caselane().log
    pieces = export.written(signed_in(), LogOrder(cast("Format", kind), export.pseudonyms()))
    return log_to_share(pieces, kind)


@pages.get(RUN)
def result(run_id: int) -> str:
    run = _runs().get(signed_in(), run_id)
    return _one(run, suggested(run.offer), {})


@pages.post(RUN)
def start(run_id: int) -> Response:
    _runs().start(signed_in(), run_id, request.form.to_dict())
    return redirect(url_for("log_page.result", run_id=run_id), 303)


@pages.post(f"{RUN}/stop")
def stop(run_id: int) -> Response:
    _runs().stop(signed_in(), run_id)
    return redirect(url_for("log_page.result", run_id=run_id), 303)


@pages.get(f"{RUN}.json")
def download(run_id: int) -> Response:
    """The report, for programs."""
    run = _runs().get(signed_in(), run_id)
    if run.state != "done":
        raise NotFound(_("There is no report of this log yet."))
    return data_to_share(f"log-{run.id}", run.report)


@pages.errorhandler(InvalidInput)
def invalid(error: InvalidInput) -> tuple[str, int]:
    """The form once more, with what is wrong."""
    return _again(error.errors), 422


@pages.errorhandler(Overtaken)
def overtaken(error: Overtaken) -> tuple[str, int]:
    return _again({"log": [str(error)]}), 409


def _again(errors: Mapping[str, list[str]]) -> str:
    run_id = (request.view_args or {}).get("run_id")
    if run_id is None:
        return _list(request.form, errors)
    return _one(_runs().get(signed_in(), run_id), request.form, errors)


def _runs() -> LogRuns:
    return LogRuns(caselane())


def _list(given: Mapping[str, str], errors: Mapping[str, list[str]]) -> str:
    person = signed_in()
    return render_template(
        "process/logs.html", runs=_runs().listed(person), given=given, errors=errors,
        kinds=LOG_KINDS, may_take=may(person, "export_log"), **shared(),
    )  # fmt: skip


def _one(run: LogRun, given: Mapping[str, str], errors: Mapping[str, list[str]]) -> str:
    template = "process/_log_run.html" if partial() else "process/log_run.html"
    return render_template(
        template, run=run, given=given, errors=errors, attributes=ATTRIBUTES, counters=COUNTERS,
        every_priority=PRIORITIES, **shared(),
    )  # fmt: skip
