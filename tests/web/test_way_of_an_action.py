"""An action goes straight down: through few files, in one transaction, and nothing calls back up.

Decision 0212.
"""

import re
import sys
import tomllib
from collections import Counter

import pytest

from tests.conftest import ROOT

MOST_FILES, MOST_ROOMS = 32, 11
"""`engine/` is one file. What only carries values is none: model, errors, language, clock,
tables."""

NOT_COUNTED = re.compile(r"runner/(model/.*|errors\.py|language\.py|clock\.py|store/tables/.*)")

CONTRACT = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
FLOORS = [line.split(" | ") for line in CONTRACT["contracts"][0]["layers"]]


class Walk:
    """Notes which files of the product are entered, and each call that leads up."""

    def __init__(self):
        self.files, self.up = Counter(), set()

    def __enter__(self):
        sys.setprofile(self._note)
        return self

    def __exit__(self, *_):
        sys.setprofile(None)

    def _note(self, frame, event, _):
        if event != "call" or (here := _product(frame)) is None:
            return
        if not NOT_COUNTED.fullmatch(here):
            self.files[re.sub(r"^(runner/engine)/.*", r"\1", here)] += 1
        caller = frame.f_back
        while caller is not None and _product(caller) is None:
            caller = caller.f_back
        if caller is None or _product(caller) == TEXTS:
            return
        if _floor(_product(caller)) > _floor(here):
            self.up.add((_product(caller), here, frame.f_code.co_name))


TEXTS = "runner/language.py"
"""A text that is not said yet (`made`) is a value, put together when its reader is known."""


def _product(frame):
    """The file of a frame, below the root; None outside runner/ and web/."""
    name = frame.f_code.co_filename.removeprefix(f"{ROOT}/")
    return name if name.startswith(("runner/", "web/")) else None


def _floor(name):
    """0 for the web, and more for each floor down."""
    room = re.sub(r"\.py$", "", name.split("/")[1])
    floors = [number for number, rooms in enumerate(FLOORS, 1) if room in rooms]
    return floors[0] if name.startswith("runner/") else 0


ACTIONS = [
    ("New", "alice", "send_first_response"),
    ("Work in Progress", "alice", "ask_customer"),
    ("Work in Progress", "alice", "propose_solution"),
    ("Solution Proposed", "bob", "accept_solution"),
]


@pytest.mark.parametrize(("status", "who", "action"), ACTIONS, ids=lambda value: value)
def test_an_action_goes_straight_down(desk, api, status, who, action):
    body = {"body": "Which one?"} if who == "alice" else {}
    caller, case = getattr(api, who), desk.open().to(status)
    caller.act(desk.open().to(status).number, action, **body)  # what is read once is known now
    begun = []
    begin = desk.app.db._begin_writing
    desk.app.db._begin_writing = lambda: begun.append(1) or begin()
    with Walk() as walk:
        answer = caller.act(case.number, action, **body)
    assert answer.status_code == 200
    assert len(begun) == 1
    assert not walk.up
    rooms = {re.sub(r"\.py$", "", "/".join(name.split("/")[:2])) for name in walk.files}
    assert len(walk.files) <= MOST_FILES, sorted(walk.files)
    assert len(rooms) <= MOST_ROOMS, sorted(rooms)
