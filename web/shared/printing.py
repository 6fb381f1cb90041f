"""Drawings as PNG and PDF, by a library that need not be installed. Decision 0322.

It draws on the server, one file at a time, and fetches nothing: what stands in a drawing is all
that it gets.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from threading import Lock
from typing import Any

from werkzeug.wrappers import Response

from runner.errors import InvalidInput, NotFound, TooManyRequests
from runner.language import _
from web.shared.responses import file_to_save

LIBRARY = "cairosvg"

LONGEST = 3_000_000
"""Signs of what is drawn: a second of work or so for each 200,000."""

MOST_PIXELS = 16_000_000
"""Of a PNG: 64 MB while it is drawn."""

LONGEST_SIDE = 14_400
"""Pixels of a PNG, points of a PDF: more is beyond what programs that show them can do."""

SHARPEST, COARSEST = 2.0, 0.3
"""Pixels of a PNG for one of the drawing: for sharp screens, and where words can just be read."""

POINT = 0.75
"""Points of a PDF for a pixel of the drawing."""

PATIENCE = 20
"""Seconds that a request waits for the file of another."""

KINDS = {"svg": "image/svg+xml", "png": "image/png", "pdf": "application/pdf"}

_one_at_a_time = Lock()


@cache
def available() -> bool:
    """Whether the library is installed: pages offer PNG and PDF only then."""
    return find_spec(LIBRARY) is not None


def picture_file(drawn: str, name: str, kind: str) -> Response:
    """A drawing of ours, to be saved as `name.kind`."""
    return file_to_save(f"{name}.{kind}", as_kind(drawn, kind), KINDS[kind])


def as_kind(drawn: str, kind: str) -> bytes:
    """A drawing of ours as svg, png or pdf. Raises NotFound where the library is not installed,
    InvalidInput for a drawing that is too large, and TooManyRequests."""
    if kind == "svg":
        return drawn.encode()
    with _drawing(drawn) as library:  # by itself it fetches `data:` alone
        width, height = _size(drawn)
        if kind == "png":
            scale = _scale_of_png(width, height)
            return library.svg2png(bytestring=drawn.encode(), scale=scale, background_color="white")
        scale = min(1.0, LONGEST_SIDE / (POINT * max(width, height)))
        return library.svg2pdf(bytestring=drawn.encode(), scale=scale)


@contextmanager
def _drawing(drawn: str) -> Iterator[Any]:
    """One at a time: it keeps a processor busy, for which the desk waits, too."""
    if len(drawn) > LONGEST:
        raise _too_large(_("There is more in it than is drawn as a PNG or PDF. Take the SVG."))
    found = library()
    if not _one_at_a_time.acquire(timeout=PATIENCE):
        raise TooManyRequests(_("Another file is being drawn. Try again in a minute."))
    try:
        yield found
    finally:
        _one_at_a_time.release()


def library() -> Any:
    try:
        return import_module(LIBRARY)  # an extra: it, or what it draws with, may be missing
    except (ModuleNotFoundError, OSError) as error:
        why = str(error).splitlines()[0][:200] if str(error) else LIBRARY
        raise NotFound(
            _(
                "PNG and PDF are not made here (%(why)s). Whoever runs Caselane can install what "
                "is missing: pip install 'caselane[pdf]', and the library cairo "
                "(docs/installation.md). SVG needs nothing.",
                why=why,
            )
        ) from error


def _scale_of_png(width: float, height: float) -> float:
    scale = min(
        SHARPEST, math.sqrt(MOST_PIXELS / (width * height)), LONGEST_SIDE / max(width, height)
    )
    if scale < COARSEST:
        raise _too_large(
            _(
                "The drawing is %(width)s × %(height)s pixels: nobody could read it as a PNG. Take "
                "the SVG or the PDF.",
                width=round(width), height=round(height),
            )
        )  # fmt: skip
    return scale


def _size(drawn: str) -> tuple[float, float]:
    """Width and height of a drawing of ours, in pixels."""
    found = _SIZE.search(drawn)
    assert found is not None
    return max(1.0, float(found[1])), max(1.0, float(found[2]))


_SIZE = re.compile(r'<svg\b[^>]* width="([\d.]+)" height="([\d.]+)"')


def _too_large(why: str) -> InvalidInput:
    return InvalidInput({"picture": [why]}, why)
