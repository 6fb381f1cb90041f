"""The lifecycle as a list of moves, for the contestants that read no diagram: (what happens, the
statuses it can happen in, the status after it). Without the timers and who may do what."""

from __future__ import annotations

MOVES = (
    ("send_first_response", ("New",), "Work in Progress"),
    ("ask_customer", ("Work in Progress",), "Pending Customer"),
    ("customer_reply", ("Pending Customer", "Solution Proposed", "Blocked"), "Customer Replied"),
    ("acknowledge", ("Customer Replied",), "Work in Progress"),
    ("propose_solution", ("Work in Progress",), "Solution Proposed"),
    ("reject_solution", ("Solution Proposed",), "Work in Progress"),
    ("accept_solution", ("Solution Proposed",), "Closed"),
    ("block", ("Work in Progress",), "Blocked"),
    ("unblock", ("Blocked",), "Work in Progress"),
)

STATUSES = (
    "New",
    "Work in Progress",
    "Pending Customer",
    "Customer Replied",
    "Solution Proposed",
    "Blocked",
    "Closed",
)

TARGETS = {(source, what): target for what, sources, target in MOVES for source in sources}
