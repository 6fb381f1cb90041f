"""The page What if: changes that are asked for, simulated beside the desk, and the report."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from runner.deployment.simulation import SimulationOrder
from runner.errors import InvalidInput, NotFound, Overtaken
from runner.insight.simulation.figure_names import kind_of, name_of, value_of
from runner.insight.simulation.what_if import WhatIf, said
from runner.language import N_, _
from runner.model import PRIORITIES, DiagramDraft, SimulationRun
from runner.people.permissions import may
from web.process.figure_page import shared
from web.process.flow_query import live_versions
from web.shared import charts, humanize
from web.shared.auth import caselane, signed_in
from web.shared.idempotency import once
from web.shared.numbers import LAST_ID, number
from web.shared.responses import data_to_share, page_to_share
from web.shared.status_words import word_called
from web.shared.templating import partial, styles_inline

pages = Blueprint("what_if", __name__)

RUN = f"/process/what-if/<int(max={LAST_ID}):run_id>"

USUAL: Mapping[str, str] = {
    "arrivals": "1", "work": "1", "added": "0", "weeks": "4", "months": "6", "repetitions": "20",
    "longest_work": "4", "seed": "1",
}  # fmt: skip
"""What the form says as long as nobody said something else."""

WHOLE = ("added", "weeks", "months", "repetitions", "seed")

UNITS = {"minutes": N_("minutes"), "hours": N_("hours"), "days": N_("days")}
DURATIONS = {"minutes": "PT{}M", "hours": "PT{}H", "days": "P{}D"}
"""In which targets are given, and as what they are read."""

STYLES = ("tokens", "base", "parts", "process", "flow", "figures", "simulation")
"""What a report needs that is to be read far from here."""


@pages.get("/process/what-if")
def show() -> str:
    return _form(USUAL, {})


@pages.post("/process/what-if")
def start() -> Response:
    person = signed_in()
    order, draft = _order(), _draft()
    runs = caselane().simulation_runs

    def begin() -> str:
        return url_for("what_if.result", run_id=runs.start(person, order, draft))

    return redirect(once(person, begin), 303)


@pages.get(RUN)
def result(run_id: int) -> str:
    template = "process/_what_if.html" if partial() else "process/what_if_run.html"
    return render_template(template, **_shown(_run(run_id)), **shared())


@pages.post(f"{RUN}/stop")
def stop(run_id: int) -> Response:
    caselane().simulation_runs.stop(signed_in(), run_id)
    return redirect(url_for("what_if.result", run_id=run_id), 303)


@pages.get(f"{RUN}.<any(json, html):suffix>")
def download(run_id: int, suffix: str) -> Response:
    """The report, to be shared: as a page that needs nothing else, or for programs."""
    run = _run(run_id)
    if run.state != "done":
        raise NotFound(_("There is no report of this simulation yet."))
    name = f"what-if-{run.id}"
    if suffix == "json":
        return data_to_share(name, run.report)
    css = styles_inline(STYLES)
    page = render_template("process/what_if_file.html", css=css, **_shown(run))
    return page_to_share(name, page)


@pages.errorhandler(InvalidInput)
def invalid(error: InvalidInput) -> tuple[str, int]:
    """The form once more, with what was filled in and what is wrong."""
    return _form(request.form, error.errors), 422


@pages.errorhandler(Overtaken)
def overtaken(error: Overtaken) -> tuple[str, int]:
    return _form(request.form, {}, str(error)), 409


# ------------------------------------------------------------------ the form


def _form(given: Mapping[str, Any], errors: Mapping[str, list[str]], busy: str = "") -> str:
    person, app = signed_in(), caselane()
    runs = app.simulation_runs.listed(person)
    leaving = request.form.getlist("leaving")
    drafts = app.diagram_drafts.listed(person) if may(person, "edit_drafts") else ()
    live = app.versions.current_id()
    return render_template(
        "process/what_if.html", given=given, errors=errors, busy=busy, runs=runs, drafts=drafts,
        versions=[one for one in live_versions() if one.id != live], leaving=leaving,
        people=app.accounts.team(), calendars=app.versions.calendars(live),
        milestones=app.simulation.milestones(person), every_priority=PRIORITIES, units=UNITS,
        **shared(),
    )  # fmt: skip


def _order() -> SimulationOrder:
    """Raises InvalidInput with all that is no number."""
    form, errors = request.form, {}
    numbers = {name: _number(name, errors) for name in USUAL}
    until = _day(errors)
    version = form.get("drawing", "").removeprefix("version-")
    targets = _targets(errors)
    if errors:
        raise InvalidInput(errors)
    what = WhatIf(
        numbers["arrivals"], numbers["work"], tuple(form.getlist("leaving")),
        int(numbers["added"]), form.get("hours", "")[:100], targets,
    )  # fmt: skip
    return SimulationOrder(
        what, number(version), int(numbers["weeks"]), int(numbers["months"]),
        int(numbers["repetitions"]), numbers["longest_work"], int(numbers["seed"]), until,
    )  # fmt: skip


def _number(name: str, errors: dict[str, list[str]]) -> float:
    """A number as people write it, with a point or a comma."""
    text = request.form.get(name, "").strip()[:20].replace(",", ".") or USUAL[name]
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not abs(value) <= 1e12 or (name in WHOLE and value != int(value)):
        whole = name in WHOLE
        errors[name] = [_("has to be a whole number") if whole else _("has to be a number")]
    return value


def _targets(errors: dict[str, list[str]]) -> dict[str, str]:
    """As ISO 8601, by `milestone/priority`: an amount and its unit, hours where none is said."""
    found = {}
    for name, text in request.form.items():
        key, amount = name.removeprefix("target."), text.strip()
        if key == name or not amount:
            continue
        duration = DURATIONS.get(request.form.get(f"unit.{key}", "hours"))
        if duration and amount.isascii() and amount.isdigit() and len(amount) < 7:
            found[key] = duration.format(amount)
        else:
            errors[key] = [_("has to be a whole number of minutes, hours or days")]
    return found


def _day(errors: dict[str, list[str]]) -> datetime | None:
    text = request.form.get("until", "")[:20]
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        errors["until"] = [_("has to be a day such as 2026-03-31")]
        return None
    return datetime(day.year, day.month, day.day, tzinfo=caselane().calendars.default.zone)


def _draft() -> DiagramDraft | None:
    chosen = request.form.get("drawing", "")
    draft = number(chosen.removeprefix("draft-")) if chosen.startswith("draft-") else None
    return None if draft is None else caselane().diagram_drafts.get(signed_in(), draft)


# ------------------------------------------------------------------ the report


def _run(run_id: int) -> SimulationRun:
    return caselane().simulation_runs.get(signed_in(), run_id)


def _shown(run: SimulationRun) -> dict[str, Any]:
    return {
        "changes": _changes(run.report) if run.report else (),
        "run": run, "report": run.report, "name_of": name_of, "value_of": value_of,
        "span_line": _span_line, "load_chart": _load_chart, "most": _most(run.report),
        "test_line": _test_line,
    }  # fmt: skip


def _changes(report: Mapping[str, Any]) -> list[str]:
    """As sentences for whoever reads. The report keeps those of its worker; only the first of them,
    on the drawing, says more than its numbers do."""
    kept, numbers = report["changes"], report["what"]
    names = {one["key"]: one["name"] for one in report["fitted"]["people"]}
    what = WhatIf(**{**numbers, "leaving": tuple(numbers["leaving"])})
    found = list(said(what, names, lambda name: humanize.title(word_called(name))))
    return [*kept[: len(kept) - len(found)], *found]


def _most(report: Mapping[str, Any]) -> dict[str, float]:
    """The largest value of each kind of figure: what its lines are drawn against."""
    found: dict[str, float] = {}
    for one in report.get("figures", ()):
        kind = kind_of(one["key"])
        for side in ("base", "changed"):
            if one[side]:
                found[kind] = max(found.get(kind, 0.0), one[side]["high"])
    return found | {"share": 1.0}


def _span_line(one: Mapping[str, Any], most: Mapping[str, float]) -> Markup:
    """Both desks on one line: the upper is as it is, the lower with the changes."""
    scale = most.get(kind_of(one["key"])) or 1.0
    sides = [one[side] for side in ("base", "changed") if one[side]]
    return charts.spans([(s["mean"] / scale, s["low"] / scale, s["high"] / scale) for s in sides])


def _test_line(one: Mapping[str, Any]) -> Markup:
    """What was predicted, and below it what was."""
    predicted, actual = one["predicted"], one["actual"]
    scale = 1.06 * max(predicted["high"], actual) or 1.0
    was = actual / scale
    spans = [tuple(predicted[name] / scale for name in ("mean", "low", "high")), (was, was, was)]
    return charts.spans(spans)


def _load_chart(report: Mapping[str, Any]) -> Markup:
    loads = [
        (round(100 * (one["base"] or 0)), round(100 * (one["changed"] or 0)))
        for one in report["load"]
    ]
    told = ", ".join(
        f"{one['name']} {base} %, {changed} %"
        for one, (base, changed) in zip(report["load"], loads, strict=True)
    )
    names = [one["name"] for one in report["load"]]
    said = _("Load of each person, as it is and with the changes: %(told)s", told=told)
    return charts.pairs(loads, names[0] if names else "", names[-1] if len(names) > 1 else "", said)
