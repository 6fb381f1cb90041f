"""Which version the tables have, and what it takes to bring them up to date."""

import subprocess
import sys

import pytest
import sqlalchemy as sa
from alembic.script import ScriptDirectory

from runner.errors import StoreError
from runner.store import migrations, upgrading


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
