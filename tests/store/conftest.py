"""What the store promises, it promises on both databases. And disks that can be filled."""

import os
import shutil
import subprocess

import pytest

from tests.store.transactions import opened


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request):
    return request.param


@pytest.fixture(scope="session")
def upgraded(tmp_path_factory):
    """A file of SQLite that has the tables."""
    path = tmp_path_factory.mktemp("upgraded") / "caselane.sqlite3"
    db = opened(f"sqlite:///{path}")
    db.upgrade()
    db.close()
    return path


@pytest.fixture
def db(kind, database_url, upgraded, tmp_path):
    if kind == "sqlite":
        shutil.copy2(upgraded, tmp_path / upgraded.name)
    db = opened(database_url)
    yield db
    db.close()


@pytest.fixture
def empty_url(kind, request, tmp_path):
    """A database without tables."""
    if kind == "postgresql":
        return request.getfixturevalue("postgresql").empty()
    return f"sqlite:///{tmp_path}/empty.sqlite3"


@pytest.fixture
def small_disk():
    """Makes a folder a disk of a size, where that can be had."""
    mounted = []

    def mount(folder, size):
        folder.mkdir()
        command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "none", folder]
        allowed = os.geteuid() == 0 and shutil.which("mount")
        if not allowed or subprocess.run(command, check=False).returncode:
            pytest.skip("A small disk cannot be mounted: run the tests as root")
        mounted.append(folder)
        return folder

    yield mount
    for folder in mounted:
        subprocess.run(["umount", "-l", folder], check=False)


def fill(folder):
    """Leaves no room on a disk, nor what was given back to it since the last time. Returns the file
    that takes it all."""
    filler = folder / "filler"
    with pytest.raises(OSError, match="No space"), open(filler, "ab", buffering=0) as file:
        while file.write(b"x" * 4096):
            pass
    return filler
