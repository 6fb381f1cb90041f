"""Whether the files that messages have are in the folder of files, as this node sees it."""

from __future__ import annotations

from runner.errors import StoreError
from runner.operations.diagnosis import Check
from runner.store import Database, attachments
from runner.store.file_folder import FileFolder


def checked_files(db: Database, folder: FileFolder) -> Check:
    with db.read() as tx:
        digests = attachments.digests(tx)
    try:
        folder.check_owner()
        lost = sum(not folder.has(digest) for digest in digests)
    except StoreError as error:
        return Check("error", "files", str(error))
    except OSError as error:
        return Check("error", "files", folder.told_unread(error))
    if not lost:
        return Check("ok", "files", f"{len(digests)} of messages, all in {folder.path}.")
    return Check(
        "error", "files",
        f"{lost} of {len(digests)} files of messages are not in {folder.path}. If another node has "
        "them, give all nodes the same CASELANE_FILES; else bring them back from a backup.",
    )  # fmt: skip
