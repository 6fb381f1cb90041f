"""A diagram as text: in the encoding that the file itself declares."""

from __future__ import annotations

import codecs
import re

_DECLARED = re.compile(r"""\s*<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z][A-Za-z0-9._-]*)["']""")
_KNOWN = re.compile(r"utf-8|utf-16|us-ascii|iso-8859-([1-9]|1[0134569])|windows-125[0-8]")
_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}


def decoded(data: bytes) -> str:
    """The text of a file. What cannot be decoded is replaced: as XML the file is refused anyway."""
    marked = next((name for mark, name in _MARKS.items() if data.startswith(mark)), "")
    head = data[:200].decode("ascii", errors="replace")
    return data.decode(marked or _declared(head), errors="replace")


def encoded(text: str) -> bytes:
    """The file of a text that came without one, such as a string of JSON."""
    return text.encode(_declared(text[:200]), errors="xmlcharrefreplace")


def _declared(head: str) -> str:
    """The encoding that the start of a file declares; UTF-8 if it is none that XML files have.
    Python knows others, which are no texts or take for ever."""
    match = _DECLARED.match(head)
    name = match[1].lower() if match else ""
    return name if _KNOWN.fullmatch(name) else "utf-8"
