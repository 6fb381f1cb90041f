"""The tables of Procrastinate."""

import pytest

from runner.errors import StoreError
from runner.store import procrastinate as tables
from tests.desk import Desk


@pytest.fixture
def db(postgresql, tmp_path):
    desk = Desk(tmp_path, database_url=postgresql.begun("procrastinate"), jobs="procrastinate")
    yield desk.app.db
    desk.app.close()


def test_its_tables_are_made_by_upgrading_and_only_then(db):
    tables.upgrade(db)
    tables.check(db)
    with db.write() as tx:
        tx.run("DELETE FROM procrastinate_migrations WHERE name LIKE '03.04%'")
    with pytest.raises(StoreError, match="upgrade-db --engine procrastinate"):
        tables.check(db)


def test_its_migrations_are_applied_once_and_in_their_order(db, monkeypatch):
    scripts = tables._migrations() | {
        "99.00.00_01_a.sql": "CREATE TABLE later (a int)",
        "99.00.00_02_b.sql": "ALTER TABLE later ADD b int; INSERT INTO later VALUES (1, 2)",
    }
    monkeypatch.setattr(tables, "_migrations", lambda: scripts)
    tables.upgrade(db)
    tables.upgrade(db)
    tables.check(db)
    with db.read() as tx:
        assert tx.run("SELECT a, b FROM later").fetchall() == [(1, 2)]


def test_what_its_own_command_made_is_not_taken_for_ours(db):
    with db.write() as tx:
        tx.run("DROP TABLE procrastinate_migrations")
    for act in (tables.check, tables.upgrade):
        with pytest.raises(StoreError, match="made by its own command"):
            act(db)


def test_newer_ones_are_said_and_gone_on_with(db, caplog):
    """As in an upgrade of one node after another, where this one starts again."""
    tables.check(db)
    assert not caplog.records
    with db.write() as tx:
        tx.run("INSERT INTO procrastinate_migrations VALUES ('03.10.02_01_pre_later.sql')")
    tables.check(db)
    assert "those of version 3.10.2, newer than what is installed" in caplog.text
