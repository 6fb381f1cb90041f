"""What processes did to the files of a folder, read from a trace of their system calls."""

import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.required import needs

CALLS = (
    "open,openat,creat,mkdir,mkdirat,link,linkat,unlink,unlinkat,rmdir,rename,renameat,renameat2,symlink,"
    "symlinkat,write,writev,pwrite64,pwritev,pwritev2,ftruncate,truncate,fallocate,fsync,fdatasync,"
    "sync_file_range,copy_file_range,sendfile,mmap"
)  # fmt: skip
"""Whatever changes a file or a folder, so that a way that the reader does not know is noticed."""

INDEX = "-shm"
"""SQLite's index of its log: memory that is shared, which it makes anew after a crash."""


@dataclass(frozen=True, slots=True)
class Operation:
    """`what` is create, link, mkdir, unlink, write, truncate or sync; of a folder, sync keeps the
    names in it. It may have been done from the line `begun` of the trace on, and was at the line
    `done`."""

    what: str
    path: str
    begun: int
    done: int
    offset: int = 0
    """Where is written; the new size."""
    data: bytes = b""
    target: str = ""
    """What a link makes another name of."""


def tracing(trace: Path) -> list[str]:
    """A command in front of another one."""
    needs("strace")
    if subprocess.run(["strace", "-o", os.devnull, "true"], check=False).returncode:
        pytest.skip("Processes cannot be traced: run the tests as root")
    return ["strace", "-f", "--seccomp-bpf", "-y", "-xx", "-s", "1000000", "-e", f"trace={CALLS}",
            "-o", str(trace)]  # fmt: skip


def read(trace: Path, folder: Path) -> list[Operation]:
    """The operations on the files of `folder`, in the order in which they began. Raises ValueError
    on one that it does not understand."""
    reader = Reader(folder)
    with open(trace, encoding="ascii") as lines:
        for number, line in enumerate(lines):
            reader.line(number, line)
    return sorted(reader.operations, key=lambda operation: operation.begun)


_LINE = re.compile(r"(\d+) +(?:<\.\.\. \w+ resumed>(.*)|(\w+\(.*))", re.DOTALL)
_UNFINISHED = " <unfinished ...>"
_CALL = re.compile(r"(\w+)\((.*)\) += (-?\w+)(.*)", re.DOTALL)
_HEX = re.compile(r"(?:\\x[0-9a-f]{2})+")


class Reader:
    def __init__(self, folder: Path):
        self.operations: list[Operation] = []
        self._folder = f"{folder}/"
        self._begun: dict[str, tuple[int, str]] = {}
        self._position: dict[str, int] = {}

    def line(self, number: int, line: str) -> None:
        match = _LINE.match(line.rstrip("\n"))
        if match is None:  # a signal, an exit
            return
        process, rest, call = match.groups()
        begun, call = (number, call) if call else self._begun.pop(process)
        if call.endswith(_UNFINISHED):
            self._begun[process] = number, call.removesuffix(_UNFINISHED)
            return
        self._call(begun, number, call + (rest or ""))

    def _call(self, begun: int, done: int, call: str) -> None:
        match = _CALL.match(call)
        if match is None or match[3].startswith("-"):  # it failed, or its process was killed in it
            return
        name, text, result, decoration = match.groups()
        name = name.removesuffix("at")  # machines differ in whether they say open or openat
        arguments = text.split(", ")  # names and data are in hex, so a comma only parts arguments
        path = _file(decoration) if name == "open" else _file(arguments[0])
        if name == "mmap":
            path = _file(arguments[4]) if "PROT_WRITE" in text and "MAP_SHARED" in text else ""
        paths = [path, *(_plain(argument) for argument in arguments if argument.startswith('"'))]
        mine = [path for path in paths if f"{path}/".startswith(self._folder)]
        if not mine or any(path.endswith(INDEX) for path in mine):
            return
        for what, more in self._said(name, arguments, int(result, 0), mine[0]):
            self.operations.append(Operation(what, mine[-1], begun, done, **more))

    def _said(self, name, arguments, result, path):
        if name == "open":
            flags = next(argument for argument in arguments if argument.startswith("O_"))
            if "O_CREAT" in flags:
                yield "create", {}
            if "O_TRUNC" in flags:
                yield "truncate", {}
            self._position[path] = 0
        elif name in ("mkdir", "unlink"):
            yield name, {}
        elif name == "link":
            yield name, {"target": path}
        elif name in ("fsync", "fdatasync"):
            yield "sync", {}
        elif name == "ftruncate":
            yield "truncate", {"offset": int(arguments[1])}
        elif name == "pwrite64":
            yield "write", {"offset": int(arguments[3]), "data": _data(arguments[1])[:result]}
        elif name == "write":  # by those who write a file once, from its beginning
            offset = self._position[path]
            self._position[path] += result
            yield "write", {"offset": offset, "data": _data(arguments[1])[:result]}
        else:
            raise ValueError(f"{name} of {path} is not understood")


def _file(decorated: str) -> str:
    """`5</home/alice/file>` is the file behind a number."""
    return _plain(decorated.partition("<")[2].rpartition(">")[0])


def _plain(text: str) -> str:
    return _data(text).decode("utf-8", "replace") if _HEX.search(text) else text


def _data(text: str) -> bytes:
    if text.endswith("..."):
        raise ValueError("strace has cut data off")
    return b"".join(bytes.fromhex(part.replace("\\x", "")) for part in _HEX.findall(text))
