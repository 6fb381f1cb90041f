"""Files that come with messages."""

from __future__ import annotations

from dataclasses import dataclass

from runner.language import ngettext, told_number

PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
"""What a browser shows without running anything. SVG runs scripts and is none of these."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came with a message, or with the request that a case began with: then
    `message_id` is None. One without `case_id` waits to be sent; one without an id is in the folder
    of files and in no table yet. `kind` is the media type that its content shows, `size` is in
    bytes, `digest` the SHA-256 of its content, under which the folder keeps it."""

    id: int
    name: str
    kind: str
    size: int
    digest: str
    case_id: int | None = None
    message_id: int | None = None

    @property
    def is_picture(self) -> bool:
        return self.kind in PICTURES


def size_in_words(size: int) -> str:
    """Such as `40 KB` or `1.5 MB`: as people say it, in powers of ten, with the decimal mark of the
    language that is spoken."""
    for unit, name in ((1_000_000, "MB"), (1_000, "KB")):
        if size >= unit:
            number = f"{size / unit:.1f}".removesuffix(".0")
            return f"{told_number(number)} {name}"
    return ngettext("%(n)s byte", "%(n)s bytes", size, n=size)
