"""The smaller lifecycle as Caselane draws it: what lifecycle.bpmn and viewflow_flow.py say, too."""

from __future__ import annotations

from benchmarks.transitions import shipped
from runner import bpmn as diagrams
from runner.bpmn import Diagram
from tests.drawings import border, bpmn, catch, chain, end, flow, message, start, timer, user, xor


def drawn(mode: str) -> Diagram:
    """The default diagram, or the smaller one if the mode says so."""
    return diagrams.read(SMALLER, {}) if "smaller" in mode else shipped()[0]


SMALLER = bpmn(
    start("submitted"),
    chain("submitted", "new"),
    user("new"),
    border("first_response_due", "new", timer("PT4H"), interrupting=False),
    chain("first_response_due", "missed"),
    end("missed"),
    flow("new", "working", "Send first response", id="send_first_response"),
    user("working"),
    chain("working", "next_step"),
    xor("next_step"),
    flow("next_step", "pending", "Ask", id="ask_customer"),
    flow("next_step", "proposed", "Propose", id="propose_solution"),
    flow("next_step", "blocked", "Block", id="block"),
    catch("pending", message("customer_reply")),
    chain("pending", "replied"),
    user("replied"),
    flow("replied", "working", "Acknowledge", id="acknowledge"),
    user("proposed"),
    border("reply_to_proposal", "proposed", message("customer_reply")),
    chain("reply_to_proposal", "replied"),
    chain("proposed", "accepted_or_not"),
    xor("accepted_or_not"),
    flow("accepted_or_not", "ended", "Accept", id="accept_solution"),
    flow("accepted_or_not", "working", "Reject", id="reject_solution"),
    user("blocked"),
    border("reply_to_block", "blocked", message("customer_reply")),
    chain("reply_to_block", "replied"),
    flow("blocked", "working", "Unblock", id="unblock"),
    end("ended"),
    messages="customer_reply",
)
