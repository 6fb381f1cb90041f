"""A backup holds one state of everything, whatever goes on beside it."""

import threading
from dataclasses import replace
from pathlib import Path

import pytest

from runner.errors import BackupError
from runner.operations.backups import prune
from runner.operations.restore import restore
from tests.patience import PATIENCE


class Busy:
    """Bob and Alice, who go on while somebody makes a backup."""

    def __init__(self, desk):
        self._desk, self._stop = desk, threading.Event()
        self.opened = []
        self._thread = threading.Thread(target=self._work)

    def _work(self):
        while not self._stop.is_set():
            case = self._desk.open().claim(self._desk.alice)
            case.act(self._desk.alice, "send_first_response", body="On it.")
            self.opened.append(case.number)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._stop.set()
        self._thread.join(PATIENCE)


def test_a_backup_under_load_comes_back_as_one_state(desk, tmp_path, restored):
    """`restore` compares rows, states and histories."""
    with Busy(desk) as busy:
        first = desk.open(subject="Before the backup").number
        made = desk.app.backups.make(tmp_path / "a.tar")
        at_least = len(busy.opened)
    later = desk.open(subject="After the backup").number
    found, app = restored(made.file, desk.clock)
    assert found.cases == made.rows["cases"] <= at_least + 2
    assert app.cases.get(desk.carol, first).case.subject == "Before the backup"
    assert not any(
        check.level == "error" for check in app.doctor.examine() if check.about == "data"
    )
    number = app.cases.open(desk.bob, _submission()).case.number
    assert int(number[2:]) == found.cases + 1001 or int(number[2:]) > int(first[2:])
    assert later not in {line.number for line in app.cases.list(desk.carol).items} - {number}


def _submission():
    from runner.cases import Submission

    return Submission("After the restore", "It burns.", customer_email="bob@example.com")


def test_attachments_come_along(desk, tmp_path, restored, elsewhere):
    place = desk.settings.file_folder / "ab"
    place.mkdir(parents=True)
    (place / "abcd").write_bytes(b"a picture")
    (place / ".new-1").write_bytes(b"half of another")
    made = desk.app.backups.make(tmp_path)
    assert made.file.name == "caselane-20260302T090000Z.tar"
    found, _ = restored(made.file, desk.clock)
    assert found.attachments == made.attachments == 1
    assert (elsewhere.file_folder / "ab/abcd").read_bytes() == b"a picture"


@pytest.mark.parametrize("kind", ["sqlite"])
def test_attachments_come_along_from_a_folder_of_their_own(desk, tmp_path, elsewhere):
    """Several nodes share one."""
    desk.app.backups._settings = replace(desk.settings, files=tmp_path / "shared")
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared" / "abcd").write_bytes(b"a picture")
    made = desk.app.backups.make(tmp_path / "a.tar")
    assert restore(replace(elsewhere, files=tmp_path / "there"), made.file).attachments == 1
    assert (tmp_path / "there" / "abcd").read_bytes() == b"a picture"


def test_no_file_is_replaced_and_none_is_left_half_written(desk, tmp_path):
    file = tmp_path / "a.tar"
    file.write_text("something else")
    with pytest.raises(BackupError, match="exists already"):
        desk.app.backups.make(file)
    with pytest.raises(BackupError, match="cannot be written: No such file"):
        desk.app.backups.make(Path(tmp_path, "nowhere", "a.tar"))
    assert file.read_text() == "something else"
    assert {path.name for path in tmp_path.iterdir()} == {"desk", "a.tar"}
    assert desk.app.backups.make(tmp_path / "b.tar").file.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("kind", ["sqlite"])
def test_only_backups_are_pruned_and_the_newest_stay(desk, tmp_path):
    for day in (1, 2, 3):
        (tmp_path / f"caselane-2026030{day}T020000Z.tar").touch()
    (tmp_path / "caselane-old.tar").touch()
    assert [path.name for path in prune(tmp_path, 2)] == ["caselane-20260301T020000Z.tar"]
    assert len(list(tmp_path.glob("*.tar"))) == 3
