"""What is restored is what was backed up, or nothing is."""

import io
import json
import sqlite3
import tarfile
from contextlib import closing
from dataclasses import replace

import pytest

from runner.errors import BackupError
from runner.operations.backups import Backups
from runner.operations.restore import restore
from runner.store import Database
from runner.store.dumps import row_counts
from tests.desk import DATABASE
from tests.store import databases


def test_data_that_are_there_are_left_alone(desk, tmp_path):
    made = desk.app.backups.make(tmp_path / "a.tar")
    with pytest.raises(BackupError, match=r"There is .*sqlite3|has tables"):
        restore(desk.settings, made.file)
    assert desk.open().number


@pytest.fixture
def file(desk, tmp_path):
    desk.open()
    return desk.app.backups.make(tmp_path / "a.tar").file


def repacked(file, change):
    """The backup with its members changed: a mapping of names to bytes."""
    with tarfile.open(file) as tar:
        members = {one.name: tar.extractfile(one).read() for one in tar}
    change(members)
    with tarfile.open(file, "w") as tar:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    return file


def _manifest(**changes):
    def change(members):
        document = json.loads(members["manifest.json"])
        members["manifest.json"] = json.dumps(document | changes).encode()

    return change


def _one_more_case(members):
    return json.loads(members["manifest.json"])["rows"] | {"cases": 2}


@pytest.mark.parametrize("kind", ["sqlite"])
@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda m: m.update(database=m["database"] + b"x"), "differs from its checksums"),
        (lambda m: m.update({"../x": b""}), r"holds no '\.\./x'"),
        (lambda m: m.update({"attachments/../../x": b""}), "holds no 'attachments"),
        (lambda m: m.update({"attachments/x": b""}), "differs from its checksums"),
        (lambda m: m.pop("manifest.json"), "is not whole"),
        (lambda m: m.update({"manifest.json": b"[]"}), "is not whole"),
        (lambda m: m.update({"manifest.json": b"{"}), "is damaged"),
        (_manifest(format=2), "of a newer Caselane"),
        (_manifest(engine="postgresql"), "Restore it to postgresql"),
        (lambda m: _manifest(rows=_one_more_case(m))(m), "cases has 1 rows, and had 2"),
    ],
)
def test_a_damaged_or_hostile_file_leaves_nothing(file, elsewhere, change, said):
    with pytest.raises(BackupError, match=said):
        restore(elsewhere, repacked(file, change))
    assert list(elsewhere.data_dir.iterdir()) == []


@pytest.mark.parametrize("kind", ["sqlite"])
def test_what_is_no_backup_is_said_in_words(elsewhere, tmp_path):
    (tmp_path / "x").write_bytes(b"x" * 2000)
    with pytest.raises(BackupError, match="is damaged, or not a backup"):
        restore(elsewhere, tmp_path / "x")
    with pytest.raises(BackupError, match="cannot be read: No such file"):
        restore(elsewhere, tmp_path / "nowhere")


@pytest.mark.parametrize("kind", ["sqlite"])
def test_a_database_that_was_wrong_when_it_was_backed_up_is_not_restored(desk, tmp_path, elsewhere):
    number = desk.open().number
    with closing(sqlite3.connect(desk.settings.data_dir / DATABASE)) as database:
        database.execute("UPDATE cases SET status = 'Elsewhere'")
        database.commit()
    made = desk.app.backups.make(tmp_path / "a.tar")
    with pytest.raises(BackupError, match=f"{number}: its status is 'Elsewhere'"):
        restore(elsewhere, made.file)


@pytest.mark.parametrize("kind", ["sqlite"])
@pytest.mark.parametrize("old", databases.KEPT, ids=lambda path: path.stem)
def test_a_backup_of_an_earlier_release_is_restored_as_it_is(old, desk, elsewhere, tmp_path):
    """Made by this program before its tables are upgraded: it notes nothing in them."""
    databases.restore(old, tmp_path / "old.sqlite3")
    settings = replace(desk.settings, database_url=f"sqlite:///{tmp_path}/old.sqlite3")
    with closing(Database(settings.url)) as db:
        made = Backups(db, settings, desk.clock).make(tmp_path / "a.tar")
        with db.read() as tx:
            assert row_counts(tx) == made.rows
        assert db.has_older_tables
    assert restore(elsewhere, made.file).cases == 22
    with closing(Database(elsewhere.url)) as db:
        assert db.has_older_tables
