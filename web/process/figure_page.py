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

MANY = 100_000
"""Cases of which a filter takes so long that the page says so."""

BEHIND = {
    "now": N_("cases that are there now"), "all": N_("cases that left it"),
    "again": N_("cases that came back to it"), "late": N_("cases that missed a milestone there"),
    "passed": N_("cases that went this way"), "back": N_("cases that were sent back this way"),
    "met": N_("cases that met it"), "missed": N_("cases that missed it"),
    "near": N_("cases that met it just so"), "not_reached": N_("cases that ended before"),
    "running": N_("cases whose milestone is not due yet"),
    "submitted": N_("cases that were submitted"), "open": N_("open cases"),
    "closed": N_("closed cases"), "at_once": N_("cases solved at once"),
    "rejected": N_("cases with a rejection"), "repeats": N_("repeat cases"),
    "migrated": N_("cases"), "set_back": N_("cases"), "incomplete": N_("cases"),
    "behind_time": N_("late cases"), "policy_broken": N_("cases that broke the policy"),
    "policy_at_risk": N_("cases that may break the policy"),
    "policy_kept": N_("cases that keep the policy"), "then": N_("cases that were there then"),
    "late_then": N_("cases that were late then"), "owned_then": N_("cases owned then"),
    "touched": N_("cases with so many touches"), "owned": N_("cases of this owner"),
}  # fmt: skip
"""What a number is of, for whoever hears it without its column."""


def shared(*kept: str) -> Mapping[str, Any]:
    """For `process/_figures.html`. `kept` are arguments of the page that its filters keep."""
    return {
        "figure_tabs": TABS.items(),
        "periods": PERIODS,
        "priorities": PRIORITIES,
        "address": address,
        "cases_behind": cases_behind,
        "behind": BEHIND,
        "many": MANY,
        "kept_arguments": kept,
    }
