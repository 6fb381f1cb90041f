"""Whether what was kept long enough is erased in time, and erasures came to their end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from runner.config import Settings
from runner.operations.diagnosis import Check
from runner.people.retention_rules import read_retention, rules_for
from runner.store import Transaction, audit_log, retention_rows
from runner.store.retention_rows import DueBy

LATE = timedelta(days=1)
"""After which what is due should have gone: a worker looks each hour."""


def checked_retention(tx: Transaction, settings: Settings, now: datetime) -> Iterator[Check]:
    """Only where there are rules."""
    rules = read_retention(settings)
    if not rules:
        return
    known = retention_rows.lifecycles(tx)
    if lost := sorted({rule.lifecycle for rule in rules} - {"", *known}):
        yield Check(
            "warning", "retention",
            f"{settings.retention} names the lifecycle {lost[0]}, and there is none of this name: "
            f"nothing goes by that rule. There are: {', '.join(known)}.",
        )  # fmt: skip
    late = sum(
        retention_rows.count_due(
            tx, DueBy(one, rule.erase, now - rule.keep - LATE, rule.unless_tag)
        )
        for one in known
        for rule in rules_for(rules, one)
    )
    if late:
        yield Check(
            "warning", "retention",
            f"Texts or files of {late} cases should have gone a day ago or earlier. A worker "
            "erases them bit by bit; at once: caselane retention",
        )  # fmt: skip
    else:
        yield Check("ok", "retention", "Nothing is kept for longer than the rules say.")


def checked_erasures(tx: Transaction) -> Iterator[Check]:
    """Only where one was cut off, or is at work."""
    for email in sorted(audit_log.begun_erasures(tx).values()):
        yield Check(
            "warning", "erasure",
            f"The erasure of {email} was begun and has not come to its end. Where nobody is at it, "
            f"this goes on with it: caselane user erase {email}",
        )  # fmt: skip
