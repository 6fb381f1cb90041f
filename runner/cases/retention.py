"""What people wrote goes when its case was closed long enough ago, by the rules of the operator.
Decision 0310."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from runner.cases.dependencies import Dependencies
from runner.cases.redaction import Redaction
from runner.errors import StoreError
from runner.model import AuditEntry, to_number
from runner.people import audit
from runner.people.retention_rules import RetentionRule, rules_for
from runner.store import Transaction, cases, retention_rows, tags
from runner.store.retention_rows import DueBy

log = logging.getLogger("caselane.retention")

AT_ONCE = 50
"""Cases whose ids are read together."""

AGAIN = timedelta(hours=1)
"""Between two looks for cases, once none was left."""


@dataclass(frozen=True, slots=True)
class DueCases:
    """How many cases of a lifecycle are due by a rule."""

    lifecycle: str
    rule: RetentionRule
    cases: int


class Retention:
    def __init__(self, dependencies: Dependencies, redaction: Redaction):
        self._db = dependencies.db
        self._clock = dependencies.clock
        self._rules = dependencies.retention
        self._redaction = redaction
        self._next_at = datetime.min.replace(tzinfo=self._clock.now().tzinfo)

    def due(self) -> list[DueCases]:
        """What would be erased now, by the rules. Nothing is."""
        now = self._clock.now()
        with self._db.read() as tx:
            return [
                DueCases(
                    lifecycle, rule, retention_rows.count_due(tx, _due_by(lifecycle, rule, now))
                )
                for lifecycle, rule in self._by_lifecycle(tx)
            ]

    def go_on(self, *, stopped: Callable[[], bool]) -> int:
        """Erases what is due, a case in each transaction, until nothing is or it is stopped; when
        nothing was left, the next look is in an hour. Returns the number of cases."""
        if not self._rules or self._clock.now() < self._next_at:
            return 0
        return self.apply(stopped=stopped)

    def apply(self, *, stopped: Callable[[], bool] = lambda: False) -> int:
        """Erases what is due now. Returns the number of cases."""
        now, done = self._clock.now(), 0
        with self._db.read() as tx:
            wanted = list(self._by_lifecycle(tx))
        for lifecycle, rule in wanted:
            erased: Counter[str] = Counter()
            try:
                self._apply(_due_by(lifecycle, rule, now), erased, stopped)
            finally:
                if erased["case"]:
                    self._note(lifecycle, rule, erased, now)
            done += erased["case"]
        if not stopped():
            self._next_at = now + AGAIN
        return done

    def _by_lifecycle(self, tx: Transaction) -> Iterator[tuple[str, RetentionRule]]:
        for lifecycle in retention_rows.lifecycles(tx):
            for rule in rules_for(self._rules, lifecycle):
                yield lifecycle, rule

    def _apply(self, by: DueBy, erased: Counter[str], stopped: Callable[[], bool]) -> None:
        """Adds to `erased`. A case that cannot be erased stops no other: the log says why, and the
        doctor that it is late."""
        last = 0
        while not stopped():
            with self._db.read() as tx:
                ids = retention_rows.due(tx, by, last, AT_ONCE)
            for last in ids:
                if stopped():
                    return
                try:
                    with self._db.write() as tx:
                        counts = self._erase(tx, last, by)
                    erased += counts
                except StoreError:
                    raise
                except Exception:
                    log.exception("%s of case %s cannot be erased.", by.what, to_number(last))
                self._db.yield_to_others()
            if not ids:
                break

    def _erase(self, tx: Transaction, case_id: int, by: DueBy) -> Counter[str]:
        """Nothing where another worker was first, or the case got the tag meanwhile."""
        case = cases.by_id(tx, case_id, for_change=True)
        kept = by.tag and by.tag in tags.of_case(tx, case_id)
        if case is None or not case.closed or kept:
            return Counter()
        if not retention_rows.take(tx, case_id, by, self._clock.now()):
            return Counter()
        if by.what == "texts":
            retention_rows.erase_mails(tx, case_id)
            return self._redaction.texts(tx, case_id) + Counter(case=1)
        retention_rows.drop_raw_mails(tx, case_id)
        return self._redaction.files(tx, case_id) + Counter(case=1)

    def _note(
        self, lifecycle: str, rule: RetentionRule, erased: Counter[str], now: datetime
    ) -> None:
        told = {"erased": rule.erase, "cases": erased["case"], "days": rule.keep.days}
        with self._db.write() as tx:
            entry = AuditEntry("erasure", "retention", lifecycle, {}, told)
            audit.note(tx, None, now, entry)


def _due_by(lifecycle: str, rule: RetentionRule, now: datetime) -> DueBy:
    return DueBy(lifecycle, rule.erase, now - rule.keep, rule.unless_tag)
