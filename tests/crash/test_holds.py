"""What was sent and can still be taken back, while nodes are killed: it happens once, at its instant."""

import os
import shutil
import signal
from datetime import timedelta
from itertools import count

from runner.clock import ManualClock
from runner.config import read_settings
from runner.model import ActRequest, UnsentText
from runner.store.database import Database
from tests.desk import MONDAY, Desk, build

TEXT = "Turn it off and on again."


def killed_at(app, number, before, work) -> bool:
    """Does something in a process of its own, which is killed right before or right after its
    commit of this number. False when it had come to its end by then."""
    app.db.close()  # no connection of SQLite outlives a fork
    child = os.fork()
    if not child:
        commits, commit = count(1), Database._commit

        def commit_and_die(database, transaction):
            this = next(commits) == number
            if this and before:
                os.kill(os.getpid(), signal.SIGKILL)
            commit(database, transaction)
            if this:
                os.kill(os.getpid(), signal.SIGKILL)

        Database._commit = commit_and_die
        try:
            work()
        finally:
            os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def test_a_worker_may_die_at_any_commit_of_a_release(tmp_path):
    desk = Desk(tmp_path / "first", undo_send=10)
    number = desk.open().number
    sent = ActRequest(("send_first_response",), {"body": TEXT})
    draft = UnsentText("", {"text": TEXT, "mode": "reply"})
    assert killed_at(
        desk.app, 1, False, lambda: desk.app.cases.send(desk.alice, number, sent, draft)
    )
    desk.app.close()
    deaths = 0
    for place in count():
        folder = tmp_path / str(place)
        shutil.copytree(tmp_path / "first", folder)
        died = release(folder, number, at=place // 2 + 1, before=place % 2 == 0)
        if not died:
            break
        deaths += 1
    assert deaths >= 4


def release(folder, number, at, before) -> bool:
    """A worker is killed while it releases the message; another one goes on."""
    clock = ManualClock(MONDAY + timedelta(seconds=11))
    settings = read_settings({}, data_dir=folder, synchronous="NORMAL", undo_send="10")
    app = build(settings, clock)
    died = killed_at(app, at, before, app.worker.run_due)
    app.close()
    clock.advance(timedelta(minutes=30))
    app = build(settings, clock)
    app.worker.run_due()
    alice, bob = (app.accounts.by_email(f"{name}@example.com") for name in ("alice", "bob"))
    page = app.cases.page(alice, number)
    said = app.cases.conversation(alice, number).items
    assert [(m.body, m.at) for m in said] == [(TEXT, MONDAY + timedelta(seconds=10))]
    assert (page.view.case.status, page.view.milestones[0].state) == ("Work in Progress", "met")
    told = app.notifications.of(bob).items
    assert sum(TEXT in note.body for note in told) == 1
    assert (page.held, page.unsent.get("")) == ((), None)
    app.close()
    return died
