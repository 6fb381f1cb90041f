"""Work shared out to processes: each does a part, and whoever asked merges what they come to."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from typing import Any, NamedTuple, TypeVar

from runner.errors import CaselaneError
from runner.language import _

Progress = Callable[[int], None]
"""Is told how many items are done. What it raises stops all processes."""


class WorkWatch(NamedTuple):
    """Whoever waits for long work: `begun` is told about how many items there will be, `progress`
    how many are done. What they raise stops it."""

    begun: Progress = lambda _: None
    progress: Progress = lambda _: None


UNWATCHED = WorkWatch()

OneMore = Callable[[], None]
"""Is called by a process for each item that it has done. Raises CaselaneError when nobody waits for
the process any more."""

LOOK_AGAIN = 0.2
"""Seconds between two looks at how far the processes are."""

GRACE = 5.0
"""Seconds that a process has to stop by itself, after its item."""

NICE = 10
"""How much a process in the background gives way to others, in the unit of nice(1)."""

P = TypeVar("P")
R = TypeVar("R")

_SPAWN = get_context("spawn")


def processes_for(items: int, of_each: int) -> int:
    """One for so many items, at most one for each processor."""
    return min(os.cpu_count() or 1, 1 + items // of_each)


def share_out(
    work: Callable[[P, OneMore], R],
    parts: Sequence[P],
    progress: Progress = lambda _: None,
    background: bool = False,
) -> list[R]:
    """Does each part in a process of its own, all at once. Returns what they come to, in the order
    of the parts. What one of them raises is raised at once, and a process that was killed is named;
    the others are then stopped. Parts and results are pickled."""
    done, stopped = _SPAWN.Value("q", 0), _SPAWN.Event()
    shared = _Shared(done, stopped, os.getpid(), background)
    running = [_start(work, part, shared) for part in parts]
    try:
        return _results(running, lambda: progress(done.value))
    finally:
        stopped.set()
        for one in running:
            one.end()


@dataclass(frozen=True, slots=True)
class _Shared:
    """What all processes have in common. `parent` is the id of the one that waits for them."""

    done: Any
    stopped: Any
    parent: int
    background: bool

    def one_more(self) -> None:
        if self.stopped.is_set() or os.getppid() != self.parent:
            raise CaselaneError(_("It was stopped before it was done."))
        with self.done.get_lock():
            self.done.value += 1


@dataclass(frozen=True, slots=True)
class _Running:
    process: Any
    answers: Connection

    def end(self) -> None:
        self.process.join(GRACE)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()
        self.answers.close()


def _start(work: Callable[..., Any], part: Any, shared: _Shared) -> _Running:
    answers, told = _SPAWN.Pipe(duplex=False)
    process = _SPAWN.Process(target=_do, args=(work, part, shared, told), daemon=True)
    process.start()
    told.close()  # so that the end of the process is the end of the pipe
    return _Running(process, answers)


def _do(work: Callable[..., Any], part: Any, shared: _Shared, told: Connection) -> None:
    """In the process. Ctrl-C is for the one that waits, which stops all others."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if shared.background and hasattr(os, "nice"):
        os.nice(NICE)
    try:
        answer = (work(part, shared.one_more), None)
    except Exception as error:
        answer = (None, error)
    told.send(answer)


def _results(running: Sequence[_Running], look: Callable[[], None]) -> list[Any]:
    found: dict[int, Any] = {}
    while len(found) < len(running):
        asked = [number for number in range(len(running)) if number not in found]
        ready = wait([running[number].answers for number in asked], LOOK_AGAIN)
        for number in asked:
            if running[number].answers in ready:
                found[number] = _result(running, number)
        look()
    return [found[number] for number in range(len(running))]


def _result(running: Sequence[_Running], number: int) -> Any:
    try:
        result, error = running[number].answers.recv()
    except EOFError:
        raise _killed(running[number].process, number + 1, len(running)) from None
    if error is not None:
        raise error
    return result


def _killed(process: Any, number: int, of: int) -> CaselaneError:
    process.join()
    code = process.exitcode
    how = f"was ended by {signal.Signals(-code).name}" if code < 0 else f"ended with code {code}"
    return CaselaneError(
        f"Process {number} of {of} (id {process.pid}) {how} before it was done; the system may "
        "have been short of memory. Try again with fewer processes: --jobs."
    )
