"""The doctor says what is wrong and what to do; what is well is said in a line."""

import json
import shutil
from datetime import timedelta
from types import SimpleNamespace

import pytest

from runner.model import WorkerName
from runner.store import workers


def found(desk, **more):
    return {check.about: (check.level, check.text) for check in desk.app.doctor.examine(**more)}


def sweep(desk, engine="table"):
    with desk.app.db.write() as tx:
        workers.saw(tx, WorkerName(f"{engine}:1", engine), desk.clock.now())


def test_an_installation_that_is_well(desk, tmp_path):
    desk.open()
    sweep(desk)
    desk.app.backups.make(tmp_path / "a.tar")
    levels = {about: level for about, (level, _) in found(desk).items() if about != "disk"}
    levels.pop("settings")  # the tests set SYNCHRONOUS to NORMAL
    assert levels == dict.fromkeys(
        ["worker", "jobs", "incidents", "letters", "backup", "data", "counts", "files"], "ok"
    )
    assert {"data", "counts", "files"}.isdisjoint(found(desk, thorough=False))


def test_an_installation_in_which_much_is_wrong(desk, tmp_path, monkeypatch):
    number = desk.open(priority="P1").number
    sweep(desk)
    desk.app.backups.make(tmp_path / "a.tar")
    desk.app.cases.report(1, "Stood still", "See there.")
    desk.give_up("mail:7")
    with desk.app.db.write() as tx:
        tx.run("UPDATE cases SET status = 'Lost'")
        tx.run("UPDATE tallies SET change = change + 1")
    desk.clock.advance(timedelta(days=3))
    disk = SimpleNamespace(free=5 << 20)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: disk)
    said = found(desk)
    for about, level, words in [
        ("disk", "error", "Only 0.0 GB are free"),
        ("worker", "error", "3 days ago. Timers and mails wait. Start: caselane work"),
        ("jobs", "error", "Jobs due for 5 minutes or longer: 1. See the log"),
        ("incidents", "error", f"1 open: {number}: Stood still. Look at: caselane incidents"),
        ("letters", "error", "1 dead: mail:7. Remove the cause"),
        ("backup", "error", "made 3 days ago. See why none was made since"),
        ("data", "error", f"{number}: its status is 'Lost'"),
        ("counts", "warning", "are wrong"),
    ]:
        assert said[about][0] == level, about
        assert words in said[about][1]


def test_a_case_that_nothing_would_wake_is_named(desk):
    number = desk.open(priority="P1").number
    with desk.app.db.write() as tx:
        tx.run("DELETE FROM jobs")
    desk.clock.advance(timedelta(days=3))
    assert found(desk)["jobs"][1].startswith(f"No job would wake {number}, ")


def test_a_worker_of_the_other_kind_is_noticed(desk):
    sweep(desk)
    sweep(desk, "procrastinate")
    assert "CASELANE_JOBS=procrastinate, here it is table" in found(desk)["worker"][1]


@pytest.mark.parametrize("kind", ["sqlite"])
def test_nothing_that_the_doctor_says_is_a_secret(desk):
    assert desk.app.doctor.examine()
    assert json.dumps(found(desk)).count("secret") == 0
