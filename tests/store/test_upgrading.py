"""Which version the tables have, and what it takes to bring them up to date."""

import subprocess
import sys
import threading

import pytest
import sqlalchemy as sa
from alembic.script import ScriptDirectory

from runner.errors import StoreError
from runner.store import Database, migrations, upgrading
from tests.patience import until


def test_the_files_are_named_by_the_revisions_that_alembic_knows():
    scripts = ScriptDirectory(migrations.__path__[0])
    known = [script.revision for script in scripts.walk_revisions()]
    assert sorted(known) == upgrading.REVISIONS
    assert upgrading.REVISIONS[-1] == scripts.get_current_head()


def test_tables_say_which_version_they_have(empty_url):
    engine = sa.create_engine(empty_url)
    with engine.connect() as connection:
        assert upgrading.found(connection) is None
    with engine.begin() as connection:
        upgrading.upgrade(connection, "0003")
        assert upgrading.found(connection) == "0003"
    engine.dispose()


def test_tables_that_are_up_to_date_do_not_wait_for_alembic(db):
    code = """
import sys
from runner.store import Database
db = Database(sys.argv[1])
db.upgrade()
db.check()
assert "alembic" not in sys.modules
"""
    run = subprocess.run(
        [sys.executable, "-c", code, db.url.render_as_string(False)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr


@pytest.mark.parametrize(("oldest", "goes_on"), [(upgrading.REVISIONS[-1], True), ("9999", False)])
def test_a_program_goes_on_with_newer_tables_that_say_it_can(db, oldest, goes_on):
    """And starts again on them, while the nodes are replaced one after another."""
    with db.write() as tx:
        tx.run("UPDATE alembic_version SET version_num = '9999'")
        tx.run("UPDATE schema_terms SET oldest = :oldest", oldest=oldest)
    for ask in (db.check, db.upgrade):
        if goes_on:
            ask()
        else:
            with pytest.raises(StoreError, match="which a newer Caselane made"):
                ask()


def test_what_the_tables_say_is_a_migration_that_there_is(db):
    assert upgrading.OLDEST in upgrading.REVISIONS
    with db.read() as tx:
        assert tx.run("SELECT oldest FROM schema_terms").fetchall() == [(upgrading.OLDEST,)]


# ------------------------------------------------------------------ while older nodes go on


def add(tx):
    tx.run("SET LOCAL session_replication_role = replica")  # of no case, and of no version
    tx.run(
        "INSERT INTO intervals (case_id, kind, number, name, version_id, started_at)"
        " SELECT 1, 'status', count(*), 'New', 1, now() FROM intervals"
    )


OLD = "0047"
"""From here on a migration builds ahead what it puts on a table that was there."""


def older(url):
    db = Database(url)
    db.upgrade(OLD)
    db.close()


@pytest.fixture
def old(postgresql):
    db = Database(postgresql.copied("older_tables", older))
    yield db
    db.close()


def test_writers_go_on_while_an_index_is_built(old):
    """The transaction of a slow writer holds the index up, and neither holds up the next writer."""
    slow, other = (Database(old.url.render_as_string(False)) for _ in "ab")
    upgrading_node = threading.Thread(target=old.upgrade)
    with slow.write() as tx:
        tx.run("LOCK intervals IN ROW EXCLUSIVE MODE")  # as every statement that writes into it
        upgrading_node.start()
        until(lambda: _count(other, "pg_stat_progress_create_index") == 1)
        with other.write() as quick:
            add(quick)
        assert _count(other, "intervals") == 1
    upgrading_node.join()
    other.check()
    assert _count(other, "pg_index WHERE NOT indisvalid") == 0
    for db in (slow, other):
        db.close()


def test_no_migration_builds_an_index_in_its_transaction(old):
    """CREATE INDEX keeps writers out by a ShareLock until the transaction ends. Facts are written by
    who keeps them alone, and nobody waits for that."""
    tables = _tables(old) - {"case_facts"}
    engine = sa.create_engine(old.url)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        upgrading.build_ahead(connection)
    with engine.begin() as connection:
        upgrading.upgrade(connection)
        held = connection.exec_driver_sql(
            "SELECT relation::regclass::text FROM pg_locks WHERE mode = 'ShareLock'"
            " AND pid = pg_backend_pid() AND relation IS NOT NULL"
        ).scalars()
        assert not tables.intersection(held)
    engine.dispose()


def test_days_are_counted_before_writers_of_cases_are_kept_out(old):
    """A key to a table keeps its writers out by a ShareRowExclusiveLock until the transaction ends."""
    old.upgrade("0051")
    engine, held = sa.create_engine(old.url), []

    @sa.event.listens_for(engine, "after_cursor_execute")
    def look(connection, cursor, statement, *_):
        cursor = connection.connection.cursor()
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE mode = 'ShareRowExclusiveLock'"
            " AND pid = pg_backend_pid() AND relation = 'cases'::regclass"
        )
        if cursor.fetchone()[0]:
            held.append(statement.split("\n")[0])

    with engine.begin() as connection:
        upgrading.upgrade(connection, "0052")
    assert held[0].startswith("ALTER TABLE late_stays ADD CONSTRAINT")
    engine.dispose()


def test_an_index_whose_building_was_killed_is_built_again(old):
    index = "ix_intervals_by_clock"
    with old.write() as tx:
        tx.run(f"CREATE INDEX {index} ON intervals (kind)")
        tx.run(f"UPDATE pg_index SET indisvalid = FALSE WHERE indexrelid = '{index}'::regclass")
    old.upgrade()
    with old.read() as tx:
        valid, columns = tx.run(
            f"SELECT indisvalid, indnatts FROM pg_index WHERE indexrelid = '{index}'::regclass"
        ).fetchone()
    assert (valid, columns) == (True, 6)


def _count(db, what):
    with db.read() as tx:
        return tx.run(f"SELECT count(*) FROM {what}").fetchone()[0]


def _tables(db):
    with db.read() as tx:
        return {name for (name,) in tx.run("SELECT tablename FROM pg_tables").fetchall()}
