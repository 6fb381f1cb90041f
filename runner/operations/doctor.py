"""What is wrong with an installation, and what to do about it."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice

from runner.bpmn.calendar import Duration
from runner.bpmn.timer_words import duration_words
from runner.clock import Clock
from runner.config import PREFIX, Settings
from runner.delivery.incoming.mailboxes import read_mailboxes
from runner.delivery.jobs import Jobs
from runner.language import pgettext, told_ago, told_number
from runner.model import Person, to_number
from runner.operations.consistency import faults
from runner.operations.diagnosis import Check
from runner.operations.files_check import checked_files
from runner.operations.names_check import checked_names
from runner.operations.retention_check import checked_erasures, checked_retention
from runner.operations.scanner_check import checked_scanner
from runner.operations.settings_check import checked_settings
from runner.people.accounts import OPERATOR
from runner.people.permissions import require
from runner.store import (
    Database,
    Transaction,
    backup_log,
    incidents,
    incoming_mails,
    jobs,
    tallies,
    workers,
)
from runner.store.audit_rows import damage
from runner.store.file_folder import FileFolder

LATE = timedelta(minutes=5)
"""A job that has been due for longer is stuck; a worker that was not seen for longer is gone."""

START = "Start: caselane work, or caselane serve without --no-worker."

OLD_BACKUP = timedelta(days=2)

LITTLE, HARDLY_ANY = 1 << 30, 100 << 20
"""Free bytes on a disk."""

NAMED = 5
"""How many of a kind are named; the others are counted."""


class Doctor:
    def __init__(
        self, settings: Settings, db: Database, known_jobs: Jobs, folder: FileFolder, clock: Clock
    ):
        self._settings = settings
        self._db = db
        self._jobs = known_jobs
        self._folder = folder
        self._clock = clock

    def examine(self, thorough: bool = True, by: Person = OPERATOR) -> list[Check]:
        """`thorough` reads every case and looks for every file, too. Raises Forbidden, and
        StoreError when the database does not answer."""
        require(by, "see_health")
        found = list(checked_settings(self._settings))
        if not found:
            found.append(Check("ok", "settings", "Nothing in them is unsafe."))
        found += [self._disk(), *checked_scanner(self._settings)]
        with self._db.read() as tx:
            now = self._clock.now()
            found += [
                self._worker(tx, now), self._stuck(tx, now), _incidents(tx), _dead_letters(tx),
                _backup(tx, now), *self._mailboxes(tx, now), *checked_names(tx, self._settings),
                *checked_retention(tx, self._settings, now), *checked_erasures(tx),
            ]  # fmt: skip
            if thorough:
                found += [_data(tx), _counts(tx)]
        return [*found, checked_files(self._db, self._folder)] if thorough else found

    def _disk(self) -> Check:
        free = shutil.disk_usage(self._settings.data_dir).free
        size = told_number(f"{free / (1 << 30):.1f}")
        text = f"{size} GB are free in {self._settings.data_dir}."
        if free >= LITTLE:
            return Check("ok", "disk", text)
        level = "error" if free < HARDLY_ANY else "warning"
        return Check(level, "disk", f"Only {text} Make room: a full disk stops all changes.")

    def _worker(self, tx: Transaction, now: datetime) -> Check:
        seen, engine = workers.last_seen(tx), self._settings.jobs
        others = [name for name, at in seen.items() if name != engine and at > now - LATE]
        if others:
            return Check(
                "error", "worker",
                f"A worker works with {PREFIX}JOBS={others[0]}, here it is {engine}: they do not "
                "see each other's jobs. Give all nodes the same.",
            )  # fmt: skip
        if engine not in seen:
            return Check("error", "worker", f"No worker has been here. {START}")
        text = f"A worker looked after things {told_ago(now - seen[engine])}."
        if seen[engine] > now - LATE:
            return Check("ok", "worker", text)
        return Check("error", "worker", f"{text} Timers and mails wait. {START}")

    def _stuck(self, tx: Transaction, now: datetime) -> Check:
        late = self._jobs.due(tx, now, LATE)
        forgotten = self._jobs.cases_without_wake(tx, now - LATE)
        if forgotten:
            return Check(
                "error", "jobs",
                f"No job would wake {_names(map(to_number, forgotten))}, whose timers have passed. "
                "A worker puts that right within a minute: see whether one runs.",
            )  # fmt: skip
        if late:
            return Check(
                "error", "jobs",
                f"Jobs due for {_late()} or longer: {late}. See the log of the "
                "workers; if they are busy, start more: caselane work",
            )  # fmt: skip
        return Check("ok", "jobs", "None is late.")

    def _mailboxes(self, tx: Transaction, now: datetime) -> Iterator[Check]:
        """Only where some are set up."""
        boxes, looks = read_mailboxes(self._settings).values(), incoming_mails.looks(tx)
        for box in boxes:
            look = looks.get(box.name)
            if box.access is None or (look and look.read_at and look.read_at > now - LATE):
                continue
            since = (
                pgettext("span", "for %(since)s", since=_late()) if look and look.read_at else "yet"
            )
            said = f": {look.failure}" if look and look.failure else ""
            yield Check(
                "error", "mailboxes",
                f"{box.name} was not read {since}{said}. No mail is lost. See whether a "
                "worker runs, and whether server, user and password are right.",
            )  # fmt: skip
        if boxes:
            waiting = incoming_mails.count_waiting(tx)
            level = "warning" if waiting else "ok"
            yield Check(level, "mails", f"{waiting or 'None'} waiting on the page Mails.")


def _incidents(tx: Transaction) -> Check:
    _, number = incidents.counts(tx)
    if not number:
        return Check("ok", "incidents", "None is open.")
    newest = incidents.open_incidents(tx, NAMED)
    named = (f"{to_number(one.case_id) if one.case_id else 'system'}: {one.kind}" for one in newest)
    return Check(
        "error", "incidents",
        f"{number} open: {_names(named, number)}. Look at: caselane incidents",
    )  # fmt: skip


def _dead_letters(tx: Transaction) -> Check:
    number, _ = incidents.counts(tx)
    if not number:
        return Check("ok", "letters", "None is dead.")
    named = (letter.key for letter in jobs.dead_letters(tx, NAMED))
    return Check(
        "error", "letters",
        f"{number} dead: {_names(named, number)}. Remove the cause, then: "
        "caselane incidents --retry",
    )  # fmt: skip


def _backup(tx: Transaction, now: datetime) -> Check:
    last = backup_log.last_at(tx)
    if last is None:
        return Check("warning", "backup", "There is none. Make one each night: caselane backup")
    text = f"The last good one was made {told_ago(now - last)}."
    if now - last <= OLD_BACKUP:
        return Check("ok", "backup", text)
    return Check("error", "backup", f"{text} See why none was made since: caselane backup")


def _data(tx: Transaction) -> Check:
    found = list(islice([*damage(tx), *islice(faults(tx), NAMED + 1)], NAMED + 1))
    if not found:
        return Check("ok", "data", "States, statuses and histories agree.")
    return Check(
        "error", "data",
        f"{_names(found)} Restore a backup into another place and compare: caselane restore",
    )  # fmt: skip


def _counts(tx: Transaction) -> Check:
    if tallies.missing(tx):
        return Check(
            "warning", "counts",
            "The counts beside the lists are wrong. A worker puts them right within an hour.",
        )  # fmt: skip
    return Check("ok", "counts", "The counts beside the lists are right.")


def _names(texts: Iterable[str], number: int = 0) -> str:
    """The first few of them, and that there are more."""
    listed: Iterator[str] = iter(texts)
    first = list(islice(listed, NAMED))
    more = number > len(first) or next(listed, None) is not None
    return ", ".join(first) + (", and more" if more else "")


def _late() -> str:
    return duration_words(Duration(seconds=LATE.total_seconds()))
