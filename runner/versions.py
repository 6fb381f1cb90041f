"""The versions of the diagram, each made ready to run when a case first needs it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from threading import Lock

from runner import bpmn as diagrams
from runner.bpmn import Diagram
from runner.bpmn.calendar import Calendars
from runner.bpmn.drawn_texts import Spoken, spoken_drawing
from runner.bpmn.files import calendars_in
from runner.bpmn.package import Package
from runner.bpmn.process_choice import process_id
from runner.engine import CompiledDiagram, Process
from runner.errors import (
    CalendarError,
    DiagramError,
    EngineError,
    InvalidInput,
    NotFound,
    NotPossible,
)
from runner.language import ENGLISH, _, spoken
from runner.model import Finding, IntakeState, Lifecycle, Page, Version, page
from runner.store import Database, Transaction, lifecycles, versions


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
                ready = self._prepared_once(self.version(version_id))
            except (NotFound, DiagramError, CalendarError) as error:
                raise EngineError(
                    _(
                        "Version %(version_id)s of the diagram cannot be used: %(error)s",
                        version_id=version_id,
                        error=error,
                    )
                ) from error
        return ready

    def _prepared_once(self, version: Version) -> Process:
        """Whoever needs it meanwhile waits for it: after a start, all requests would prepare the
        same version at once, and the first ones take a second. Nothing is read under the lock."""
        with self._lock:
            if version.id not in self._ready:
                self._ready[version.id] = self.prepare(version)
            return self._ready[version.id]

    def calendars(self, version_id: int) -> Calendars:
        """Those of a version; those of the installation for one that does not run any more."""
        return next((p.calendars for p in self.usable([version_id])), self._calendars)

    def usable(self, ids: Iterable[int]) -> Iterator[Process]:
        """The processes of these versions, without those that are gone or do not run any more."""
        for version_id in ids:
            with suppress(EngineError):
                yield self.process(version_id)

    def current(self, lifecycle: str | None = None) -> tuple[int, Process]:
        """The version that new cases start on: of a lifecycle, or of the default one. Raises
        InvalidInput for a lifecycle that takes no new cases."""
        version_id = self.current_id() if lifecycle is None else self._taking(lifecycle)
        return version_id, self.process(version_id)

    def _taking(self, lifecycle: str) -> int:
        known = {one.process: one.version for one in self.taking_cases()}
        if lifecycle not in known:
            raise InvalidInput(
                {
                    "lifecycle": [
                        _(
                            "is none that takes new cases: %(lifecycle)s. There are: %(known)s",
                            lifecycle=lifecycle[:60],
                            known=", ".join(known),
                        )
                    ]
                }
            )
        return known[lifecycle]

    def lifecycles(self) -> tuple[Lifecycle, ...]:
        """All lifecycles that have a live version, the default one first."""
        with self._db.read() as tx:
            found = [one for one in lifecycles.listed(tx) if one.version]
        return tuple(replace(one, name=self._name_of(one)) for one in found)

    def taking_cases(self) -> tuple[Lifecycle, ...]:
        """Those that a new case may start on, the default one first."""
        return tuple(one for one in self.lifecycles() if one.takes_cases)

    def _name_of(self, lifecycle: Lifecycle) -> str:
        try:
            return self.diagram(lifecycle.version).name or lifecycle.process
        except EngineError:
            return lifecycle.process

    def of_lifecycle(self, process: str) -> frozenset[int]:
        """The ids of all its versions."""
        with self._db.read() as tx:
            return frozenset(versions.of_process(tx, process))

    def current_id(self) -> int:
        with self._db.read() as tx:
            version_id = versions.current_id(tx)
        if version_id is None:
            raise NotFound(_("No diagram is deployed yet. Run: caselane deploy FILE"))
        return version_id

    def current_of(self, version: Version) -> int:
        """The live version of the lifecycle of a version; itself while nothing of it is live."""
        with self._db.read() as tx:
            current = self.newest(tx, version.process)
        return current.id if current else version.id

    def current_ids(self) -> frozenset[int]:
        """The versions that new cases may start on."""
        return frozenset(one.version for one in self.taking_cases())

    def version(self, version_id: int) -> Version:
        with self._db.read() as tx:
            version = versions.by_id(tx, version_id)
        if version is None:
            raise NotFound(
                _(
                    "Version %(version_id)s of the diagram is not in the database.",
                    version_id=version_id,
                )
            )
        return version

    def prepare(self, version: Version) -> Process:
        """A process whose cases are not kept. Raises DiagramError or CalendarError."""
        calendars = calendars_in(version.files, self._calendars)
        files = tuple(sorted(version.files.items()))
        compiled = _compiled(version.bpmn, files, version.process)
        return Process(compiled, calendars, compacting=self._compacting, cache=self._cache)

    def status_called(self, status: str) -> str:
        """A status as the drawings call it in the language that is spoken: those that were needed
        lately, so that a list of cases reads no version."""
        return self._called(status, Spoken.status)

    def word_called(self, word: str) -> str:
        """The same of whose move it is, a milestone, a resolution or a flag."""
        return self._called(word, Spoken.word)

    def _called(self, name: str, of: Callable[[Spoken, str], str]) -> str:
        if spoken() is ENGLISH:
            return name
        if not self._ready:
            with suppress(NotFound, EngineError):
                self.current()
        for process in reversed(list(self._ready.values())):
            words = spoken_drawing(process.diagram)
            if words and (called := of(words, name)) != name:
                return called
        return name

    def diagram(self, version_id: int) -> Diagram:
        """The diagram of a version, also of one that can no longer run. Raises EngineError if it is
        missing or cannot be read."""
        try:
            return self.process(version_id).diagram
        except EngineError:
            with suppress(NotFound, DiagramError):
                version = self.version(version_id)
                return _read(version.bpmn, version.files, version.process)
            raise

    def newest(self, tx: Transaction, process: str) -> Version | None:
        """The version of a process that went live last, inside a transaction."""
        version_id = versions.current_of(tx, process) if process else None
        return None if version_id is None else versions.by_id(tx, version_id)

    def before(self, package: Package) -> Version | None:
        """The live version of the process of a package."""
        with self._db.read() as tx:
            return self.newest(tx, process_id(package.data, package.process))

    def lived(self, package: Package, digest: str) -> Version | None:
        """The version with these very bytes that is or was live."""
        with self._db.read() as tx:
            return versions.lived(tx, process_id(package.data, package.process), digest)

    def listed(self, before: int | None, limit: int) -> Page[Version]:
        """All versions, newest first."""
        with self._db.read() as tx:
            return page(versions.newest(tx, before, limit + 1), limit, lambda version: version.id)

    def add(self, tx: Transaction, version: Version) -> int:
        """Keeps a version, live at once unless it waits."""
        version = replace(version, process=version.process or process_id(version.bpmn))
        version_id = versions.add(tx, version)
        if not version.waiting:
            person = version.deployed_by.id if version.deployed_by else None
            self._go_live(tx, version, version.deployed_at, person)
        return version_id

    def _go_live(self, tx: Transaction, version: Version, at: datetime, person: int | None) -> None:
        known = {one.process for one in lifecycles.listed(tx)}
        if not known:
            lifecycles.set_intake(tx, version.process, "default", at, person)
        elif intake := version.intake or (None if version.process in known else "default"):
            self.set_intake(tx, version.process, intake, at, person)

    def waiting(self, tx: Transaction, digest: str, intake: IntakeState | None) -> Version | None:
        """The version with this digest and intake that waits for approval."""
        return versions.waiting(tx, digest, intake)

    def approve(
        self,
        tx: Transaction,
        version_id: int,
        person: int | None,
        now: datetime,
        findings: Sequence[Finding],
    ) -> bool:
        if not versions.approve(tx, version_id, person, now, findings):
            return False
        self._go_live(tx, self.version(version_id), now, person)
        return True

    def set_intake(
        self, tx: Transaction, process: str, intake: IntakeState, at: datetime, person: int | None
    ) -> None:
        """Raises NotPossible for the default one, which another one has to follow."""
        self.check_intake(tx, process, intake)
        lifecycles.set_intake(tx, process, intake, at, person)

    def check_intake(self, tx: Transaction, process: str, intake: IntakeState | None) -> None:
        """Raises NotPossible where `set_intake` would."""
        if intake not in (None, "default") and self.intakes(tx).get(process) == "default":
            raise NotPossible(
                _(
                    "New cases that name no lifecycle start on '%(process)s'. Make another "
                    "one the default first.",
                    process=process,
                )
            )

    def intakes(self, tx: Transaction) -> dict[str, IntakeState]:
        """How each lifecycle that has a live version takes new cases, by process; the default one
        first."""
        return {one.process: one.intake for one in lifecycles.listed(tx) if one.version}


@lru_cache(maxsize=8)
def _compiled(bpmn: bytes, files: tuple[tuple[str, str], ...], process: str) -> CompiledDiagram:
    """Kept by what it is made of: what tries a version on many cases prepares it for each part."""
    return CompiledDiagram(_read(bpmn, dict(files), process))


def _read(bpmn: bytes, files: Mapping[str, str], process: str) -> Diagram:
    return diagrams.read(bpmn, files, process or None, diagrams.LET_IN)
