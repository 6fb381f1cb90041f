"""A PostgreSQL of the tests' own: a private cluster in a temporary directory."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

import psycopg

from runner.store import Database
from tests.desk import begin
from tests.patience import PATIENCE, until
from tests.ports import free_port
from tests.required import missing

COPIES = 100
"""Databases of 12 MB that are kept; a test has long ended when so many came after its own."""

HELD = "pre-existing shared memory block"

FAST = ("fsync=off", "full_page_writes=off", "synchronous_commit=off")
"""For tests that do not kill it."""


def upgraded(url: str) -> None:
    db = Database(url)
    db.upgrade()
    db.close()


def begun(jobs: str, url: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        begin(Path(folder), staffed=True, database_url=url, jobs=jobs)


def binaries() -> Path:
    """The folder of initdb and postgres."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)
    on_path = shutil.which("initdb")
    if on_path is not None:
        found.insert(0, Path(on_path).resolve())
    if not found:
        missing("postgres", "PostgreSQL", "apt-get install postgresql")
    return found[0].parent


class Cluster:
    """Listens on a socket in its folder and, with `address`, on TCP. It refuses to run as root, so
    root's tests run it as another user. Its log is in segments of `segment` MB."""

    def __init__(
        self, *settings: str, address: str = "", prefix: tuple[str, ...] = (), segment: int = 16
    ):
        self._bin = binaries()
        self._user = _user()
        self._prefix = prefix  # a command in front of it, such as `ip netns exec`
        self.address = address
        self.folder = Path(tempfile.mkdtemp(prefix="caselane-pg-"))
        self.port = free_port()
        self._log = open(self.folder / "log", "ab")  # noqa: SIM115
        if self._user:
            shutil.chown(self.folder, self._user)
        self._run("initdb", "-D", str(self._data), "-U", "caselane", "-A", "trust", "-E", "UTF8",
                  "--locale=C", "--no-sync", f"--wal-segsize={segment}")  # fmt: skip
        self._settings = (
            f"unix_socket_directories={self.folder}",
            f"listen_addresses={address}",
            f"port={self.port}",
            "max_connections=200",
            *settings,
        )
        if address:
            with open(self._data / "pg_hba.conf", "a") as file:
                file.write("host all all 0.0.0.0/0 trust\n")
        self._copies: list[str] = []
        self._names = 0
        self._templates: set[str] = set()
        self.start()

    @property
    def _data(self) -> Path:
        return self.folder / "data"

    def start(self) -> None:
        until(self._starts)

    def _starts(self) -> bool:
        """False while processes of a server that was killed still hold its memory."""
        held = self.said(HELD)
        options = [part for setting in self._settings for part in ("-c", setting)]
        self._server = self._launch("postgres", "-D", str(self._data), *options)
        if not self._wait():
            assert self.said(HELD) > held, (self.folder / "log").read_text()
            return False
        return True

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """SIGTERM waits for those who are connected, SIGINT cuts them off, SIGQUIT and SIGKILL
        leave it to the recovery at the next start."""
        postmaster = int((self._data / "postmaster.pid").read_text().split()[0])
        os.kill(postmaster, how)
        self._server.wait(timeout=PATIENCE)
        if how == signal.SIGKILL:
            (self._data / "postmaster.pid").unlink(missing_ok=True)

    def restart(self, how: signal.Signals = signal.SIGINT) -> None:
        self.stop(how)
        self.start()

    def move(self, part: str, disk: Path) -> None:
        """Puts `data`, or a folder in it, on another disk."""
        self.stop()
        subprocess.run(["mv", self.folder / part, disk], check=True)
        (self.folder / part).symlink_to(disk / Path(part).name)
        self.start()

    def recover(self) -> None:
        """Waits until it answers again; if it has given up, it is started."""
        if not self._wait():
            self.start()

    @property
    def runs(self) -> bool:
        return self._server.poll() is None

    def said(self, words: str) -> int:
        """How often its log has the words."""
        return (self.folder / "log").read_text(errors="replace").count(words)

    def remove(self) -> None:
        if self.runs:
            self.stop(signal.SIGQUIT)
        self._log.close()
        # Hundreds of databases are a hundred thousand files: no test waits for them to go.
        subprocess.Popen(["rm", "-rf", self.folder], start_new_session=True)

    def url(self, database: str, address: str | None = None, port: int | None = None) -> str:
        host = address or str(self.folder)
        return f"postgresql+psycopg://caselane@/{database}?host={host}&port={port or self.port}"

    def empty(self) -> str:
        """The URL of a new database without tables."""
        return self._copy("template0")

    def new(self) -> str:
        """The URL of a new database. Its tables are copied from one that was upgraded once."""
        return self.copied("with_tables", upgraded)

    def begun(self, jobs: str = "table") -> str:
        """The URL of a new installation's database, copied from one that was begun once."""
        return self.copied(f"begun_{jobs}", partial(begun, jobs))

    def copied(self, name: str, prepare: Callable[[str], None]) -> str:
        """The URL of a copy of a database that `prepare` filled once."""
        return self._copy(self._template(name, prepare))

    def _template(self, name: str, prepare: Callable[[str], None]) -> str:
        if name not in self._templates:
            prepare(self.url(self._create(name, "template0")))
            self._templates.add(name)
        return name

    def _copy(self, template: str) -> str:
        self._names += 1
        if len(self._copies) >= COPIES:
            with suppress(psycopg.errors.ObjectInUse):
                self.execute(f"DROP DATABASE IF EXISTS {self._copies.pop(0)}")
        self._copies.append(self._create(f"desk_{self._names}", template))
        return self.url(self._copies[-1])

    def execute(self, statement: str) -> None:
        with psycopg.connect(self._dsn, autocommit=True) as connection:
            connection.execute(statement)  # type: ignore[arg-type]

    def let_in(self, database: str, everybody: bool) -> None:
        """Or nobody, and nobody stays: as if it were away, for this database alone."""
        self.execute(f"ALTER DATABASE {database} ALLOW_CONNECTIONS {everybody}")
        if not everybody:
            self.execute(
                f"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                f" WHERE datname = '{database}'"
            )

    @property
    def _dsn(self) -> str:
        return f"host={self.folder} port={self.port} user=caselane dbname=postgres"

    def _create(self, name: str, template: str) -> str:
        self.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
        return name

    def _run(self, command: str, *arguments: str) -> None:
        done = self._launch(command, *arguments)
        assert done.wait() == 0, (self.folder / "log").read_text()

    def _launch(self, command: str, *arguments: str) -> subprocess.Popen:
        become = ()
        if self._user:  # behind the prefix, which may need root
            group = pwd.getpwnam(self._user).pw_gid
            become = ("setpriv", f"--reuid={self._user}", f"--regid={group}", "--clear-groups")
        return subprocess.Popen(
            [*self._prefix, *become, self._bin / command, *arguments],
            cwd=self.folder, stdout=self._log, stderr=self._log, stdin=subprocess.DEVNULL,
        )  # fmt: skip

    def _wait(self) -> bool:
        """Until it answers; False when it has ended instead."""
        while self.runs:
            with suppress(psycopg.OperationalError):
                psycopg.connect(self._dsn, connect_timeout=2).close()
                return True
            time.sleep(0.02)
        return False


def _user() -> str | None:
    """Whom it runs as; None for whoever runs the tests."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"
