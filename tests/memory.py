"""Where tests keep files: in memory, where a file system there has room. They write gigabytes that
nobody reads again, and a database of PostgreSQL is seven hundred files."""

import os
import shutil
import tempfile
from pathlib import Path

IN_MEMORY = Path("/dev/shm")

ROOM = 6_000_000_000
"""Bytes that have to be free, of it and of the memory: more than any run has used."""


def keep_files_in_memory() -> None:
    """For this process and those that it starts. Whoever sets TMPDIR has chosen already."""
    if "TMPDIR" not in os.environ and _has_room():
        os.environ["TMPDIR"] = tempfile.tempdir = str(IN_MEMORY)


def _has_room() -> bool:
    if not (IN_MEMORY.is_dir() and os.access(IN_MEMORY, os.W_OK)):
        return False
    if os.statvfs(IN_MEMORY).f_flag & os.ST_NOEXEC:  # some tests install programs
        return False
    return min(shutil.disk_usage(IN_MEMORY).free, _available()) > ROOM


def _available() -> int:
    """Bytes of memory that programs may still take."""
    lines = Path("/proc/meminfo").read_text().splitlines()
    return next((int(line.split()[1]) * 1024 for line in lines if "MemAvailable" in line), 0)
