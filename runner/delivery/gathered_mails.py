"""Several lines that waited for one mail. Decision 0320."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC

from runner.language import _, told_time
from runner.model import NoticePart, Notification

GATHERED = "digest"
"""The topic of such a mail. Nobody chooses a way for it: its lines have theirs."""

FindParts = Callable[[Notification], Sequence[tuple[str, str]]]


def as_one(first: int, notes: Sequence[Notification], find_links: FindParts) -> Notification:
    """The lines of one person, oldest first, as what one mail says. `first` is the line whose job
    sends it: the id of the mail is made from that and from how many lines it has, so that it is
    the same when the same is sent again, and another one when some of it was sent before. Files of
    messages are not in it and stay behind its links: those of many would be too much for a mail."""
    newest = notes[-1]
    since = told_time(notes[0].created_at, UTC)
    return Notification(
        id=first,
        person=newest.person,
        case_id=None,
        element="",
        subject=_("%(n)s notifications since %(time)s", n=len(notes), time=since),
        body=_("This was kept for you until now, as you chose."),
        created_at=newest.created_at,
        topic=f"{GATHERED}.{len(notes)}",
        files=tuple(file for note in notes for file in note.files),
        parts=tuple(
            NoticePart(_counted(note), note.body, tuple(find_links(note))) for note in notes
        ),
    )


def _counted(note: Notification) -> str:
    if note.count == 1:
        return note.subject
    return _("%(subject)s (%(n)s messages)", subject=note.subject, n=note.count)
