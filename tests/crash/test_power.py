"""The power fails, at any instant, under a site on SQLite: what was acknowledged is there afterwards.

A site is traced while people work; from the trace come the disks that a loss of power could have left, and
each is looked at. A process that is killed shows nothing of this: what it wrote, the system keeps.
"""

import json
import random
import subprocess
import sys
from dataclasses import asdict, dataclass, field

import pytest

from tests.crash.disk import Fate
from tests.crash.powered import serve
from tests.crash.recording import Recording
from tests.crash.site import Site
from tests.crash.trace import read, tracing


@pytest.fixture(scope="module")
def recorded(tmp_path_factory):
    """Records a site whose database is as durable as is said, once for each."""
    done = {}

    def record(synchronous, cases=5):
        if (synchronous, cases) not in done:
            folder = tmp_path_factory.mktemp("power") / "site"
            trace = folder.with_name("trace")
            folder.mkdir()
            site = ["-m", "tests.crash.powered", str(folder), synchronous, str(cases)]
            subprocess.run([*tracing(trace), sys.executable, *site], check=True, timeout=900)
            done[synchronous, cases] = Recording(folder, read(trace, folder))
            trace.unlink()
        return done[synchronous, cases]

    return record


@dataclass
class Books:
    """What was found on the disks that were looked at: on all together, and on the worst of them."""

    cuts: int = 0
    images: int = 0
    commits: int = 0
    acknowledged: int = 0
    lost: int = 0
    lost_at_most: int = 0
    commits_lost_at_most: int = 0
    faults: list[str] = field(default_factory=list)

    def __str__(self):
        return json.dumps(asdict(self))


def fail_power(recording, cuts, deaf=False):
    """Looks at what is left when the power fails after the operations that `cuts` chooses. Of what was
    not flushed it is nothing, or some, or torn parts."""
    chance, lost = random.Random(1), set()
    books = Books(commits=len(recording.states), acknowledged=len(recording.ledger))
    for disk, operation, until in recording.instants(deaf):
        if not cuts(operation, chance):
            continue
        books.cuts += 1
        for fate in (Fate(chance, 0), Fate(chance, 0.5), Fate(chance, chance.random(), torn=True)):
            books.images += 1
            lost |= check_left(books, recording, until, recording.look(disk, fate))
    books.lost = len(lost)
    print(books)
    return books


def check_left(books, recording, at, left):
    """Returns what was acknowledged and is not there."""
    due = recording.acknowledged(at)
    state = recording.states.get(left.database)
    if state is None or left.said != "ok":
        books.faults.append(f"at {at} the database is as after no commit; SQLite says: {left.said}")
        return due
    if left.key != recording.key and (due or left.key is not None):
        books.faults.append(f"at {at} the secret key is {left.key!r}")
    lost = due - state.there
    made = sum(other.at <= at for other in recording.states.values())
    books.lost_at_most = max(books.lost_at_most, len(lost))
    books.commits_lost_at_most = max(books.commits_lost_at_most, made - 1 - state.number)
    return lost


def some(share):
    """A share of all operations, by chance, each flush, and each name that goes: what it named must
    be safe elsewhere."""
    return lambda o, chance: chance.random() < share or o.what in ("sync", "unlink")


def go_on(recording, share, chance):
    """The power fails when a share of all was acknowledged. Then it comes back, and people do again
    all that they did, with the same Idempotency-Keys."""
    at = recording.ledger[int(len(recording.ledger) * share)][0]
    disk = next(disk for disk, _, until in recording.instants() if until > at)
    with recording.left(disk, Fate(chance, chance.random(), torn=True)) as folder:
        tokens = json.loads((recording.folder / "plan").read_text())["tokens"]
        site = Site(folder, "", mail=False, secret_key="", tokens=tokens)
        try:
            serve(site, recording.cases)
            result = site.account()
        finally:
            site.close()
    print(result)
    assert result.faults == []
    assert (result.lost, result.duplicated) == (0, 0)
    assert result.acknowledged == len(recording.ledger)


def test_full_loses_nothing(recorded):
    recording = recorded("FULL")
    books = fail_power(recording, some(0.02))
    assert books.faults == []
    assert books.lost == 0
    assert books.acknowledged > 20
    go_on(recording, 0.5, random.Random(1))
    # These tests do find what is lost, and what is broken, on a disk that is deaf.
    deaf = fail_power(recording, some(0.01), deaf=True)
    assert deaf.lost > 0
    assert "the database is as after no commit" in str(deaf.faults)


@pytest.mark.soak
def test_normal_loses_the_last_commits_at_most(recorded):
    books = fail_power(recorded("NORMAL"), some(0.02))
    assert books.faults == []
    assert books.lost > 0


# ------------------------------------------------------------------ at length


@pytest.mark.soak
@pytest.mark.parametrize(("synchronous", "lost"), [("FULL", False), ("NORMAL", True)])
def test_many_losses_of_power(recorded, synchronous, lost):
    books = fail_power(recorded(synchronous, 30), some(0.03))
    assert books.faults == []
    assert (books.lost > 0) == lost


@pytest.mark.soak
def test_people_go_on_after_many_losses_of_power(recorded):
    chance = random.Random(2)
    for tenth in range(1, 10, 2):
        go_on(recorded("FULL", 30), tenth / 10, chance)
