"""What the pages of figures share: their tabs, their filters, and the addresses of their cases."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from runner.model import PRIORITIES
from web.process.flow_page import address, cases_behind
from web.process.flow_query import PERIODS

TABS = {
    "process.show": "Flow", "statuses.show": "Statuses", "milestones.show": "Milestones",
    "ways.show": "Ways", "moment.show": "Time machine",
    "change.show": "What changed", "what_if.show": "What if",
}  # fmt: skip


def shared(*kept: str) -> Mapping[str, Any]:
    """For `process/_figures.html`. `kept` are arguments of the page that its filters keep."""
    return {
        "figure_tabs": TABS.items(), "periods": PERIODS, "priorities": PRIORITIES,
        "address": address, "cases_behind": cases_behind, "kept_arguments": kept,
    }  # fmt: skip
