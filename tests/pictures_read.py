"""PNG and PDF, read back by what others wrote."""

from __future__ import annotations

import shutil
import struct
import subprocess

from tests.required import missing
from web.shared import printing


def need_library():
    """Skips where CairoSVG, or what it draws with, is not installed."""
    try:
        printing.library()
    except Exception as error:
        missing(
            "pdf",
            str(error),
            "pip install 'caselane[pdf]'; apt-get install libcairo2",
        )


def size_of(png: bytes) -> tuple[int, int]:
    """Width and height, in pixels."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    return struct.unpack(">II", png[16:24])


def words_of(pdf: bytes) -> str:
    """What poppler reads, its pages one after the other."""
    if not shutil.which("pdftotext"):
        missing("pdf", "pdftotext", "apt-get install poppler-utils")
    done = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True
    )
    return done.stdout.decode()


def colours_of(pdf: bytes) -> set[bytes]:
    """Those of the pixels of its first page."""
    done = subprocess.run(
        ["pdftoppm", "-r", "72", "-f", "1", "-l", "1", "-"],
        input=pdf,
        capture_output=True,
        check=True,
    )
    _format, _size, _most, pixels = done.stdout.split(b"\n", 3)
    return {pixels[at : at + 3] for at in range(0, len(pixels), 3)}
