"""What the script of the editor says, in the language of who uses it."""

from __future__ import annotations

from runner.language import N_

TEXTS = {
    "parts": N_("Ready-made parts"),
    "put": N_("Put it here"),
    "part-milestone": N_("Milestone on a task"),
    "about-milestone": N_(
        "Owner and lead are warned before a target passes, and told when it was missed."
    ),
    "part-ask": N_("Ask and wait"),
    "about-ask": N_("The customer is asked, and the case waits for their answer, with a reminder."),
    "part-chase": N_("Chase the customer"),
    "about-chase": N_("The customer is reminded twice; after 10 working days the owner is told."),
    "part-approval": N_("Approval by two"),
    "about-approval": N_(
        "Two different people approve before it goes on; one of them can send it back."
    ),
    "part-escalation": N_("Escalation"),
    "about-escalation": N_("After 5 working days a lead decides, and hands the case back."),
    "ask-name": N_("What the milestone is called"),
    "ask-status": N_("Status of the cases there"),
    "ask-question": N_("What the customer is asked"),
    "on-task": N_("Click on a task that waits for a person."),
    "on-way": N_("Click on a way between two elements."),
    "needs-task": N_(
        "That part goes on a task that waits for a person. Choose it again, and click on one."
    ),
    "needs-way": N_("That part goes on a way. Choose it again, and click on one."),
    "beside": N_("A reminder goes this way, not the case. Choose the way that the case goes."),
    "no-way-back": N_(
        "No task waits before this way, so nothing could be sent back. Choose a later one."
    ),
    "has-milestone": N_(
        "A milestone runs on this task, and would start again when the case is handed back. "
        "Choose a later task."
    ),
    "layout-lanes": N_(
        "It has pools or lanes: what stands in which one would be lost. Lay it out by hand."
    ),
    "layout-data": N_(
        "It has data that is drawn: where it belongs would be lost. Lay it out by hand."
    ),
    "layout-nothing": N_("There is nothing to lay out."),
}


def editor_texts() -> dict[str, str]:
    """The texts by what the script calls them."""
    return {key: str(text) for key, text in TEXTS.items()}
