"""A small model of a case of the default drawing, which knows nothing of BPMN.

It is written from the rules, not from the product: a dict of what each waiting task offers and where
it leads, and the timers that wait there.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

WEEKS = """
default = "office"
[calendars.always]
hours = "always"
[calendars.office]
hours = { monday = ["09:00-17:00"], tuesday = ["09:00-17:00"], wednesday = ["09:00-17:00"],
          thursday = ["09:00-17:00"], friday = ["09:00-17:00"] }
""".replace("\n          thursday", " thursday")
"""Weeks without holidays, so that the model can count days by itself."""

MIDNIGHT = datetime(2026, 3, 2, tzinfo=UTC)

# ------------------------------------------------------------------ the model

WORK, WAIT, AGREE, REPLIED, REVIEW, BLOCKED, NEW, CLOSED = (
    "work", "wait", "agree", "replied", "review", "blocked", "new", "closed",
)  # fmt: skip
STATUS = {
    NEW: "New", WORK: "Work in Progress", WAIT: "Pending Customer", AGREE: "Pending Customer",
    REPLIED: "Customer Replied", REVIEW: "Solution Proposed", BLOCKED: "Blocked", CLOSED: "Closed",
}  # fmt: skip
MOVES = {
    "send_first_response": ("support", NEW, WORK), "ask_customer": ("support", WORK, WAIT),
    "propose_solution": ("support", WORK, REVIEW), "block": ("support", WORK, BLOCKED),
    "propose_closing": ("support", WORK, AGREE), "resume_work": ("support", WAIT, WORK),
    "withdraw_closing": ("support", AGREE, WORK), "record_agreement": ("support", AGREE, CLOSED),
    "acknowledge": ("support", REPLIED, WORK), "still_blocked": ("support", REPLIED, BLOCKED),
    "withdraw_proposal": ("support", REVIEW, WORK), "clear_blocker": ("support", BLOCKED, WORK),
    "agree_closing": ("customer", AGREE, CLOSED), "keep_open": ("customer", AGREE, REPLIED),
    "accept_solution": ("customer", REVIEW, CLOSED), "reject_solution": ("customer", REVIEW, WORK),
}  # fmt: skip
ENDS = {
    "accept_solution": "solved",
    "agree_closing": "inconclusive",
    "record_agreement": "inconclusive",
}
HEARD = {WORK, WAIT, AGREE, REVIEW, BLOCKED}
TARGETS = {"P1": (30, 10), "P2": (120, 30), "P3": (480, 120), "P4": (960, 240)}  # minutes
FIELDS = {
    "body": "text", "kind": "Bug", "reference": "B-1", "note": "text", "how": "by phone",
}  # fmt: skip
NEEDED = {
    "send_first_response": ["body"], "ask_customer": ["body"], "propose_solution": ["body"],
    "propose_closing": ["body"], "block": ["kind", "reference", "note"], "record_agreement": ["how"],
}  # fmt: skip


def business_days(start: datetime, days: int) -> datetime:
    while days:
        start += timedelta(days=1)
        days -= start.weekday() < 5
    return start


def business_minutes(start: datetime, minutes: int) -> datetime:
    """Minute by minute, the slow and certain way. A target ends with a working minute."""
    now = start
    while minutes:
        step = timedelta(minutes=1)
        if now.weekday() < 5 and 9 <= now.hour < 17:
            minutes -= 1
        now += step
    return now


class Model:
    def __init__(self, now: datetime, priority: str):
        self.at, self.place, self.submitted = now, NEW, now
        self.flags, self.told, self.timers = set(), {}, []
        self.blocker, self.resolution, self.revision = False, None, 1
        self.milestone, self.reached = "running", None
        self.fired: set[str] = set()
        self.tell("confirm_receipt")
        self.set_targets(priority)

    def tell(self, what: str) -> None:
        self.told[what] = self.told.get(what, 0) + 1

    def set_targets(self, priority: str) -> None:
        self.priority = priority
        minutes, before = TARGETS[priority]
        if priority == "P1":
            due, warn = (self.submitted + timedelta(minutes=m) for m in (minutes, minutes - before))
        else:
            due, warn = (business_minutes(self.submitted, m) for m in (minutes, minutes - before))
        if self.place == NEW:
            waiting = {"warn": warn, "miss": due}
            self.timers = [(t, n) for n, t in waiting.items() if n not in self.fired]
            if "miss" not in self.fired:
                self.due = due

    def enter(self, place: str, now: datetime) -> None:
        if self.place == NEW and place != NEW:
            if place != CLOSED:
                self.reached = now
                self.milestone = "met" if self.milestone == "running" else self.milestone
                self.unflag("first response due soon")
            elif self.milestone == "running":
                self.milestone = "not_reached"
        if place == BLOCKED:
            self.blocker = True
        elif place == WORK:
            self.blocker = False
        self.place, self.timers = place, []
        if place in (WAIT, AGREE, REVIEW):
            self.timers = [(business_days(now, d), f"{place}{d}") for d in (3, 7, 10)]

    def unflag(self, flag: str) -> None:
        self.flags.discard(flag)

    def pass_time(self, now: datetime) -> None:
        """Fires what is due, oldest first; the target itself only once it has passed."""
        while due := sorted(
            t for t in self.timers if t[0] < now or (t[0] == now and t[1] != "miss")
        ):
            at, name = due[0]
            self.timers.remove(due[0])
            self.fired.add(name)
            self.revision += 1
            if name == "warn":
                self.tell("warn_of_first_response")
                self.flags.add("first response due soon")
            elif name == "miss":
                self.tell("tell_of_missed_first_response")
                self.unflag("first response due soon")
                self.flags.add("first response missed")
                self.milestone = "missed"
            elif name == "wait10":
                self.tell("tell_owner_of_silence")
                self.flags.add("customer silent")
                self.enter(WORK, at)
            else:
                days = name[-1] if not name.endswith("10") else "10"
                self.tell("tell_owner_of_no_word" if days == "10" else "remind_customer")

    def offers(self, side: str) -> set[str]:
        if self.place == CLOSED:
            return set()
        found = {a for a, (who, at, _) in MOVES.items() if who == side and at == self.place}
        if not self.blocker:
            found.discard("still_blocked")
        return found | {"customer_closes"}

    def act(self, action: str, now: datetime) -> None:
        self.revision += 1
        if action == "customer_closes":
            self.resolution = "customer_resolved"
            self.enter(CLOSED, now)
            return
        if action == "reject_solution":
            self.tell("tell_owner_of_rejection")
        self.resolution = ENDS.get(action)
        self.enter(MOVES[action][2], now)

    def reply(self, now: datetime) -> None:
        if self.place in HEARD:
            if self.place in (WAIT, AGREE, REVIEW):
                self.unflag("customer silent")
            self.revision += 1
            self.enter(REPLIED, now)

    def differs_from(self, view) -> list[str]:
        """What stands otherwise in a case as Caselane shows it, once all is done that was due."""
        case, milestone = view.case, view.milestones[0]
        here = {
            "status": (STATUS[self.place], case.status),
            "closed": (self.place == CLOSED, case.closed),
            "resolution": (self.resolution, case.resolution),
            "flags": (sorted(self.flags), sorted(case.flags)),
            "milestone": (self.milestone, milestone.state),
            "reached": (self.reached, milestone.reached_at),
            "due": (self.due, milestone.due_at),
            "timers": ({at for at, _ in self.timers}, {t.at for t in case.waits.timers}),
        }
        return [f"{what}: {a} in the model, {b} here" for what, (a, b) in here.items() if a != b]
