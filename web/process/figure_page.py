"""What the pages of figures share: their tabs, their filters, and the addresses of their cases."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from runner.model import PRIORITIES
from web.process.flow_page import address, cases_behind
from web.process.flow_query import PERIODS

TABS = {
    "process.show": "Flow", "statuses.show": "Statuses", "milestones.show": "Milestones",
}  # fmt: skip


def shared() -> Mapping[str, Any]:
    """For `process/_figures.html`."""
    return {
        "figure_tabs": TABS.items(), "periods": PERIODS, "priorities": PRIORITIES,
        "address": address, "cases_behind": cases_behind,
    }  # fmt: skip
