"""People at work, in a process of their own: `python -m tests.crash.load PLAN`.

They open cases and walk them through the lifecycle, over HTTP, at any of the nodes. Each request has an
Idempotency-Key and is sent until it is answered, as a careful client would. What was acknowledged is
written down, a line of JSON for each, at once. SIGTERM lets them finish their cases.
"""

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

HANDS_OFF = 10
"""Seconds until a client takes an answer for lost. On a machine whose load is far above its cores
some answers take longer, without anything having failed."""

PATIENCE = 240
"""Seconds until a request is given up."""

WALK = (
    ("alice", "send_first_response", {"body": "We look into it, {mark}."}),
    ("alice", "ask_customer", {"body": "Which one, {mark}?"}),
    ("bob", "messages", {"body": "The left one, {mark}.", "visibility": "public"}),
    ("alice", "acknowledge", {}),
    ("alice", "propose_solution", {"body": "Turn it off, {mark}."}),
    ("bob", "reject_solution", {}),
    ("alice", "propose_solution", {"body": "And on again, {mark}."}),
    ("bob", "accept_solution", {}),
)
"""Who does what after the submission."""


class People:
    """`urls` of the nodes, `tokens` by name, `people` at once, at `most` so many cases; every third
    case is left alone, for its timers."""

    def __init__(self, urls, tokens, ledger, people=3, most=10_000, seed=0, pause=0.0):
        self._urls, self._tokens, self._ledger = urls, tokens, open(ledger, "a")  # noqa: SIM115
        self._people, self._most, self._seed, self._pause = people, most, seed, pause
        self._numbers, self._lock = count(1), threading.Lock()
        self.stop = threading.Event()

    def work(self):
        threads = [threading.Thread(target=self._work, args=[i]) for i in range(self._people)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _work(self, person):
        chance = random.Random(f"{self._seed} {person}")
        while not self.stop.is_set() and (n := next(self._numbers)) <= self._most:
            mark = f"#{self._seed}-{n}#"
            opening = {"subject": f"Case {mark}", "description": mark, "priority": "P1",
                       "customer": {"email": "bob@example.com"}}  # fmt: skip
            case = self._send(chance, "alice", "/api/cases", opening, "open", mark, None)
            for i, (who, what, fields) in enumerate(WALK if n % 3 else ()):
                path = f"/api/cases/{case}/" + (what if what == "messages" else f"actions/{what}")
                said = {k: v.format(mark=f"{mark}{i}") for k, v in fields.items()}
                body = said if what == "messages" else {"fields": said}
                self._send(chance, who, path, body, what, f"{mark}{i}", case)
                time.sleep(self._pause)

    def _send(self, chance, who, path, body, step, mark, case) -> Any:
        """The number of the case, once the request is acknowledged."""
        begun, tries, met = time.monotonic(), 0, []
        while True:
            tries += 1
            try:
                status, again, answer = self._ask(chance.choice(self._urls), who, path, body, mark)
                if status < 500:
                    break
                met.append(as_told(status, again))
            except (OSError, http.client.HTTPException, ValueError) as error:
                status, answer = 0, {"detail": repr(error)}
                met.append(silence(error))
            if time.monotonic() - begun > PATIENCE:
                break
            time.sleep(chance.uniform(0.05, 0.3))
        case = answer.get("number", case)
        line = {
            "case": case,
            "step": step,
            "mark": mark,
            "tries": tries,
            "status": status,
            "met": met,
        }
        self._note(line if status in (200, 201) else {**line, "said": answer})
        return case

    def _ask(self, url, who, path, body, key):
        place = urlsplit(url)
        connection = http.client.HTTPConnection(place.hostname, place.port, timeout=HANDS_OFF)
        try:
            headers = {
                "Authorization": f"Bearer {self._tokens[who]}",
                "Content-Type": "application/json",
                "Idempotency-Key": key,
            }
            connection.request("POST", path, json.dumps(body), headers)
            response = connection.getresponse()
            again = response.headers["Retry-After"]
            return response.status, again, json.loads(response.read())
        finally:
            connection.close()

    def _note(self, line):
        with self._lock:
            self._ledger.write(json.dumps(line) + "\n")
            self._ledger.flush()


def as_told(status, again) -> str:
    """A status, and whether it says when to come again."""
    return f"{status}, come again" if again and status == 503 else f"{status}"


def silence(error) -> str:
    """Why there was no answer: the node is down, it died or the line broke meanwhile, or it took too
    long."""
    if isinstance(error, ConnectionRefusedError):
        return "not reached"
    return "no answer" if isinstance(error, TimeoutError) else "cut off"


if __name__ == "__main__":
    people = People(**json.loads(Path(sys.argv[1]).read_text()))
    signal.signal(signal.SIGTERM, lambda *_: people.stop.set())
    people.work()
