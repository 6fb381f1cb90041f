"""The versions of the diagram, each made ready to run when a case first needs it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from threading import Lock

from runner import bpmn as diagrams
from runner.bpmn import Diagram
from runner.bpmn.files import calendars_in
from runner.bpmn.package import Package
from runner.bpmn.process_choice import process_id
from runner.calendar import Calendars
from runner.engine import Process
from runner.errors import CalendarError, DiagramError, EngineError, NotFound
from runner.model import Finding, Page, Version, page
from runner.store import Database, Transaction, versions


class Versions:
    """Versions never change, so the process of each is kept once it is ready. `calendars` are for
    versions that have none of their own."""

    def __init__(self, db: Database, calendars: Calendars, *, compacting: bool, cache: int):
        self._db = db
        self._calendars = calendars
        self._compacting = compacting
        self._cache = cache
        self._lock = Lock()
        self._ready: dict[int, Process] = {}

    def process(self, version_id: int) -> Process:
        """Raises EngineError for a version that is missing or cannot run: its cases are stuck."""
        ready = self._ready.get(version_id)
        if ready is None:
            try:
                ready = self.prepare(self.version(version_id))
            except (NotFound, DiagramError, CalendarError) as error:
                raise EngineError(
                    f"Version {version_id} of the diagram cannot be used: {error}"
                ) from error
            with self._lock:
                ready = self._ready.setdefault(version_id, ready)
        return ready

    def usable(self, ids: Iterable[int]) -> Iterator[Process]:
        """The processes of these versions, without those that are gone or do not run any more."""
        for version_id in ids:
            with suppress(EngineError):
                yield self.process(version_id)

    def current(self) -> tuple[int, Process]:
        """The version that new cases start on."""
        version_id = self.current_id()
        return version_id, self.process(version_id)

    def current_id(self) -> int:
        with self._db.read() as tx:
            version_id = versions.current_id(tx)
        if version_id is None:
            raise NotFound("No diagram is deployed yet. Run: caselane deploy FILE")
        return version_id

    def version(self, version_id: int) -> Version:
        with self._db.read() as tx:
            version = versions.by_id(tx, version_id)
        if version is None:
            raise NotFound(f"Version {version_id} of the diagram is not in the database.")
        return version

    def prepare(self, version: Version) -> Process:
        """A process that is not kept. Raises DiagramError or CalendarError."""
        calendars = calendars_in(version.files, self._calendars)
        return Process(_read(version), calendars, compacting=self._compacting, cache=self._cache)

    def diagram(self, version_id: int) -> Diagram:
        """The diagram of a version, also of one that can no longer run. Raises EngineError if it is
        missing or cannot be read."""
        try:
            return self.process(version_id).diagram
        except EngineError:
            with suppress(NotFound, DiagramError):
                return _read(self.version(version_id))
            raise

    def newest(self, tx: Transaction) -> Version | None:
        """The version that new cases start on, inside a transaction."""
        version_id = versions.current_id(tx)
        return None if version_id is None else versions.by_id(tx, version_id)

    def before(self, package: Package) -> Version | None:
        """The version that new cases of the process of a package start on now."""
        process = process_id(package.data, package.process)
        with self._db.read() as tx:
            version_id = versions.current_of(tx, process) if process else None
            return None if version_id is None else versions.by_id(tx, version_id)

    def listed(self, before: int | None, limit: int) -> Page[Version]:
        """All versions, newest first."""
        with self._db.read() as tx:
            return page(versions.newest(tx, before, limit + 1), limit, lambda version: version.id)

    def add(self, tx: Transaction, version: Version) -> int:
        return versions.add(tx, version)

    def waiting(self, tx: Transaction, digest: str) -> Version | None:
        """The version with this digest that waits for approval."""
        return versions.waiting(tx, digest)

    def approve(
        self,
        tx: Transaction,
        version_id: int,
        person: int | None,
        now: datetime,
        findings: Sequence[Finding],
    ) -> bool:
        return versions.approve(tx, version_id, person, now, findings)


def _read(version: Version) -> Diagram:
    return diagrams.read(version.bpmn, version.files, version.process or None, diagrams.LET_IN)
