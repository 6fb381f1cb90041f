"""A disk whose power fails: what processes did to it, and what may be left of that.

What was flushed is there. What was not is there, or is not, in any combination: each write as a whole, or only
some of its sectors; each change of a folder, unless that was flushed.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath

from tests.crash.trace import Operation

SECTOR = 512
"""Bytes that a disk writes as a whole."""


@dataclass
class File:
    kept: bytearray = field(default_factory=bytearray)
    waiting: list[Operation] = field(default_factory=list)
    """Written, and not yet flushed."""


@dataclass
class Fate:
    """What becomes of that which was not flushed: a `share` of it is kept, by chance, and a write as
    a whole or, `torn`, by its sectors."""

    chance: random.Random
    share: float
    torn: bool = False

    def keeps(self) -> bool:
        return self.chance.random() < self.share

    def content(self, file: File) -> bytearray:
        content = bytearray(file.kept)
        for operation in file.waiting:
            for part in _sectors(operation) if self.torn else (operation,):
                if self.keeps():
                    _write(content, part)
        return content


def _sectors(operation: Operation) -> Iterator[Operation]:
    """A write, sector by sector. A change of size is one."""
    start, end = operation.offset, operation.offset + len(operation.data)
    if operation.what == "truncate":
        yield operation
    while start < end:
        stop = min(end, (start // SECTOR + 1) * SECTOR)
        data = operation.data[start - operation.offset : stop - operation.offset]
        yield replace(operation, offset=start, data=data)
        start = stop


@dataclass
class Disk:
    """`deaf`: it does not flush when it is told to."""

    deaf: bool = False
    kept: dict[str, File | None] = field(default_factory=dict)
    """What the names mean that are safe. A folder is None."""
    names: dict[str, File | None] = field(default_factory=dict)
    """What they mean to those who look."""
    waiting: list[tuple[Operation, File | None]] = field(default_factory=list)
    """Changes of names."""

    def do(self, operation: Operation) -> None:
        path = operation.path
        match operation.what:
            case "sync" if not self.deaf:
                self._sync(operation)
            case "write" | "truncate":
                file = self.names[path]
                assert file is not None
                file.waiting.append(operation)
            case "create" if path not in self.names:
                self._change(operation, File())
            case "link":
                self._change(operation, self.names[operation.target])
            case "mkdir" | "unlink":
                self._change(operation, None)

    def _change(self, operation: Operation, file: File | None) -> None:
        self.waiting.append((operation, file))
        _name(self.names, operation, file)

    def _sync(self, operation: Operation) -> None:
        """Flushes what was done before it began."""
        file = self.names.get(operation.path)
        if file is not None:
            for write in file.waiting:
                if write.done < operation.begun:
                    _write(file.kept, write)
            file.waiting = [w for w in file.waiting if w.done > operation.begun]
            return
        safe = [
            change for change in self.waiting
            if change[0].done < operation.begun
            and str(PurePath(change[0].path).parent) == operation.path
        ]  # fmt: skip
        for change in safe:
            _name(self.kept, *change)
        self.waiting = [change for change in self.waiting if change not in safe]

    def left(self, fate: Fate) -> dict[str, bytearray | None]:
        """What is there when the power fails now, by path; a folder is None."""
        names = dict(self.kept)
        for operation, file in self.waiting:
            if fate.keeps():
                _name(names, operation, file)
        return {path: file and fate.content(file) for path, file in names.items()}


def _name(names: dict[str, File | None], operation: Operation, file: File | None) -> None:
    if operation.what == "unlink":
        names.pop(operation.path, None)
    else:
        names[operation.path] = file


def _write(content: bytearray, operation: Operation) -> None:
    at, data = operation.offset, operation.data
    if len(content) < at:
        content.extend(bytes(at - len(content)))
    if operation.what == "truncate":
        del content[at:]
    else:
        content[at : at + len(data)] = data


def lay_out(left: Mapping[str, bytearray | None], old: Path, new: Path) -> None:
    """Makes the files under `new` that were left under `old`. A name in a folder that is not there
    leads nowhere."""
    for path in sorted(left):
        content, place = left[path], new / PurePath(path).relative_to(old)
        if not place.parent.is_dir():
            continue
        if content is None:
            place.mkdir()
        else:
            place.write_bytes(content)
            place.chmod(0o600)  # as the one file is that has to keep others out
