"""A site at work as it was traced, and what a loss of power would have left of it."""

from __future__ import annotations

import json
import random
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cached_property, partial
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

from runner.config import read_settings
from runner.errors import StoreError
from tests.crash.account import there
from tests.crash.disk import Disk, Fate, lay_out
from tests.crash.site import DATA
from tests.crash.trace import INDEX, Operation
from tests.desk import build

DATABASE, LOG, KEY = "caselane.sqlite3", "caselane.sqlite3-wal", "secret-key"
KEPT = Fate(random.Random(0), 1.0)


@dataclass(frozen=True)
class State:
    """Of a database after a commit: the marks of all that is ever acknowledged and is there."""

    number: int
    at: int
    there: set[str]


@dataclass(frozen=True)
class Left:
    """`database` is the digest of all its pages, `said` what SQLite says of them."""

    database: str
    said: str
    key: str | None


class Recording:
    """`operations` on a folder, from the first one on."""

    def __init__(self, folder: Path, operations: list[Operation]):
        self.folder = folder
        self.log = str(folder / DATA / LOG)
        self.key = (folder / DATA / KEY).read_text()
        ledger = str(folder / "ledger")
        self.ledger = [
            (o.begun, json.loads(o.data)) for o in operations if o.path == ledger and o.data
        ]
        """What was acknowledged, and where in the trace."""
        self.cases = sum(line["step"] == "open" for _, line in self.ledger)
        self._operations = sorted(filter(self._on_disk, operations), key=when)

    def _on_disk(self, operation: Operation) -> bool:
        """Of the folder of the data, with its name in the folder above."""
        data = str(self.folder / DATA)
        named = operation.what == "sync" and operation.path == str(self.folder)
        return named or f"{operation.path}/".startswith(f"{data}/")

    def instants(self, deaf: bool = False) -> Iterator[tuple[Disk, Operation, int]]:
        """The disk after each operation, and until when it stayed like that."""
        disk = Disk(deaf)
        for operation, following in pairwise([*self._operations, None]):
            disk.do(operation)
            yield disk, operation, when(following) - 1 if following else sys.maxsize

    def acknowledged(self, at: int) -> set[str]:
        """The marks of what had been acknowledged by then."""
        return {line["mark"] for begun, line in self.ledger if begun <= at}

    @cached_property
    def states(self) -> dict[str, State]:
        """Every one that the database was in after a commit, by digest."""
        states: dict[str, State] = {}
        head = False
        for disk, operation, _ in self.instants():
            frame = operation.what == "write" and operation.path == self.log
            if (frame and head) or self.log not in disk.names:
                with self.left(disk, KEPT) as folder:
                    digest = _look(folder).database
                    if digest not in states:
                        number, at = len(states), when(operation)
                        states[digest] = State(number, at, self._there(folder))
            if frame:  # others may do something between the head of a frame and its page
                head = _ends_commit(operation.data)
        return states

    def _there(self, folder: Path) -> set[str]:
        """What the product finds."""
        try:
            app = build(read_settings({}, data_dir=folder / DATA), tables="check")
        except StoreError:  # there are no tables yet
            return set()
        try:
            return there(app, [line for _, line in self.ledger])
        finally:
            app.close()

    def look(self, disk: Disk, fate: Fate) -> Left:
        with self.left(disk, fate) as folder:
            return _look(folder)

    @contextmanager
    def left(self, disk: Disk, fate: Fate) -> Iterator[Path]:
        """A folder with what is left when the power fails. What is in the index of the log then,
        nobody has promised."""
        with tempfile.TemporaryDirectory(prefix="caselane-power-") as temporary:
            folder = Path(temporary)
            lay_out(disk.left(fate), self.folder, folder)
            if (folder / DATA / LOG).exists():
                (folder / DATA / (DATABASE + INDEX)).write_bytes(fate.chance.randbytes(1 << 15))
            yield folder


def when(operation: Operation) -> int:
    """What is written may be on the disk when that begins, what is flushed is when that ends."""
    return operation.done if operation.what == "sync" else operation.begun


def _ends_commit(data: bytes) -> bool:
    """The head of a frame of the log says how large the database is after the commit that it ends,
    else 0: https://sqlite.org/fileformat2.html#the_write_ahead_log"""
    return len(data) == 24 and any(data[4:8])


def _look(folder: Path) -> Left:
    key, database = folder / DATA / KEY, folder / DATA / DATABASE
    pages, said = b"", "ok"
    if database.exists():
        with closing(sqlite3.connect(database)) as connection:
            # What it says of a broken database may quote it.
            connection.text_factory = partial(str, encoding="utf-8", errors="replace")
            try:
                said = connection.execute("PRAGMA integrity_check").fetchone()[0]
                if connection.execute("PRAGMA page_count").fetchone()[0]:
                    pages = connection.serialize()
            except sqlite3.DatabaseError as error:
                said = str(error)
    return Left(sha256(pages).hexdigest(), said, key.read_text() if key.exists() else None)
