"""What the name and the first bytes of a file say of it. Both are written by others."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection
from contextlib import suppress

import puremagic

from runner.errors import InvalidInput
from runner.language import _
from runner.model import normalised

LONGEST_NAME = 150
"""Characters. Folders of all systems take 255 bytes; letters may have several."""

HEAD = 4_096
"""Bytes by which the kind of a file is told."""

UNKNOWN = "application/octet-stream"

_EXPECTED = {
    "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif",
    "webp": "image/webp", "pdf": "application/pdf",
}  # fmt: skip
"""The kinds that people open by their names, and whose content can be told for sure."""

_PROGRAMS = (b"MZ", b"\x7fELF", b"\xfe\xed\xfa\xce", b"\xcf\xfa\xed\xfe")
"""How programs of Windows, Linux and macOS begin."""

_DEVICES = frozenset(
    ["con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))]
)
"""Names that Windows keeps to itself, whatever their ending."""


def clean_name(given: str) -> str:
    """The name of a file as it is kept and shown: no folders, no control signs, nothing that turns
    the direction of writing or cannot be seen, at most `LONGEST_NAME` characters. Never empty."""
    last = normalised(given).replace("\\", "/").rpartition("/")[2]
    seen = "".join(" " if unicodedata.category(c)[0] in "CZ" else c for c in last if _shows(c))
    name = " ".join(seen.split()).strip(". ")
    stem, dot, ending = name.rpartition(".")
    if dot and len(ending) <= 20:
        name = f"{stem[: LONGEST_NAME - len(ending) - 1].rstrip()}.{ending}"
    name = name[:LONGEST_NAME].rstrip(". ")  # systems drop them, and another ending would show
    if name.partition(".")[0].lower() in _DEVICES:
        name = f"_{name}"
    return name or "file"


def _shows(character: str) -> bool:
    """Not what only changes how other characters look or read, such as U+202E."""
    return unicodedata.category(character) not in ("Cf", "Cs", "Co", "Cn")


def ending_of(name: str) -> str:
    return name.rpartition(".")[2].lower() if "." in name else ""


def checked_kind(name: str, head: bytes, refused: Collection[str]) -> str:
    """The media type of a file that begins with `head`. Raises InvalidInput for an ending that is
    refused, for a program, and for a content that is not what the name says."""
    ending, kinds = ending_of(name), _kinds(head)
    if ending in refused:
        raise _refused(name, _("is of a kind that is not taken here (.%(ending)s)", ending=ending))
    if head.startswith(_PROGRAMS) and b"\0" in head:
        raise _refused(name, _("is a program, and programs are not taken here"))
    expected = _EXPECTED.get(ending)
    if expected and expected not in kinds:
        raise _refused(
            name,
            _("is not what its name says: its content is no %(ending)s", ending=ending.upper()),
        )
    if expected:
        return expected
    shown = [kind for kind in kinds if kind in _EXPECTED.values()]
    return (shown or kinds or [UNKNOWN])[0]


def _kinds(head: bytes) -> list[str]:
    """All that the content may be, the likeliest first."""
    with suppress(puremagic.PureError, ValueError):
        return [found.mime_type for found in puremagic.magic_string(head) if found.mime_type]
    return []


def _refused(name: str, why: str) -> InvalidInput:
    return InvalidInput({"files": [_("cannot include “%(name)s”: it %(why)s", name=name, why=why)]})
