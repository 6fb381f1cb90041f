"""SQLite alone: how durable it is, and what it says when it cannot keep its promises."""

import os
import sqlite3
import stat
from dataclasses import replace
from functools import partial

import pytest

from runner.config import read_settings
from runner.errors import StoreBusy, StoreFull
from runner.store import Database, people
from tests.desk import MONDAY, PARTS, Desk, build
from tests.store.conftest import fill


@pytest.fixture
def db(tmp_path):
    db = Database(f"sqlite:///{tmp_path}/x.sqlite3", busy_seconds=0.2)
    db.upgrade()
    yield db
    db.close()


@pytest.mark.parametrize(("setting", "flushed"), [("FULL", True), ("NORMAL", False)])
def test_sqlite_is_durable_as_the_settings_say(tmp_path, setting, flushed):
    """Commits are flushed by us or not at all: see test_writers."""
    db = Database(f"sqlite:///{tmp_path}/x.sqlite3", setting)
    with db.write() as tx:
        assert tx.run("PRAGMA journal_mode").fetchone()[0] == "wal"
        assert tx.run("PRAGMA synchronous").fetchone()[0] == 1
        assert bool(db._log.path) == flushed
        assert tx.run("PRAGMA fullfsync").fetchone()[0] == (setting == "FULL")
        assert tx.run("PRAGMA checkpoint_fullfsync").fetchone()[0] == 1
        assert tx.run("PRAGMA foreign_keys").fetchone()[0] == 1


def test_full_is_the_default():
    assert read_settings({}).synchronous == "FULL"


def test_what_is_kept_is_readable_by_its_owner_only(tmp_path):
    usual = os.umask(0o022)
    try:
        desk = Desk(tmp_path / "new" / "caselane")
        desk.open()
    finally:
        os.umask(usual)
    folder = desk.settings.data_dir
    kept = {path.name: path for path in folder.iterdir()}
    assert kept.keys() == {
        "caselane.sqlite3", "caselane.sqlite3-wal", "caselane.sqlite3-shm", "secret-key"
    }  # fmt: skip
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in kept.values()} == {0o600}
    desk.app.close()


def test_the_rights_of_a_database_that_is_there_are_left_alone(tmp_path):
    """Somebody may have let a group read it, for copies."""
    database = tmp_path / "caselane.sqlite3"
    database.touch()
    database.chmod(0o640)
    desk = Desk(tmp_path)
    assert stat.S_IMODE(database.stat().st_mode) == 0o640
    desk.app.close()


def test_a_locked_database_is_busy_and_says_so(db):
    other = sqlite3.connect(str(db.url.database), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        with pytest.raises(StoreBusy, match="try again"), db.write():
            pass
    finally:
        other.execute("ROLLBACK")
    with db.write() as tx:
        assert people.add(tx, "a@example.com", "A", [], MONDAY)


def test_an_operation_on_a_locked_database_loses_nothing(tmp_path):
    desk = Desk(tmp_path)
    case = desk.open()
    desk.app.db.close()
    impatient = replace(PARTS, database=partial(Database, busy_seconds=0.1))
    desk.app = build(desk.settings, desk.clock, parts=impatient)
    other = sqlite3.connect(str(desk.app.db.url.database), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreBusy):
        case.act(desk.alice, "send_first_response", body="Hi")
    other.execute("ROLLBACK")
    assert case.status == "New"
    assert case.act(desk.alice, "send_first_response", body="Hi").status == "Work in Progress"
    desk.app.close()


def test_a_full_disk_is_said_and_nothing_is_half_done(small_disk, tmp_path):
    desk = Desk(small_disk(tmp_path / "disk", "2m"))
    case = desk.open()
    filler = fill(desk.settings.data_dir)
    with pytest.raises(StoreFull, match="free some space"):
        for _ in range(50):
            case.write(desk.bob, "x" * 50_000)
    before = len(case.conversation())
    filler.unlink()
    assert len(case.write(desk.bob, "Again").conversation()) == before + 1
    desk.app.close()
