"""The whole of a SQLite database comes to PostgreSQL, or no node starts on it."""

import os
import shutil
import signal
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from runner.cases import Submission
from runner.clock import ManualClock
from runner.config import Settings
from runner.errors import BackupError, StoreError
from runner.operations.copying import copy
from runner.store import Database, moving
from tests.conftest import CASELANE
from tests.desk import DATABASE, PARTS, bootstrap
from tests.ports import free_port
from tests.store import databases


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """A desk with a week of history, of an earlier release: cases everywhere, timers, jobs, dead
    letters, notifications."""
    folder = tmp_path_factory.mktemp("filled")
    databases.restore(databases.KEPT[-1], folder / DATABASE)
    Database(f"sqlite:///{folder}/{DATABASE}").upgrade()
    return folder


@pytest.fixture
def settings(filled, tmp_path):
    shutil.copytree(filled, tmp_path / "here")
    return Settings(data_dir=tmp_path / "here")


@pytest.fixture
def url(postgresql):
    return postgresql.empty()


def rows_of(url):
    with closing(Database(url)) as db, db.read() as tx:
        return {table.name: sorted(map(repr, tx.all(sa.select(table)))) for table in moving.TABLES}


def start(settings):
    """A node on the database, two weeks later."""
    clock = ManualClock(datetime(2026, 6, 29, tzinfo=UTC))
    return closing(bootstrap.build(settings, clock, tables="check", parts=PARTS))


def test_every_row_comes_along_and_work_goes_on(settings, url):
    told = {}
    rows = copy(settings, url, told.__setitem__)
    assert told == rows and rows["cases"] > 5 and rows["jobs"] and rows["unread_cases"]
    assert rows_of(url) == rows_of(settings.url)
    numbers = []
    for one in (settings, replace(settings, database_url=url)):
        with start(one) as app:
            app.worker.run_due()
            assert all(
                check.level == "ok"
                for check in app.doctor.examine()
                if check.about in ("data", "counts")
            )
            bob, alice = map(app.accounts.active, ("bob@example.com", "alice@example.com"))
            opened = app.cases.open(bob, Submission("The kettle whistles", "All day long."))
            numbers.append(opened.case.number)
            assert [hit.line.number for hit in app.cases.search(alice, "kettle").items] == numbers[
                -1:
            ]
    assert len(set(numbers)) == 1


def test_nobody_writes_meanwhile(settings, url):
    with closing(Database(settings.url, busy_seconds=0)) as other:
        said = []

        def try_to_write(table, rows):
            if table == "cases":
                with pytest.raises(StoreError, match="busy"), other.write():
                    pass
                said.append(rows)

        copy(settings, url, try_to_write)
    assert said


DIES = """
import os, signal, sys
from runner.config import read_settings
from runner.operations.copying import copy

def die(table, rows):
    if table == "versions":
        os.kill(os.getpid(), signal.SIGKILL)

copy(read_settings(), sys.argv[1], die)
"""
"""Tables after this one are not there yet."""


@pytest.mark.soak
def test_one_that_was_killed_goes_on_and_no_node_starts_before(settings, url):
    environment = {**os.environ, "CASELANE_DATA_DIR": str(settings.data_dir)}
    killed = subprocess.run([sys.executable, "-c", DIES, url], env=environment, check=False)
    assert killed.returncode == -signal.SIGKILL
    there = {**environment, "CASELANE_DATABASE_URL": url}
    for command in (["upgrade-db"], ["serve", "--port", str(free_port())]):
        early = subprocess.run(
            [CASELANE, *command], env=there, capture_output=True, text=True, check=False
        )
        assert early.returncode == 1
        assert "was not finished. Run caselane copy-db again" in early.stderr
    again = subprocess.run(
        [CASELANE, "copy-db", url], env=environment, capture_output=True, text=True, check=True
    )
    assert "Copied and compared" in again.stdout
    assert rows_of(url) == rows_of(settings.url)
    with closing(Database(url)) as target:
        target.check()


def test_what_is_there_stays(settings, url, postgresql):
    def ignored(table, rows):
        pass

    with pytest.raises(BackupError, match="has data"):
        copy(settings, postgresql.begun(), ignored)
    with pytest.raises(BackupError, match="goes to PostgreSQL"):
        copy(settings, f"{settings.url}-new", ignored)
    with pytest.raises(BackupError, match="PostgreSQL already"):
        copy(Settings(database_url=url), url, ignored)
