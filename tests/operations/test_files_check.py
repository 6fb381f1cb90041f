"""Files of messages are counted, and looked for in the folder that this node sees."""

import io
from datetime import timedelta

from runner.operations.files_check import checked_files
from runner.store.file_folder import MARK


def test_files_of_messages_are_counted_and_looked_for(desk):
    keep, folder = desk.app.cases.attachments.keep, desk.app.cases.attachments._folder
    kept = [keep(f"{n}.txt", io.BytesIO(n.encode())) for n in ("1", "2")]
    for file in desk.app.cases.attachments.add(desk.bob, kept):
        desk.open(files=(file.id,))

    def said():
        found = checked_files(desk.app.db, folder)
        assert found in desk.app.doctor.examine()
        return found.level, found.text

    assert said() == ("ok", f"2 of messages, all in {folder.path}.")
    assert folder.remove(kept[0].digest, desk.clock.now() + timedelta(days=9_999))
    level, text = said()
    assert level == "error" and text.startswith("1 of 2 files of messages are not in ")
    (folder.path / MARK).write_text("another")
    level, text = said()
    assert level == "error" and "the files of another database. Set CASELANE_FILES" in text
    (folder.path / MARK).unlink()
    (folder.path / MARK).mkdir()  # as what may not be read, and what is no folder
    level, text = said()
    assert level == "error" and f"{folder.path} cannot be read: Is a directory. See" in text
