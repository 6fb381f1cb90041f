"""The way back from a backup, into an empty place, and whether all of it came. Decision 0287."""

from __future__ import annotations

import hashlib
import os
import shutil
import tarfile
import tempfile
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import Any
from uuid import uuid4

import orjson

from runner.config import ATTACHMENTS, Settings, make_folder
from runner.errors import BackupError
from runner.operations.backups import DATABASE, FORMAT, MANIFEST, new_file
from runner.operations.consistency import faults
from runner.store import Database, dumps, installation

NAMED = 10
"""How many faults are named; the others are counted."""

LARGEST_MANIFEST = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored and found in order."""

    made: str
    cases: int
    rows: int
    attachments: int


def restore(settings: Settings, file: Path) -> Restored:
    """Restores a backup where there are no data yet, and compares: the checksum of each file, the
    rows of each table, the checksum of each state, each history with the status of its case. On
    SQLite nothing is there before all of it is right. Raises BackupError, StoreError."""
    _refuse_full(settings)
    make_folder(settings.data_dir)
    with tempfile.TemporaryDirectory(dir=settings.data_dir, prefix=".restore-") as folder:
        manifest = _unpack(file, Path(folder))
        engine = "sqlite" if settings.sqlite_file else "postgresql"
        if manifest["engine"] != engine:
            raise BackupError(
                f"{file} is a backup of {manifest['engine']}, and CASELANE_DATABASE_URL names "
                f"{engine}. Restore it to {manifest['engine']}."
            )
        if engine == "sqlite":
            url = f"sqlite:///{Path(folder, DATABASE)}"
        else:
            url = settings.url
            dumps.load(url, Path(folder, DATABASE))
        _verify(url, manifest["rows"])
        _give_name(url)
        _put_in_place(settings, Path(folder))
    rows = manifest["rows"]
    return Restored(
        manifest["made"], rows.get("cases", 0), sum(rows.values()), len(manifest["sums"]) - 1
    )


def _give_name(url: str) -> None:
    """What is restored is another installation: it shares no folder of files with the first one."""
    with closing(Database(url)) as db:
        installation.rename(db, uuid4().hex)


def _refuse_full(settings: Settings) -> None:
    attachments = settings.file_folder
    if attachments.exists() and any(attachments.iterdir()):
        raise BackupError(f"{attachments} holds files. A backup is restored into an empty place.")
    if path := settings.sqlite_file:
        beside = [path.with_name(path.name + end) for end in ("", "-wal", "-shm", "-journal")]
        if there := [str(each) for each in beside if each.exists()]:
            raise BackupError(
                f"There is {there[0]}. A backup is restored into an empty place: name "
                "another CASELANE_DATA_DIR, or move away all that begin with its name."
            )
        return
    with closing(Database(settings.url)) as db:
        if not dumps.is_empty(db):
            raise BackupError(f"The database {db} has tables. Restore into a new, empty one.")


# ------------------------------------------------------------------ the file


def _unpack(file: Path, folder: Path) -> Mapping[str, Any]:
    """Writes what a backup holds into a folder. Returns its manifest."""
    sums: dict[str, str] = {}
    manifest: Any = None
    try:
        with tarfile.open(file, mode="r:") as tar:
            for member in tar:
                if member.name == MANIFEST and member.size <= LARGEST_MANIFEST:
                    manifest = orjson.loads(_content(tar, member).read())
                else:
                    sums[member.name] = _write(tar, member, folder)
    except OSError as error:
        raise BackupError(f"{file} cannot be read: {error.strerror or error}.") from error
    except (tarfile.TarError, ValueError, EOFError) as error:
        raise BackupError(f"{file} is damaged, or not a backup of Caselane: {error}.") from error
    if not _is_manifest(manifest):
        raise BackupError(
            f"{file} is not whole, not a backup of Caselane, or one of a newer Caselane."
        )
    if sums != manifest["sums"]:
        raise BackupError(f"{file} is damaged: what it holds differs from its checksums.")
    return manifest


def _is_manifest(document: Any) -> bool:
    return (
        isinstance(document, dict)
        and document.get("format") == FORMAT
        and isinstance(document.get("made"), str)
        and document.get("engine") in ("sqlite", "postgresql")
        and isinstance(document.get("rows"), dict)
        and all(isinstance(count, int) for count in document["rows"].values())
        and isinstance(document.get("sums"), dict)
        and DATABASE in document["sums"]
    )


def _write(tar: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> str:
    """Returns the SHA-256. Raises BackupError for a name that leads elsewhere."""
    parts = PurePosixPath(member.name).parts
    known = member.name == DATABASE or (len(parts) > 1 and parts[0] == ATTACHMENTS)
    if not known or ".." in parts or not member.isreg():
        raise BackupError(f"A backup holds no '{member.name}'. Nothing was restored.")
    path = folder.joinpath(*parts)
    path.parent.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    with open(path, "xb", opener=_private) as target, _content(tar, member) as source:
        while data := source.read(1 << 20):
            digest.update(data)
            target.write(data)
        target.flush()
        os.fsync(target.fileno())
    return digest.hexdigest()


def _content(tar: tarfile.TarFile, member: tarfile.TarInfo) -> Any:
    content = tar.extractfile(member)
    if content is None:
        raise BackupError(f"A backup holds no '{member.name}'. Nothing was restored.")
    return content


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


# ------------------------------------------------------------------ whether all of it came


def _verify(url: str, rows: Mapping[str, int]) -> None:
    with closing(Database(url)) as db, db.read() as tx:
        found = dumps.row_counts(tx)
        wrong = [
            f"{name} has {found.get(name, 0)} rows, and had {rows.get(name, 0)}."
            for name in sorted(found.keys() | rows.keys())
            if found.get(name) != rows.get(name)
        ]
        wrong += islice(faults(tx), NAMED)
    if wrong:
        raise BackupError(
            "What was restored is not what was backed up: " + " ".join(wrong[:NAMED])
            + " Take another backup; throw away what this one left in a PostgreSQL database."
        )  # fmt: skip


def _put_in_place(settings: Settings, folder: Path) -> None:
    if (folder / ATTACHMENTS).exists():
        make_folder(settings.file_folder)  # a shared folder may be a mount: it stays
        for path in (folder / ATTACHMENTS).iterdir():
            shutil.move(path, settings.file_folder)
    if path := settings.sqlite_file:
        make_folder(path.parent)
        with new_file(path) as whole, (folder / DATABASE).open("rb") as verified:
            shutil.copyfileobj(verified, whole)
