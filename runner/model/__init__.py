"""Frozen values that travel between the floors. No behaviour, no input or output."""

from runner.model.case import (
    DEFAULT_PRIORITY,
    PRIORITIES,
    Attainment,
    Case,
    CaseLine,
    CaseOrder,
    Counts,
    Event,
    Message,
    Milestone,
    MilestoneState,
    PastStep,
    Visibility,
    to_id,
    to_number,
)
from runner.model.finding import (
    Finding,
    Severity,
)
from runner.model.job import (
    DeadLetter,
    Health,
    Incident,
    Job,
)
from runner.model.paging import (
    Page,
    page,
)
from runner.model.person import (
    ROLES,
    Notification,
    Person,
    Side,
)
from runner.model.step import (
    CUSTOMER_REPLY,
    CauseKind,
    Due,
    Effect,
    EffectKind,
    Occurrence,
    Offer,
    OpenTask,
    Step,
    Waits,
    WaitState,
    arrived,
)
from runner.model.version import (
    Version,
)

__all__ = [
    "CUSTOMER_REPLY",
    "DEFAULT_PRIORITY",
    "PRIORITIES",
    "ROLES",
    "Attainment",
    "Case",
    "CaseLine",
    "CaseOrder",
    "CauseKind",
    "Counts",
    "DeadLetter",
    "Due",
    "Effect",
    "EffectKind",
    "Event",
    "Finding",
    "Health",
    "Incident",
    "Job",
    "Message",
    "Milestone",
    "MilestoneState",
    "Notification",
    "Occurrence",
    "Offer",
    "OpenTask",
    "Page",
    "PastStep",
    "Person",
    "Severity",
    "Side",
    "Step",
    "Version",
    "Visibility",
    "WaitState",
    "Waits",
    "arrived",
    "page",
    "to_id",
    "to_number",
]
