"""What the pages of figures share: their tabs, their filters, and the addresses of their cases."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from runner.language import N_
from runner.model import PRIORITIES
from web.process.flow_page import address, cases_behind
from web.process.flow_query import PERIODS

TABS = {
    "process.show": N_("Flow"),
    "statuses.show": N_("Statuses"),
    "milestones.show": N_("Milestones"),
    "policy_dials.show": N_("Policies"),
    "ways.show": N_("Ways"),
    "moment.show": N_("Time machine"),
    "change.show": N_("What changed"),
    "what_if.show": N_("What if"),
    "log_page.show": N_("Logs"),
}


def shared(*kept: str) -> Mapping[str, Any]:
    """For `process/_figures.html`. `kept` are arguments of the page that its filters keep."""
    return {
        "figure_tabs": TABS.items(),
        "periods": PERIODS,
        "priorities": PRIORITIES,
        "address": address,
        "cases_behind": cases_behind,
        "kept_arguments": kept,
    }
