"""Every change of a case is one function and one transaction: `Cases`.

Rights are checked here, so that no door can disagree about them.
"""

from runner.cases.case_page import CasePage
from runner.cases.commands import Cases
from runner.cases.views import ActionView, CaseView, EventView, StateView, moved_by
from runner.model import CUSTOMER_REPLY

__all__ = [
    "CUSTOMER_REPLY",
    "ActionView",
    "CasePage",
    "CaseView",
    "Cases",
    "EventView",
    "StateView",
    "moved_by",
]
