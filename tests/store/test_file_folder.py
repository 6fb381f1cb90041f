"""The folder of files: each content once, whole or not at all."""

import io
import os
from datetime import UTC, datetime, timedelta

import pytest

from runner.errors import NotFound, StoreError, StoreFull
from runner.store.file_folder import MARK, FileFolder, TooLarge

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
LATER = datetime(2099, 1, 1, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path):
    return FileFolder(tmp_path / "files")


def content(folder, digest):
    with folder.open(digest) as file:
        return file.read()


def made(folder, digest, at):
    os.utime(folder.path / digest[:2] / digest, (at.timestamp(), at.timestamp()))


def test_what_is_put_can_be_read_and_the_same_content_is_kept_once(folder):
    first, size = folder.put(io.BytesIO(b"oven"), 100)
    assert size == 4 and content(folder, first) == b"oven"
    for _ in range(50):
        assert folder.put(io.BytesIO(b"oven"), 100) == (first, 4)
    assert [path.name for path in folder.path.rglob("*") if path.is_file()] == [first]


def test_a_folder_belongs_to_one_database(tmp_path):
    mine, same, other = (
        FileFolder(tmp_path, owner=lambda name=name: name) for name in ("a", "a", "b")
    )
    before, _ = FileFolder(tmp_path).put(io.BytesIO(b"of whom?"), 100)
    made(mine, before, NOW)
    first, _ = mine.put(io.BytesIO(b"oven"), 100)
    assert same.put(io.BytesIO(b"oven"), 100)[0] == first
    with pytest.raises(StoreError, match="files of another database"):
        other.put(io.BytesIO(b"kettle"), 100)
    with pytest.raises(StoreError):
        other.claim()
    assert list(mine.before(LATER)) == [first]  # the other may be somebody else's
    (tmp_path / MARK).unlink()
    other.claim()
    assert list(other.before(NOW)) == []


def test_only_the_owner_of_the_folder_reads_it(folder):
    digest, _ = folder.put(io.BytesIO(b"oven"), 100)
    assert folder.path.stat().st_mode & 0o077 == 0
    assert (folder.path / digest[:2] / digest).stat().st_mode & 0o077 == 0


def test_what_is_too_large_leaves_nothing_behind(folder):
    folder.put(io.BytesIO(b"x" * 100), 100)
    with pytest.raises(TooLarge):
        folder.put(io.BytesIO(b"y" * 101), 100)
    assert len([path for path in folder.path.rglob("*") if path.is_file()]) == 1


def test_files_leave_room_for_the_database(tmp_path):
    folder = FileFolder(tmp_path / "files", spare=1 << 60)
    with pytest.raises(StoreFull, match="nearly full"):
        folder.put(io.BytesIO(b"oven"), 100)
    assert list(folder.path.iterdir()) == []


def test_a_file_that_is_gone_says_where_to_look(folder):
    digest, _ = folder.put(io.BytesIO(b"oven"), 100)
    assert folder.remove(digest, LATER) and not folder.remove(digest, LATER)
    assert not folder.has(digest)
    with pytest.raises(NotFound, match="CASELANE_FILES"):
        folder.open(digest)


def test_what_was_not_brought_lately_is_found_and_halves_of_files_go(folder):
    old, _ = folder.put(io.BytesIO(b"old"), 100)
    new, _ = folder.put(io.BytesIO(b"new"), 100)
    half = folder.path / ".new-killed"
    half.write_bytes(b"half")
    day_before = NOW - timedelta(days=1)
    os.utime(half, (day_before.timestamp(),) * 2)
    made(folder, old, day_before)
    made(folder, new, NOW)
    assert list(folder.before(NOW)) == [old] and not half.exists()
    folder.put(io.BytesIO(b"old"), 100)  # brought again, it is new
    assert list(folder.before(NOW)) == []
    assert not folder.remove(old, NOW) and content(folder, old) == b"old"
    assert len([path for path in folder.path.rglob("*") if path.is_file()]) == 2
