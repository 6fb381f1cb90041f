"""Backups: the database and the attachments in one file. Decision 0287."""

from __future__ import annotations

import hashlib
import io
import os
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

import orjson

from runner.clock import Clock
from runner.config import ATTACHMENTS, Settings
from runner.errors import BackupError
from runner.store import Database, backup_log
from runner.store.dumps import dump

FORMAT = 1
DATABASE, MANIFEST = "database", "manifest.json"

_NAME = "caselane-%Y%m%dT%H%M%SZ.tar"


@dataclass(frozen=True, slots=True)
class Backup:
    """`rows` is the number of rows of each table, `size` that of the bytes of the file."""

    file: Path
    at: datetime
    rows: dict[str, int]
    attachments: int
    size: int


class Backups:
    def __init__(self, db: Database, settings: Settings, clock: Clock):
        self._db = db
        self._settings = settings
        self._clock = clock

    def make(self, place: Path) -> Backup:
        """Writes a backup while others work: into a new file, or into a folder under a name with
        the time. It has its name when it is whole and on the disk. Tables of a version before are
        backed up, too: who installed the new program first still has a way back. Raises
        BackupError, StoreError."""
        older = self._db.has_older_tables
        if not older:
            self._db.check()
        at = self._clock.now()
        file = place / at.strftime(_NAME) if place.is_dir() else place
        with new_file(file) as whole:
            rows, attachments = self._write(whole, at)
        made = Backup(file, at, rows, attachments, file.stat().st_size)
        if not older:  # which need not have the list of backups
            with self._db.write() as tx:
                backup_log.add(tx, at, str(file), made.size)
        return made

    def _write(self, whole: IO[bytes], at: datetime) -> tuple[dict[str, int], int]:
        """The database first: an attachment is there before a row tells of it."""
        sums: dict[str, str] = {}
        with tempfile.TemporaryDirectory(dir=Path(whole.name).parent) as folder:
            copy = Path(folder, DATABASE)
            rows = dump(self._db, copy)
            with tarfile.open(fileobj=whole, mode="w", format=tarfile.PAX_FORMAT) as tar:
                sums[DATABASE] = _add(tar, DATABASE, copy)
                folder_of_files = self._settings.file_folder
                for path in _attachments(folder_of_files):
                    name = f"{ATTACHMENTS}/{path.relative_to(folder_of_files)}"
                    with suppress(FileNotFoundError):  # swept meanwhile: nothing named it
                        sums[name] = _add(tar, name, path)
                _add_text(tar, MANIFEST, orjson.dumps(
                    {"format": FORMAT, "made": at, "engine": self._db.dialect.name, "rows": rows,
                     "sums": sums}
                ))  # fmt: skip
        return rows, len(sums) - 1


def prune(folder: Path, keep: int) -> list[Path]:
    """Deletes all backups of a folder but the newest ones, by the times in their names. Other
    files stay. Returns what was deleted."""
    pattern = "caselane-" + "[0-9]" * 8 + "T" + "[0-9]" * 6 + "Z.tar"
    old = sorted(folder.glob(pattern), reverse=True)[keep:]
    for path in old:
        path.unlink(missing_ok=True)
    return old


@contextmanager
def new_file(file: Path) -> Iterator[IO[bytes]]:
    """A file for its owner only, which gets its name at the end, if there is none of that name."""
    if file.exists():
        raise BackupError(f"{file} exists already. Name another file, or a folder.")
    try:
        with tempfile.NamedTemporaryFile(dir=file.parent, prefix=".caselane-backup-") as whole:
            yield whole
            whole.flush()
            os.fsync(whole.fileno())
            os.link(whole.name, file)
    except OSError as error:
        raise BackupError(f"{file} cannot be written: {error.strerror}.") from error


def _attachments(folder: Path) -> Iterator[Path]:
    """Without those that are being written."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink() and not path.name.startswith("."):
            yield path


class _Summed:
    """A file whose checksum is taken while it is read."""

    def __init__(self, file: IO[bytes]):
        self._file = file
        self.sum = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        self.sum.update(data)
        return data


def _add(tar: tarfile.TarFile, name: str, path: Path) -> str:
    """Adds a file. Returns its SHA-256."""
    with path.open("rb") as file:
        info = tarfile.TarInfo(name)
        info.size, info.mode = os.fstat(file.fileno()).st_size, 0o600
        summed: Any = _Summed(file)
        tar.addfile(info, summed)
    return summed.sum.hexdigest()


def _add_text(tar: tarfile.TarFile, name: str, text: bytes) -> None:
    info = tarfile.TarInfo(name)
    info.size, info.mode = len(text), 0o600
    tar.addfile(info, io.BytesIO(text))
