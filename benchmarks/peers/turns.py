"""Contestants in processes of their own: they take turns, and are killed."""

from __future__ import annotations

import json
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.documented import CASE
from benchmarks.measure import Spread, spread
from benchmarks.peers.environments import ROOT, NotHere

STEPS = len(CASE) + 1


@dataclass(frozen=True)
class Entry:
    name: str
    command: Callable[[], list[str]]
    mode: str
    durable: str
    """What outlives the process by the package's own doing, and what does not."""
    prepare: Callable[[Path], object] = lambda _: None
    """Puts into its folder what it reads there."""


@dataclass(frozen=True)
class Turns:
    """`warm` turns do not count. `elsewhere` tells the seconds of CPU of what works for all, such
    as a database: what passes in a turn is the contestant's whose turn it is."""

    rounds: int
    warm: int = 3
    cases: int = 10
    elsewhere: Callable[[], float] = lambda: 0.0


@dataclass
class Samples:
    """CPU ms of a transition, turn by turn: in the contestant's process, and elsewhere."""

    own: list[float] = field(default_factory=list)
    elsewhere: list[float] = field(default_factory=list)

    def add(self, turns: Turns, own: float, elsewhere: float) -> None:
        self.own.append(own * 1000 / STEPS / turns.cases)
        self.elsewhere.append(elsewhere * 1000 / STEPS / turns.cases)

    def clear(self) -> None:
        self.own.clear()
        self.elsewhere.clear()

    @property
    def spreads(self) -> tuple[Spread, Spread, Spread]:
        """In its process, elsewhere, together."""
        both = [sum(pair) for pair in zip(self.own, self.elsewhere, strict=True)]
        return spread(self.own), spread(self.elsewhere), spread(both)


class Running:
    """A contestant's process, and its folder."""

    def __init__(self, entry: Entry, folder: Path):
        self.entry, self.folder = entry, folder
        self.samples = Samples()
        command = entry.command()
        folder.mkdir(exist_ok=True)
        entry.prepare(folder)
        self._log = (folder / "log").open("a")
        self._process = subprocess.Popen(
            [*command, str(folder), json.dumps(CASE), entry.mode],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
        )

    def ask(self, line: str) -> dict[str, Any]:
        assert self._process.stdin
        assert self._process.stdout
        try:
            self._process.stdin.write(line + "\n")
            self._process.stdin.flush()
            return json.loads(self._process.stdout.readline())
        except (BrokenPipeError, json.JSONDecodeError):
            said = (self.folder / "log").read_text().strip().splitlines() or ["it said nothing"]
            raise NotHere(f"`{line}` failed: {said[-1]}") from None

    def turn(self, turns: Turns) -> None:
        before = turns.elsewhere()
        own = self.ask(f"run {turns.cases}")["cpu"]
        self.samples.add(turns, own, turns.elsewhere() - before)

    def kill(self) -> None:
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout, self._log):
            with suppress(BrokenPipeError):  # what was not yet said to one that has died
                pipe.close()  # type: ignore[union-attr]


def measure(entries: Sequence[Entry], turns: Turns) -> tuple[dict[str, Samples], dict[str, str]]:
    """What a transition costs each contestant, and why others have no figure."""
    found: dict[str, Samples] = {}
    missing: dict[str, str] = {}
    running: list[Running] = []

    def each(what: Callable[[Running], None]) -> None:
        for one in list(running):
            try:
                what(one)
            except NotHere as reason:
                missing[one.entry.name] = str(reason)
                running.remove(one)
                one.kill()

    with tempfile.TemporaryDirectory() as place:
        try:
            for number, entry in enumerate(entries):
                try:
                    running.append(Running(entry, Path(place) / str(number)))
                except NotHere as reason:
                    missing[entry.name] = str(reason)
            for _ in range(turns.warm):
                each(lambda one: one.turn(turns))
            for one in running:
                one.samples.clear()
            for _ in range(turns.rounds):
                each(lambda one: one.turn(turns))
            each(lambda one: _survives(one, (turns.warm + turns.rounds) * turns.cases))
            found = {one.entry.name: one.samples for one in running}
        finally:
            for one in running:
                one.kill()
    return found, missing


def _survives(running: Running, cases: int) -> None:
    """Kills the contestant in the middle of a case; another process must bring it to its end.
    Raises NotHere if it does not, or if a case is missing."""
    case_id = running.ask("begin")["id"]
    running.kill()
    heir = Running(running.entry, running.folder)
    try:
        heir.ask(f"finish {case_id}")
        found = _closed(heir, cases + 1)
    finally:
        heir.kill()
    if found != cases + 1:
        raise NotHere(f"killed in the middle of a case: {found} of {cases + 1} cases ended")


def _closed(running: Running, expected: int) -> int:
    """Ended cases; looked at again for a second, for who ends a case in another thread."""
    found = 0
    for _ in range(20):
        found = running.ask("closed")["closed"]
        if found == expected:
            break
        time.sleep(0.05)
    return found
