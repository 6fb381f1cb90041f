"""Heads of chains, kept outside the database: what was cut off behind them shows. Decision 0242."""

from __future__ import annotations

import hmac
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

from runner.errors import BackupError
from runner.operations.verification import Head

_FIRST = "caselane heads 1, "
_LAST = "signature "
_HEAD = re.compile(r"(C-[0-9]{4,19}|audit) ([0-9]{1,10}) ([0-9a-f]{64})")


def write_heads(path: Path, heads: Iterable[Head], at: datetime, key: str) -> int:
    """Writes a new file, signed with a secret key. Returns the number of cases. Raises
    BackupError."""
    signed, number = hmac.new(key.encode(), digestmod="sha256"), 0
    try:
        with path.open("xb") as file:
            for text in _lines(heads, at):
                line = f"{text}\n".encode()
                signed.update(line)
                file.write(line)
                number += text.startswith("C-")
            file.write(f"{_LAST}{signed.hexdigest()}\n".encode())
            file.flush()
            os.fsync(file.fileno())
    except FileExistsError as error:
        raise BackupError(f"{path} exists already. Name another file.") from error
    except OSError as error:
        raise BackupError(f"{path} cannot be written: {error.strerror}.") from error
    return number


def _lines(heads: Iterable[Head], at: datetime) -> Iterator[str]:
    yield f"{_FIRST}{at.isoformat()}"
    for head in heads:
        yield f"{head.case} {head.line} {head.link}"


def read_heads(path: Path, keys: Sequence[str]) -> list[Head]:
    """Heads that `write_heads` wrote with one of the keys. Raises BackupError for a file that was
    changed since, or that another installation signed."""
    try:
        lines = path.read_bytes().splitlines(keepends=True)
    except OSError as error:
        raise BackupError(f"{path} cannot be read: {error.strerror}.") from error
    if len(lines) < 2 or not lines[0].startswith(_FIRST.encode()):
        raise BackupError(f"{path} is not a file of `caselane verify --write-heads`.")
    given = lines[-1].decode(errors="replace").strip().removeprefix(_LAST)
    if not any(hmac.compare_digest(given.encode(), _signature(lines[:-1], key)) for key in keys):
        raise BackupError(
            f"The signature of {path} is not right: it was changed, or signed with another secret "
            "key. Take it from where you keep it, and run this with the key of that time."
        )
    return [_head(path, line) for line in lines[1:-1]]


def _signature(lines: Sequence[bytes], key: str) -> bytes:
    return hmac.new(key.encode(), b"".join(lines), "sha256").hexdigest().encode()


def _head(path: Path, line: bytes) -> Head:
    found = _HEAD.fullmatch(line.decode(errors="replace").strip())
    if found is None:
        raise BackupError(f"{path} is not a file of `caselane verify --write-heads`.")
    return Head(found[1], int(found[2]), found[3])
