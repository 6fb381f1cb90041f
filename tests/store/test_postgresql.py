"""PostgreSQL alone: connections that break, and settings that are wrong."""

import secrets
import shutil
import socket
import sys

import pytest
from sqlalchemy import make_url

from runner.errors import ConfigError, OutcomeUnknown, StoreBusy, StoreFull
from runner.model import Lease
from runner.store import Database, jobs, people
from tests.desk import MONDAY, Desk
from tests.patience import PATIENCE
from tests.store.conftest import fill


@pytest.fixture
def kind():
    return "postgresql"


def cut(cluster, tx):
    """Ends the connection of a transaction, as a failing network or a restart would."""
    pid = tx.run("SELECT pg_backend_pid()").fetchone()[0]
    cluster.execute(f"SELECT pg_terminate_backend({pid}, {PATIENCE * 1000})")


def test_a_restarted_server_is_connected_to_again(desk, postgresql):
    case = desk.open()
    postgresql.restart()
    assert case.to("Work in Progress").status == "Work in Progress"


def test_a_restart_costs_nobody_a_transaction_however_many_connections_lay_in_the_pool(
    desk, postgresql
):
    db = desk.app.db
    with db.read(), db.read(), db.read():
        pass
    postgresql.restart()
    with db.read() as one, db.read(), db.write() as other:
        assert one.run("SELECT 1").fetchone() == other.run("SELECT 1").fetchone() == (1,)


def test_a_server_that_is_away_is_busy_and_says_so(desk, postgresql):
    case = desk.open()
    postgresql.stop()
    with pytest.raises(StoreBusy, match="Nothing was changed"):
        case.to("Work in Progress")
    postgresql.start()
    assert case.status == "New"


@pytest.mark.parametrize(
    ("part", "value", "reason"),
    [("database", "nowhere", 'database "nowhere"'), ("username", "nobody", 'role "nobody"')],
)
def test_a_role_or_a_database_that_is_missing_is_named_with_what_to_do(desk, part, value, reason):
    url = make_url(desk.settings.url).set(**{part: value})
    db = Database(url.render_as_string(hide_password=False))
    with pytest.raises(StoreBusy) as error:
        db.has_tables  # noqa: B018
    db.close()
    assert f"{reason} does not exist" in str(error.value)
    assert "From nothing" in str(error.value) and "try again" not in str(error.value)


def test_a_network_that_swallows_everything_is_a_server_that_is_away():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        db = Database(f"postgresql://caselane@127.0.0.1:{port}/caselane?connect_timeout=2")
        with pytest.raises(StoreBusy, match=r"does not answer \(connection timeout expired\)"):
            db.has_tables  # noqa: B018
        db.close()


def test_a_claim_alone_waits_for_no_flush(desk):
    source = "SELECT setting, source FROM pg_settings WHERE name = 'synchronous_commit'"
    with desk.app.db.write() as tx:
        tx.run("SET LOCAL synchronous_commit = on")
        jobs.claim(tx, Lease("me", MONDAY, MONDAY), 1)
        assert tx.run(source).fetchone() == ("off", "session")
    with desk.app.db.write() as tx:
        assert tx.run(source).fetchone()[1] == "command line"


def test_a_connection_that_breaks_in_the_middle_leaves_nothing_behind(desk, postgresql):
    with pytest.raises(StoreBusy, match="Nothing was changed"), desk.app.db.write() as tx:
        people.add(tx, "new@example.com", "New", ["agent"], MONDAY)
        cut(postgresql, tx)
        people.by_email(tx, "new@example.com")
    with desk.app.db.read() as tx:
        assert people.by_email(tx, "new@example.com") is None


def test_a_connection_that_breaks_at_the_commit_is_not_called_a_failure(desk, postgresql):
    with pytest.raises(OutcomeUnknown, match="is not known"), desk.app.db.write() as tx:
        people.add(tx, "new@example.com", "New", ["agent"], MONDAY)
        cut(postgresql, tx)


def test_a_refusal_of_the_case_is_told_even_when_the_connection_broke(desk, postgresql):
    with pytest.raises(ConfigError), desk.app.db.write() as tx:
        cut(postgresql, tx)
        raise ConfigError("something else")


def test_what_the_server_says_is_passed_on(postgresql):
    db = Database(postgresql.url("nowhere"))
    with pytest.raises(StoreBusy, match='database "nowhere" does not exist'):
        db.check()


@pytest.mark.parametrize("url", ["mysql://x@y/z", "nonsense"])
def test_another_kind_of_database_is_refused(url):
    with pytest.raises(ConfigError, match="CASELANE_DATABASE_URL"):
        Database(url)


def test_without_the_driver_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(ConfigError, match=r"pip install 'caselane\[postgres\]'"):
        Database("postgresql://caselane@localhost/x")


def test_a_password_is_not_shown():
    assert str(Database("postgresql://me:secret@host/name")) == "postgresql://me:***@host/name"


def test_how_much_the_server_keeps_is_left_to_the_server(postgresql):
    """Sources other than the server's: https://www.postgresql.org/docs/current/view-pg-settings.html"""
    db = Database(postgresql.new())
    with db.write() as tx:
        sources = tx.run(
            "SELECT source FROM pg_settings"
            " WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit')"
        ).fetchall()
    db.close()
    assert sources == [("command line",)] * 3  # of the tests' own server


def test_a_full_disk_is_said_and_nothing_is_half_done(small_disk, postgresql, tmp_path):
    url = postgresql.new()
    name = make_url(url).database
    disk = small_disk(postgresql.folder / "disk", "40m")
    shutil.chown(disk, postgresql.folder.owner())
    postgresql.execute(f"CREATE TABLESPACE small LOCATION '{disk}'")
    postgresql.execute(f"ALTER DATABASE {name} SET TABLESPACE small")
    desk = Desk(tmp_path, database_url=url)
    try:
        case = desk.open()
        filler = fill(disk)
        with pytest.raises(StoreFull, match="free some space"):
            for _ in range(50):
                case.write(desk.bob, secrets.token_hex(25_000))
        before = len(case.conversation())
        filler.unlink()
        assert len(case.write(desk.bob, "Again").conversation()) == before + 1
    finally:
        desk.app.close()
        postgresql.execute(f"DROP DATABASE {name} WITH (FORCE)")
        postgresql.execute("DROP TABLESPACE small")
