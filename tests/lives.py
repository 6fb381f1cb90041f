"""The lives of cases, as people want them: what they do one after the other, what they write, and how a
case ended otherwise than the rules say.

Each text that is written has a word of its own, such as `note007x012`: the twelfth of the seventh
customer's case, for support alone. So every page, mail and post tells whether it shows somebody else's.
Decision 0241.
"""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from tests.lifecycle_model import FIELDS, MOVES, NEEDED, Model

WORD = re.compile(r"\b(?:pub|note)\d{3}x\d{3}\b")
CHAINS = {
    f"{first}-{second}": (first, second)
    for first, second in (
        ("send_first_response", "propose_solution"), ("send_first_response", "ask_customer"),
        ("acknowledge", "propose_solution"), ("acknowledge", "ask_customer"),
        ("resume_work", "propose_solution"), ("withdraw_proposal", "ask_customer"),
    )
}  # fmt: skip

LIVES = tuple(
    tuple(life.split())
    for life in (
        "reply note ask_customer write acknowledge-propose_solution accept_solution repeat",
        "note reply block write still_blocked clear_blocker propose_solution reject_solution "
        "propose_solution withdraw_proposal heard acknowledge customer_closes",
        "send_first_response-propose_solution crossing:ask_customer acknowledge-ask_customer "
        "write hand-over acknowledge propose_closing agree_closing write",
        "write resolved",
        "priority reply propose_closing keep_open acknowledge propose_closing withdraw_closing "
        "propose_closing record_agreement",
        "hand-over send_first_response-ask_customer resume_work-propose_solution write "
        "acknowledge-propose_solution reject_solution reply propose_solution accept_solution",
        "reply ask_customer note resume_work block heard acknowledge block clear_blocker "
        "ask_customer write acknowledge-ask_customer resolved repeat",
        "reply propose_solution withdraw_proposal-ask_customer heard acknowledge customer_closes "
        "write",
    )
)
"""What the people of a case want, one after the other; what is not offered by then is left out. *heard*
is what a customer said, *resolved* the customer's own *This is resolved*; *crossing* sends what the
customer's words crossed."""

OF_CUSTOMERS = {
    "write", "repeat", "resolved",
    *(action for action, (who, _, _) in MOVES.items() if who == "customer"),
}  # fmt: skip
PAUSES = tuple(timedelta(hours=h) for h in (0.4, 2, 30, 4, 75, 1, 250, 24))
"""Between two rounds: until reminders, the first targets and the tenth day of silence."""


@dataclass
class Life:
    """A case: whose it is, what is still wanted, what was written, where the rules put it."""

    index: int
    customer: Any
    wishes: deque[str]
    model: Model = field(init=False)
    number: str = ""
    said: list[str] = field(default_factory=list)
    noted: list[str] = field(default_factory=list)
    statuses: set[str] = field(default_factory=set)

    def word(self, kind: str) -> str:
        word = f"{kind}{self.index:03}x{len(self.said) + len(self.noted):03}"
        (self.noted if kind == "note" else self.said).append(word)
        return word


def values_of(wish: str, word):
    """What the form of an action has to be filled with. `word(kind)` makes a text; one for support
    is a note."""
    last = wish.rpartition("-")[2]
    needed = ["how"] if last == "customer_closes" else NEEDED.get(last, ())
    for name in needed:
        yield name, word("note") if name in ("note", "how") else FIELDS[name]


def foreign(index: int, text: str) -> list[str]:
    """The words in a text that the customer of this index must not see."""
    return [word for word in WORD.findall(text) if not word.startswith(f"pub{index:03}x")]


def differences(app, lead, life: Life) -> list[str]:
    """How a case ended otherwise than the rules say, and what was lost, doubled or swapped in it."""
    view = app.cases.get(lead, life.number)
    found = life.model.differs_from(view)
    messages = app.cases.conversation(lead, life.number, limit=200).items
    for kind, written in (("public", life.said), ("internal", life.noted)):
        here = [word for m in messages if m.visibility == kind for word in WORD.findall(m.body)]
        ours = [word for word in written if word in here]
        if sorted(here) != sorted(ours):
            found.append(f"{kind}: {here} here, {written} were written")
    history = app.cases.history(lead, life.number, limit=200).items
    everything = f"{view.case} {[m.body for m in messages]} {history}"
    lost = [word for word in (*life.said, *life.noted) if word not in everything]
    found += [f"{word} is lost" for word in lost]
    return [f"{life.number} of customer {life.index}: {line}" for line in found]
