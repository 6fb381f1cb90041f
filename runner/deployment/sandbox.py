"""Drafts and versions in a sandbox: played on the engine of live cases, with a clock of their own.

No case is written and nobody is told. Decision 0292."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from threading import Lock

from runner import bpmn
from runner.bpmn import Diagram, count_mutants, mutants_of
from runner.bpmn.package import Package
from runner.clock import stopwatch
from runner.deployment.deployment import Deployment, digest
from runner.deployment.diagram_drafts import DiagramDrafts, package_of
from runner.engine import Process
from runner.errors import ConfigError, DiagramError, InvalidInput, TooManyRequests
from runner.gate.scenarios import (
    Played,
    Scenario,
    read_scenarios,
    scenario_file,
    scenario_text,
    scenarios_in,
    try_mutants,
)
from runner.language import _
from runner.model import DiagramDraft, Person
from runner.people.permissions import require
from runner.versions import Versions

RECORDED = "scenarios/recorded.toml"
"""The file of a package that plays are recorded into."""

MOST_READY = 8
"""So many drafts are kept ready, as each was saved."""

LONGEST_NAME = 200

PLANTING = 2.0
"""Seconds of one request that are spent on planted mistakes."""

PATIENCE = 10.0
"""Seconds that a request waits while mistakes are planted for another."""


class Sandbox:
    def __init__(self, versions: Versions, deployment: Deployment, drafts: DiagramDrafts):
        self._versions = versions
        self._deployment = deployment
        self._drafts = drafts
        self._ready = _Ready()
        self._planting = Lock()

    def of_version(self, person: Person, version_id: int) -> Process:
        """A version to be played. Raises NotFound, or EngineError where it cannot run."""
        require(person, "check_diagram")
        self._versions.version(version_id)
        return self._versions.process(version_id).rehearsing

    def of_draft(self, person: Person, draft: DiagramDraft) -> Process:
        """A draft to be played, with all that would belong to its version. Raises Forbidden, or
        DiagramError with the findings where there are errors in the drawing itself."""
        require(person, "edit_drafts")
        package = package_of(draft)
        process = self._ready.get(
            digest(package.data, package.files), lambda: self._deployment.prepared(person, package)
        )
        return process.rehearsing

    def drawing(self, person: Person, draft: DiagramDraft) -> Diagram | None:
        """What a draft draws, which need not be right; None where it cannot be read."""
        require(person, "edit_drafts")
        with suppress(DiagramError):
            return bpmn.read(draft.bpmn, draft.files, limits=self._deployment.limits)
        return None

    def unnoticed(
        self, process: Process, played: Sequence[Played], start: int
    ) -> tuple[int, list[int]]:
        """Plants mistakes into a drawing for some seconds, from the number `start` on. The number
        of the one that comes next, and those that no scenario and not the gate noticed. One
        request at a time, however many ask. Raises TooManyRequests."""
        with self._one_at_a_time():
            return self._plant(process, played, start)

    @contextmanager
    def _one_at_a_time(self) -> Iterator[None]:
        if not self._planting.acquire(timeout=PATIENCE):
            raise TooManyRequests(_("Other mistakes are being planted. Try again in a minute."))
        try:
            yield
        finally:
            self._planting.release()

    def _plant(
        self, process: Process, played: Sequence[Played], start: int
    ) -> tuple[int, list[int]]:
        diagram, spent, missed = process.diagram, stopwatch(), list[int]()
        numbers = range(start, count_mutants(diagram))
        judges = {"gate": self._deployment.error_in}
        tried = try_mutants(
            diagram, mutants_of(diagram, numbers), played, process.calendars, judges
        )
        for number, result in zip(numbers, tried, strict=True):
            missed += [] if result.caught_by else [number]
            if spent() >= PLANTING:
                return number + 1, missed
        return numbers.stop, missed

    def record(
        self, person: Person, draft: DiagramDraft, revision: int, scenario: Scenario
    ) -> DiagramDraft:
        """Adds a scenario to the package of a draft. Raises InvalidInput for a name that is none or
        is taken, and as `DiagramDrafts.save`."""
        package = package_of(draft)
        _check_name(scenario.name, package)
        before = package.files.get(RECORDED, scenario_file(scenario.process, ()))
        text = f"{before.rstrip()}\n\n{scenario_text(scenario)}"
        files = {**package.files, RECORDED: text}
        return self._drafts.save(person, draft.id, revision, Package(package.data, files))


def _check_name(name: str, package: Package) -> None:
    if not 0 < len(name.strip()) <= LONGEST_NAME:
        raise InvalidInput(
            {
                "name": [
                    _(
                        "has to be a sentence of 1 to %(longest_name)s characters",
                        longest_name=LONGEST_NAME,
                    )
                ]
            }
        )
    try:
        taken = {one.name for one in scenarios_in(package.files)}
        read_scenarios(RECORDED, package.files.get(RECORDED, ""))
    except ConfigError as error:
        raise InvalidInput(
            {"scenarios": [_("have to be mended first: %(error)s", error=error)]}
        ) from error
    if name in taken:
        raise InvalidInput({"name": [_("is that of another scenario of this draft")]})


class _Ready:
    """Processes that were made lately, by the digest of their package."""

    def __init__(self):
        self._lock = Lock()
        self._kept: OrderedDict[str, Process] = OrderedDict()

    def get(self, key: str, make: Callable[[], Process]) -> Process:
        with self._lock:
            if (ready := self._kept.get(key)) is not None:
                self._kept.move_to_end(key)
                return ready
        made = make()
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > MOST_READY:
                self._kept.popitem(last=False)
        return made
