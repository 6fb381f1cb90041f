"""A file of heads is believed only as it was written."""

import pytest

from runner.errors import BackupError
from runner.operations.heads import read_heads, write_heads

KEY = "a key of the desk, long enough"


@pytest.fixture
def worked(desk):
    return desk.open(), desk.open()


@pytest.mark.parametrize("kind", ["sqlite"])
def test_a_file_of_heads_that_was_changed_is_refused(worked, desk, tmp_path):
    file = tmp_path / "heads.txt"
    write_heads(file, desk.app.verification.heads(), desk.clock.now(), KEY)
    with pytest.raises(BackupError, match="exists already"):
        write_heads(file, (), desk.clock.now(), KEY)
    with pytest.raises(BackupError, match="cannot be written"):
        write_heads(tmp_path / "none" / "x", (), desk.clock.now(), KEY)
    with pytest.raises(BackupError, match="cannot be read"):
        read_heads(tmp_path / "none", [KEY])
    text = file.read_text()
    with pytest.raises(BackupError, match="signature"):
        read_heads(file, ["another key"])
    for bad in (text.replace("C-1002 1", "C-1002 2"), text[:-3], text + "x\n"):
        file.write_text(bad)
        with pytest.raises(BackupError, match="signature"):
            read_heads(file, [KEY])
    for bad in (b"", b"\xff\xfe", b"C-1001\n" * 5):
        file.write_bytes(bad)
        with pytest.raises(BackupError, match="is not a file of"):
            read_heads(file, [KEY])
