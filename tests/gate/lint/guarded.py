"""Runs the gate on a file in a process of its own that may do nothing but think, and not for
long."""

from __future__ import annotations

import os
import pickle
import resource
import sys
from datetime import UTC, datetime, timedelta
from typing import Any

from runner import bpmn as diagrams
from runner.bpmn.calendar import Calendars
from runner.bpmn.package import Package
from runner.clock import ManualClock
from runner.engine import Process
from runner.gate.check import Gate
from runner.model import Finding, Step
from tests.drawings import bpmn, chain, end, start

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
SECONDS = 2
BYTES = 256 * 1024 * 1024
FORBIDDEN = ("open", "socket.", "os.", "subprocess.", "exec", "import", "shutil.")


def gate(data: bytes, calendars: Calendars) -> list[Finding]:
    """The findings. Fails when it takes more than two seconds of processor time or 256 MiB, or
    touches a file, the network or another process."""
    Gate(calendars, ManualClock(NOW)).check(
        Package(bpmn(start(), end(), chain("start", "end"))), "engine"
    )
    read_end, write_end = os.pipe()
    child = os.fork()
    if child == 0:
        _answer(write_end, data, calendars)
    os.close(write_end)
    with os.fdopen(read_end, "rb") as pipe:
        answer = pipe.read()
    _, status = os.waitpid(child, 0)
    assert status == 0, f"the gate ended with {status}"
    result: Any = pickle.loads(answer)
    assert isinstance(result, list), result
    return result


def _answer(pipe: int, data: bytes, calendars: Calendars) -> None:
    """In the child: says what was found, or what went wrong, and ends."""
    touched: list[str] = []
    _, used = resource.getrlimit(resource.RLIMIT_AS), _mapped()
    resource.setrlimit(resource.RLIMIT_AS, (used + BYTES, used + BYTES))
    spent = int(sum(os.times()[:2])) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (spent + SECONDS, spent + SECONDS))
    watching = True

    def watch(event: str, arguments: tuple) -> None:
        if watching and event.startswith(FORBIDDEN):
            touched.append(f"{event} {arguments!r:.200}")

    sys.addaudithook(watch)
    try:
        _, found = Gate(calendars, ManualClock(NOW)).check(Package(data), "engine")
    except BaseException as error:
        found = repr(error)
    watching = False
    os.write(pipe, pickle.dumps(touched or found))
    os._exit(0)


def _mapped() -> int:
    with open("/proc/self/statm") as file:
        return int(file.read().split()[0]) * resource.getpagesize()


def to_the_end(data: bytes, calendars: Calendars, most: int = 1000) -> Step:
    """Plays a diagram: what is offered first is done, else the next timer or message comes."""
    process, now, calendar = Process(diagrams.read(data), calendars), NOW, calendars.default
    step = process.start({}, now, calendar)
    for _ in range(most):
        if step.completed:
            break
        if step.offers:
            step = process.act(step.state, step.offers[0].action, {}, now, calendar)
        elif step.next_due is not None:
            now = max(now, step.next_due) + timedelta(seconds=1)
            step = process.wake(step.state, now, calendar)
        else:
            step = process.deliver(step.state, step.messages[0], {}, now, calendar)
    return step
