"""Figures for a monitor, in the text format of Prometheus: all from the database, so that every
node gives the same. Decision 0288."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from runner import __version__
from runner.clock import Clock
from runner.delivery.jobs import Jobs
from runner.operations.doctor import LATE
from runner.store import Database, Transaction, backup_log, incidents, tallies, workers

FRESH = timedelta(minutes=2)
"""A worker that was seen since then counts: it looks after things each minute."""


@dataclass(frozen=True, slots=True)
class Gauge:
    """`values` by the labels as they are written, `status="New"`; '' where there are none."""

    name: str
    about: str
    values: Mapping[str, float]

    def lines(self) -> Iterator[str]:
        yield f"# HELP caselane_{self.name} {self.about}"
        yield f"# TYPE caselane_{self.name} gauge"
        for labels, value in self.values.items():
            yield f"caselane_{self.name}{f'{{{labels}}}' if labels else ''} {value:.15g}"


class Metrics:
    def __init__(self, db: Database, jobs: Jobs, clock: Clock):
        self._db = db
        self._jobs = jobs
        self._clock = clock

    def text(self) -> str:
        """Raises StoreError when the database does not answer."""
        with self._db.read() as tx:
            gauges = [*_cases(tx), *self._work(tx), *_times(tx)]
        return "".join(f"{line}\n" for gauge in gauges for line in gauge.lines())

    def _work(self, tx: Transaction) -> Iterator[Gauge]:
        now = self._clock.now()
        dead, unresolved = incidents.counts(tx)
        yield _one("jobs_due", "Jobs that are due, with those at work.", self._jobs.due(tx, now))
        late = self._jobs.due(tx, now, LATE)
        yield _one("jobs_late", "Jobs that have been due for five minutes or longer.", late)
        yield _one("dead_letters", "Jobs that were given up.", dead)
        yield _one("incidents_open", "Incidents that nobody has resolved.", unresolved)
        seen = workers.count_since(tx, now - FRESH)
        yield _one("workers", "Workers that were seen in the last two minutes.", seen)


def _cases(tx: Transaction) -> Iterator[Gauge]:
    by_status = tallies.by_key(tx, tallies.STATUS)
    waiting = tallies.by_key(tx, tallies.WAITING)
    yield _one("info", "The version of Caselane.", 1, f'version="{__version__}"')
    yield Gauge(
        "cases", "Cases by status.", {_label("status", name): n for name, n in by_status.items()}
    )
    yield _one(
        "cases_open", "Cases that are not closed.", sum(tallies.by_key(tx, tallies.OPEN).values())
    )
    yield _one("milestones_running", "Open cases with a milestone ahead.", sum(waiting.values()))


def _times(tx: Transaction) -> Iterator[Gauge]:
    """Left out where there was none."""
    about = "When a worker was last seen, in seconds since 1970."
    seen = {_label("engine", engine): _seconds(at) for engine, at in workers.last_seen(tx).items()}
    yield Gauge("worker_seen_timestamp_seconds", about, seen)
    if last := backup_log.last_at(tx):
        about = "Of when the last good backup is, in seconds since 1970."
        yield _one("backup_timestamp_seconds", about, _seconds(last))


def _one(name: str, about: str, value: float, labels: str = "") -> Gauge:
    return Gauge(name, about, {labels: value})


def _label(name: str, value: str) -> str:
    escaped = value.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
    return f'{name}="{escaped}"'


def _seconds(at: datetime) -> float:
    return round(at.timestamp(), 3)
