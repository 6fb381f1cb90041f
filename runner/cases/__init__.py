"""Every change of a case is one function and one transaction: `Cases`.

Rights are checked here, so that no door can disagree about them.
"""

from runner.cases.case_page import CasePage
from runner.cases.cases import Cases
from runner.cases.chains import REPLY, Chain
from runner.cases.intake import Submission, Visitor
from runner.cases.preview import Preview
from runner.cases.queries import CaseQuery
from runner.cases.views import (
    ActionView,
    CaseView,
    EventView,
    StateView,
    modified_by,
    moved_by,
    offered_actions,
    request_of,
)
from runner.model import CUSTOMER_REPLY

__all__ = [
    "CUSTOMER_REPLY",
    "REPLY",
    "ActionView",
    "CasePage",
    "CaseQuery",
    "CaseView",
    "Cases",
    "Chain",
    "EventView",
    "Preview",
    "StateView",
    "Submission",
    "Visitor",
    "modified_by",
    "moved_by",
    "offered_actions",
    "request_of",
]
