"""What a lifecycle begins as: packages with a diagram, policies and scenarios. Decision 0293."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from runner.bpmn.package import Package, read_package
from runner.config import shipped_workflows
from runner.deployment.blank import BLANK
from runner.errors import NotFound
from runner.language import N_, _

TEMPLATES: Mapping[str, str] = {
    "blank": N_("One task between a start and an end"),
    "support": N_("Technical support: proposals, blockers, closing by agreement"),
    "rma": N_("Return and repair: warranty, parcel, workshop, back to the customer"),
    "complaint": N_("Complaint: investigated, settled once two people approve"),
    "incident": N_("Incident: cause, service restored, watched, reviewed"),
    "onboarding": N_("Onboarding: plan, set up, training, going live"),
}
"""What each is for, by its name."""

FOLDER = Path(__file__).parent / "templates"


def template(name: str) -> Package:
    """Raises NotFound."""
    if name not in TEMPLATES:
        raise NotFound(
            _(
                "There is no template '%(name)s'. There are: %(templates)s.",
                name=name[:60],
                templates=", ".join(TEMPLATES),
            )
        )
    if name == "blank":
        return Package(BLANK)
    shipped = shipped_workflows() / "case_lifecycle.bpmn"
    return read_package(shipped if name == "support" else FOLDER / name)
