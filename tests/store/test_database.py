"""The database: what it promises, and what it says when it cannot keep it."""

import os
import shutil
import sqlite3
import subprocess
from datetime import timedelta

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from runner.bootstrap import build
from runner.config import read_settings
from runner.errors import StoreBusy, StoreError, StoreFull
from runner.model import Person
from runner.store import Database, people, work
from runner.store.schema import metadata
from tests.desk import MONDAY, Desk


@pytest.fixture
def db(tmp_path):
    db = Database(f"sqlite:///{tmp_path}/x.sqlite3", busy_seconds=0.2)
    db.upgrade()
    yield db
    db.close()


def test_the_schema_is_the_sum_of_its_migrations(tmp_path):
    db = Database(f"sqlite:///{tmp_path}/x.sqlite3")
    db.upgrade()
    engine = sa.create_engine(db.url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        assert compare_metadata(context, metadata) == []


def test_upgrading_twice_changes_nothing(db):
    db.upgrade()
    db.check()


def test_tables_of_another_version_are_refused_with_what_to_do(tmp_path):
    db = Database(f"sqlite:///{tmp_path}/x.sqlite3")
    with pytest.raises(StoreError, match="caselane upgrade-db"):
        db.check()


@pytest.mark.parametrize(("setting", "value"), [("FULL", 2), ("NORMAL", 1)])
def test_sqlite_is_durable_as_the_settings_say(tmp_path, setting, value):
    db = Database(f"sqlite:///{tmp_path}/x.sqlite3", setting)
    with db.write() as tx:
        assert tx.run("PRAGMA journal_mode").fetchone()[0] == "wal"
        assert tx.run("PRAGMA synchronous").fetchone()[0] == value
        assert tx.run("PRAGMA foreign_keys").fetchone()[0] == 1


def test_full_is_the_default():
    assert read_settings({}).synchronous == "FULL"


def test_what_fails_leaves_nothing_behind(db):
    with pytest.raises(RuntimeError), db.write() as tx:
        people.add(tx, "a@example.com", "A", ["agent"], MONDAY)
        raise RuntimeError("in the middle")
    with db.read() as tx:
        assert people.by_email(tx, "a@example.com") is None


def test_a_transaction_inside_another_is_part_of_it(db):
    with pytest.raises(RuntimeError), db.write() as outer:
        with db.write() as inner:
            assert inner is outer
            people.add(inner, "a@example.com", "A", ["agent"], MONDAY)
        raise RuntimeError("after the inner one")
    with db.read() as tx:
        assert people.by_email(tx, "a@example.com") is None


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
    desk.app = build(desk.settings, desk.clock)
    other = sqlite3.connect(str(desk.app.db.url.database), isolation_level=None, timeout=0)
    other.execute("BEGIN IMMEDIATE")
    desk.app.cases._db = Database(desk.settings.url, busy_seconds=0.1)
    with pytest.raises(StoreBusy):
        case.act(desk.alice, "send_first_response", body="Hi")
    other.execute("ROLLBACK")
    assert case.status == "New"
    assert case.act(desk.alice, "send_first_response", body="Hi").status == "Work in Progress"
    desk.app.close()


@pytest.fixture
def small_disk(tmp_path):
    """A disk of one megabyte, where that can be had."""
    folder = tmp_path / "disk"
    folder.mkdir()
    made = os.geteuid() == 0 and shutil.which("mount")
    if (
        not made
        or subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=1m", "none", folder], check=False
        ).returncode
    ):
        pytest.skip("needs the right to mount a small disk")
    yield folder
    subprocess.run(["umount", "-l", folder], check=False)


def test_a_full_disk_is_said_and_nothing_is_half_done(small_disk):
    desk = Desk(small_disk)
    case = desk.open()
    filler = small_disk / "filler"
    with pytest.raises(OSError, match="No space"), open(filler, "wb", buffering=0) as file:
        while file.write(b"x" * 4096):
            pass
    with pytest.raises(StoreFull, match="free some space"):
        for _ in range(50):
            case.write(desk.bob, "x" * 50_000)
    before = len(case.conversation())
    filler.unlink()
    assert len(case.write(desk.bob, "Again").conversation()) == before + 1
    desk.app.close()


# ------------------------------------------------------------------ people, keys, incidents


def test_people_keep_their_names_and_roles(db):
    with db.write() as tx:
        added = people.add(tx, "a@example.com", "A", ["agent", "lead"], MONDAY)
        assert people.by_email(tx, "a@example.com") == added
        assert people.by_id(tx, added.id).roles == {"agent", "lead"}
        assert people.with_roles(tx, ["lead"]) == [added]
        assert people.by_id(tx, 99) is None
        people.deactivate(tx, added.id, MONDAY)
        assert people.with_roles(tx, ["lead"]) == []


def test_a_key_is_taken_once_and_forgotten_after_a_while(db):
    with db.write() as tx:
        person: Person = people.add(tx, "a@example.com", "A", [], MONDAY)
        assert work.take_key(tx, person.id, "k", "d", MONDAY)
        assert not work.take_key(tx, person.id, "k", "d", MONDAY)
        assert work.forget_keys(tx, MONDAY) == 0
        assert work.forget_keys(tx, MONDAY + timedelta(days=1)) == 1
        assert work.take_key(tx, person.id, "k", "d", MONDAY)


def test_the_same_incident_is_raised_once_until_it_is_resolved(desk):
    case = desk.open()
    report = desk.app.cases.report
    report(case.case.id, "Stuck", "It does not move.")
    report(case.case.id, "Stuck", "It does not move.")
    with desk.app.db.write() as tx:
        assert len(work.open_incidents(tx)) == 1
        work.resolve_incidents(tx, case.case.id, MONDAY)
        assert work.open_incidents(tx) == []
    assert desk.inbox(desk.carol) == ["Incident with case C-1001: Stuck"]
