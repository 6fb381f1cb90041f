"""What a contestant is, and how the driver talks to it: a line in, a line of JSON out.

A contestant runs in a process of its own, in the environment of its package, as
`python -m benchmarks.peers.on_NAME FOLDER CASE [MODE]`: FOLDER is where it keeps its database, CASE
the JSON list of what happens to a case after its submission. It answers

    run N       with the CPU and wall-clock seconds that N cases took, from submission to end
    begin       with the id of a case that it leaves in the middle
    finish ID   when that case has been brought to its end
    closed      with the number of ended cases, as its database has them

Every step is committed before the next begins. `begin` in one process and `finish` in another, the
first one killed in between, is the proof of that.
"""

from __future__ import annotations

import json
import sys
import time
from typing import Protocol


class Contestant(Protocol):
    def open(self) -> str:
        """Submits a case and returns its id."""
        ...

    def step(self, case_id: str, number: int, what: str) -> None:
        """The case's step of that number, from 1 on."""
        ...

    def closed(self) -> int: ...


def folder_and_mode() -> tuple[str, str]:
    return sys.argv[1], sys.argv[3] if len(sys.argv) > 3 else ""


def serve(contestant: Contestant) -> None:
    case = list(enumerate(json.loads(sys.argv[2]), 1))
    middle = len(case) // 2
    for line in sys.stdin:
        command, _, argument = line.strip().partition(" ")
        answer: dict[str, object] = {}
        if command == "run":
            cpu, wall = time.process_time(), time.perf_counter()
            for _ in range(int(argument)):
                case_id = contestant.open()
                for number, what in case:
                    contestant.step(case_id, number, what)
            answer = {"cpu": time.process_time() - cpu, "wall": time.perf_counter() - wall}
        elif command == "begin":
            case_id = contestant.open()
            for number, what in case[:middle]:
                contestant.step(case_id, number, what)
            answer = {"id": case_id}
        elif command == "finish":
            for number, what in case[middle:]:
                contestant.step(argument, number, what)
        elif command == "closed":
            answer = {"closed": contestant.closed()}
        print(json.dumps(answer), flush=True)
