"""The page Policies: how each is kept in live operation, on which version, and by which cases."""

from __future__ import annotations

from flask import Blueprint, render_template
from markupsafe import Markup

from runner.insight.milestone_figures import SOON
from runner.insight.policy_figures import PATIENCE, Standings
from web.process.figure_page import shared
from web.process.flow_query import asked
from web.shared import charts
from web.shared.auth import caselane, signed_in

pages = Blueprint("policy_dials", __name__)

LEAST_SEEN = 0.03
"""The share that something has on a dial at least, so that one case of many is seen."""


@pages.get("/process/policies")
def show() -> str:
    wanted = asked()
    view = caselane().policies.view(signed_in(), wanted.query)
    return render_template(
        "process/policy_dials.html", asked=wanted, view=view, scope=view.scope, drawn=drawn,
        hours=int(SOON.total_seconds() // 3600), patience=int(PATIENCE.total_seconds() // 60),
        sentences={dial.name: dial.sentence for dial in view.dials}, **shared(),
    )  # fmt: skip


def drawn(of: Standings) -> Markup:
    """Kept, at risk, broken along the dial."""
    if not of.cases:
        return charts.dial(())
    risk, broken = (max(n / of.cases, LEAST_SEEN) if n else 0.0 for n in (of.at_risk, of.broken))
    over = max(1.0, risk + broken)
    return charts.dial(
        [("kept", 1 - (risk + broken) / over), ("risk", risk / over), ("broken", broken / over)]
    )
