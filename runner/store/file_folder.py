"""The folder of files: each lies under the SHA-256 of its content, once, however often it came.

A file is written and on the disk before the transaction that names it; what no transaction names in
the end is swept. Decision 0282.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from errno import EDQUOT, ENOSPC
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import BinaryIO, Protocol
from uuid import uuid4

from runner.config import make_folder
from runner.errors import NotFound, StoreError, StoreFull
from runner.language import _

PIECE = 65_536
"""Bytes that are in memory at once."""

SPARE = 256 << 20
"""Bytes of the disk that no file takes: where the database lies there too, changes go on."""


class Source(Protocol):
    def read(self, size: int, /) -> bytes: ...


class Target(Protocol):
    def write(self, data: bytes, /) -> int: ...


class TooLarge(Exception):
    """There are more bytes than asked for."""


MARK = ".installation"
"""The file that names the database to which a folder belongs. Decision 0307."""


class FileFolder:
    """`owner` gives the name of the database that names the files, '' for none."""

    def __init__(self, path: Path, spare: int = SPARE, owner: Callable[[], str] = str):
        self.path = path
        self._spare = spare
        self._owner = owner
        self._is_ours = False

    def claim(self) -> None:
        """Marks the folder as one of this database, once. Raises StoreError where it has the mark
        of another: neither may sweep what only the other one names."""
        if self._is_ours or not (owner := self._owner()):
            return
        make_folder(self.path)
        mark = self.path / MARK
        with NamedTemporaryFile("w", dir=self.path, prefix=".new-") as file:
            file.write(owner)
            file.flush()
            os.fsync(file.fileno())
            with suppress(FileExistsError):
                os.link(file.name, mark)
        self.check_owner()
        self._is_ours = True

    def check_owner(self) -> None:
        """Raises StoreError where the folder has the mark of another database."""
        mark, owner = self.path / MARK, self._owner()
        with suppress(FileNotFoundError):
            if owner and mark.read_text(errors="replace").strip() != owner:
                raise StoreError(
                    f"The folder {self.path} holds the files of another database. Set "
                    "CASELANE_FILES to a folder of its own. If that database is gone and the files "
                    f"are those of this one, remove {mark}."
                )

    def told_unread(self, error: OSError) -> str:
        """What an operator has to know who cannot read the folder."""
        return (
            f"The folder {self.path} cannot be read: {error.strerror}. See whether "
            "CASELANE_FILES names the folder of files, and whose it is."
        )

    def put(
        self, source: Source, most: int, examine: Callable[[Source], None] | None = None
    ) -> tuple[str, int]:
        """Writes what is read. Returns its digest and its size in bytes. Raises TooLarge behind
        `most` bytes, StoreError, and what `examine` raises of the whole content; then nothing is
        kept."""
        make_folder(self.path)
        try:
            self.claim()
            if shutil.disk_usage(self.path).free < self._spare + most:
                raise OSError(ENOSPC, "the disk is nearly full")
            with NamedTemporaryFile(dir=self.path, prefix=".new-") as file:
                digest, size = _copied(source, file, most)
                file.flush()
                if examine:
                    file.seek(0)
                    examine(file)
                os.fsync(file.fileno())
                target = self._of(digest)
                make_folder(target.parent)
                self._name(file.name, target)
                return digest, size
        except OSError as error:
            full = error.errno in (ENOSPC, EDQUOT)
            raise (StoreFull if full else StoreError)(
                _(
                    "The file cannot be kept in %(path)s: %(strerror)s.",
                    path=self.path,
                    strerror=error.strerror,
                )
            ) from error

    def _name(self, written: str, target: Path) -> None:
        """In the place of what may be there: the sweep goes by when a file was last brought."""
        with suppress(FileNotFoundError):
            os.unlink(f"{written}.link")
        os.link(written, f"{written}.link")
        os.replace(f"{written}.link", target)
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def open(self, digest: str) -> BinaryIO:
        """Raises NotFound for a file that is gone from the folder."""
        try:
            return self._of(digest).open("rb")
        except OSError as error:
            raise NotFound(
                _(
                    "The file is not in the folder of files any more. An operator can say more: "
                    "CASELANE_FILES names that folder."
                )
            ) from error

    def has(self, digest: str) -> bool:
        return self._of(digest).exists()

    def before(self, instant: datetime) -> Iterator[str]:
        """The digests of files that nobody has brought since then. Half-written files of a process
        that was killed are removed on the way. Those from before the folder was marked are left:
        another database may have named them."""
        mark = self.path / MARK
        since = _brought(mark) if mark.exists() else datetime.min.replace(tzinfo=UTC)
        for path in sorted(self.path.rglob("*")):
            with suppress(FileNotFoundError):
                if path.is_dir() or path == mark or not since <= _brought(path) < instant:
                    continue
                if path.name.startswith("."):
                    path.unlink()
                else:
                    yield path.name

    def remove(self, digest: str, before: datetime) -> bool:
        """Removes a file, unless somebody has brought it again since an instant. It is put aside
        first: what is brought from then on has its place."""
        file, aside = self._of(digest), self._of(digest).with_name(f".old-{uuid4().hex}")
        with suppress(FileNotFoundError):
            os.replace(file, aside)
            if _brought(aside) < before:
                aside.unlink()
                return True
            os.replace(aside, file)
        return False

    def _of(self, digest: str) -> Path:
        return self.path / digest[:2] / digest


def _brought(path: Path) -> datetime:
    """When the content of a file was brought last."""
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)


def _copied(source: Source, into: Target, most: int) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    while piece := source.read(PIECE):
        size += len(piece)
        if size > most:
            raise TooLarge
        digest.update(piece)
        into.write(piece)
    return digest.hexdigest(), size
