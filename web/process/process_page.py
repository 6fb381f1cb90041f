"""The process page: where analysts and process owners read the flow."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Blueprint, render_template, request

from runner.bpmn import Element
from runner.bpmn.drawn_texts import drawn
from runner.insight.milestone_figures import FEWEST_JUDGED
from web.process.figure_page import shared
from web.process.flow_overlays import OVERLAYS, minutes
from web.process.flow_page import flow_page, histogram, passing, weekly
from web.process.flow_query import AskedFlow, asked
from web.shared import diagrams
from web.shared.auth import caselane, signed_in
from web.shared.numbers import id_of

pages = Blueprint("process", __name__)


@pages.get("/process")
def show() -> str:
    version, before = (request.args.get(name, type=id_of) for name in ("version", "before"))
    view = caselane().reports.process(signed_in(), version, before)
    said = drawn(view.diagram)
    return render_template(
        "process/process.html",
        view=view,
        picture=diagrams.of_all(view.diagram, view.at),
        drawn=said,
        elements=[e for e in said.in_order if _says_something(e)],
        statuses=caselane().cases.statuses(),
        fewest_judged=FEWEST_JUDGED,
        **_flow(asked()),
    )


def show_flow() -> str:
    """The drawing with its figures alone, as a report has it: nothing stands beside it."""
    return render_template("process/flow.html", **_flow(replace(asked(), at="")))


def _flow(wanted: AskedFlow) -> dict[str, Any]:
    """What the drawing with its figures is made of."""
    return {
        "flow": flow_page(signed_in(), wanted), "overlays": OVERLAYS,
        "labels": [(key, one.label) for key, one in OVERLAYS.items()], "minutes": minutes,
        "histogram": histogram, "weekly": weekly, "passing": passing, **shared(),
    }  # fmt: skip


def _says_something(element: Element) -> bool:
    return bool(element.documentation or element.timer_text or element.properties.get("status"))
