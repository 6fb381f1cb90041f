"""What the pages of figures share: their tabs, their filters, and the addresses of their cases."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from runner.language import N_, ngettext
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

BEHIND: Mapping[str, Callable[[int], str]] = {
    "now": lambda n: ngettext("case that is there now", "cases that are there now", n),
    "all": lambda n: ngettext("case that left it", "cases that left it", n),
    "again": lambda n: ngettext("case that came back to it", "cases that came back to it", n),
    "late": lambda n: ngettext(
        "case that missed a milestone there", "cases that missed a milestone there", n
    ),
    "passed": lambda n: ngettext("case that went this way", "cases that went this way", n),
    "back": lambda n: ngettext(
        "case that was sent back this way", "cases that were sent back this way", n
    ),
    "met": lambda n: ngettext("case that met it", "cases that met it", n),
    "missed": lambda n: ngettext("case that missed it", "cases that missed it", n),
    "near": lambda n: ngettext("case that met it just so", "cases that met it just so", n),
    "not_reached": lambda n: ngettext("case that ended before", "cases that ended before", n),
    "running": lambda n: ngettext(
        "case whose milestone is not due yet", "cases whose milestone is not due yet", n
    ),
    "submitted": lambda n: ngettext("case that was submitted", "cases that were submitted", n),
    "open": lambda n: ngettext("open case", "open cases", n),
    "closed": lambda n: ngettext("closed case", "closed cases", n),
    "at_once": lambda n: ngettext("case solved at once", "cases solved at once", n),
    "rejected": lambda n: ngettext("case with a rejection", "cases with a rejection", n),
    "repeats": lambda n: ngettext("repeat case", "repeat cases", n),
    "migrated": lambda n: ngettext("case", "cases", n),
    "set_back": lambda n: ngettext("case", "cases", n),
    "incomplete": lambda n: ngettext("case", "cases", n),
    "behind_time": lambda n: ngettext("late case", "late cases", n),
    "policy_broken": lambda n: ngettext(
        "case that broke the policy", "cases that broke the policy", n
    ),
    "policy_at_risk": lambda n: ngettext(
        "case that may break the policy", "cases that may break the policy", n
    ),
    "policy_kept": lambda n: ngettext(
        "case that keeps the policy", "cases that keep the policy", n
    ),
    "then": lambda n: ngettext("case that was there then", "cases that were there then", n),
    "late_then": lambda n: ngettext("case that was late then", "cases that were late then", n),
    "owned_then": lambda n: ngettext("case owned then", "cases owned then", n),
    "touched": lambda n: ngettext("case with so many touches", "cases with so many touches", n),
    "owned": lambda n: ngettext("case of this owner", "cases of this owner", n),
}
"""What so many are, for whoever hears the number without its column."""


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
