"""The people of a load, in a process of their own: `python -m benchmarks.load_people PLAN`.

Each agent walks cases of changing customers through the lifecycle, thinks between two steps, and
looks at pages meanwhile; customers look at theirs. What was acknowledged is written down as in the
crash tests; how long each request took goes into a file when all went home.
"""

from __future__ import annotations

import http.client
import json
import random
import signal
import sys
import threading
import time
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.crash.load import WALK, People, as_told, silence

LOOKS = 3
"""Pages that are looked at between two steps of a case, on average."""


class Crowd(People):
    """`agents` and `customers`: of each the address, a token, and the cookie of a session. `pause`
    is what an agent thinks between two steps on average, in seconds."""

    def __init__(
        self, urls: list[str], ledger: str, agents: list[dict[str, str]],
        customers: list[dict[str, str]], figures: str, pause: float,
    ):  # fmt: skip
        self._case = threading.local()
        super().__init__(urls, _Tokens(self._case), ledger, len(agents), pause=pause)
        self._agents, self._customers, self._figures = agents, customers, Path(figures)
        self._cases = count(1)
        self.took: list[tuple[str, str, float]] = []

    def work(self) -> None:
        super().work()
        self._figures.write_text(json.dumps(self.took))

    def _work(self, person: int) -> None:
        chance = random.Random(person)
        time.sleep(chance.uniform(0, self._pause))  # nobody comes at the same instant
        while not self.stop.is_set():
            self._walk(chance, self._agents[person], next(self._cases))

    def _walk(self, chance: random.Random, agent: dict[str, str], n: int) -> None:
        customer = self._customers[n % len(self._customers)]
        self._case.people = {"alice": agent, "bob": customer}
        mark = f"#load-{n}#"
        opening = {"subject": f"Case {mark}", "description": mark, "priority": "P1",
                   "customer": {"email": customer["email"]}}  # fmt: skip
        case = self._timed(chance, "alice", "/api/cases", opening, "open", mark, None)
        for i, (who, what, fields) in enumerate(WALK if n % 3 else ()):
            self._think(chance, case)
            path = f"/api/cases/{case}/" + (what if what == "messages" else f"actions/{what}")
            said = {name: text.format(mark=f"{mark}{i}") for name, text in fields.items()}
            body = said if what == "messages" else {"fields": said}
            self._timed(chance, who, path, body, what, f"{mark}{i}", case)

    def _timed(self, *step: Any) -> str:
        """With all that had to be sent again."""
        begun = time.perf_counter()
        case: str = self._send(*step)
        self._took("action", "200", begun)
        return case

    def _took(self, kind: str, told: str, begun: float) -> None:
        self.took.append((kind, told, (time.perf_counter() - begun) * 1000))

    def _think(self, chance: random.Random, case: str) -> None:
        """Not when it is time to go home."""
        for _ in range(LOOKS):
            if self.stop.wait(min(chance.expovariate(LOOKS / self._pause), 10 * self._pause)):
                return
            who, path = chance.choice(
                [("alice", "/inbox"), ("alice", f"/cases/{case}"), ("bob", f"/my/{case}")]
            )
            self._look(chance.choice(self._urls), self._case.people[who]["cookie"], path)

    def _look(self, url: str, cookie: str, path: str) -> None:
        place = urlsplit(url)
        connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=30)
        begun = time.perf_counter()
        try:
            connection.request("GET", path, headers={"Cookie": cookie})
            answer = connection.getresponse()
            answer.read()
            told = as_told(answer.status, answer.headers["Retry-After"])
        except (OSError, http.client.HTTPException) as error:
            told = silence(error)
        connection.close()
        self._took("page", told, begun)


class _Tokens:
    """Of whom the walk of this thread calls Alice and Bob."""

    def __init__(self, case: threading.local):
        self._case = case

    def __getitem__(self, who: str) -> str:
        return self._case.people[who]["token"]


if __name__ == "__main__":
    crowd = Crowd(**json.loads(Path(sys.argv[1]).read_text()))
    signal.signal(signal.SIGTERM, lambda *_: crowd.stop.set())
    crowd.work()
