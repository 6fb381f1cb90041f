"""QR codes, as pictures that a page shows without a script."""

from __future__ import annotations

import segno


def qr(text: str) -> str:
    """A data URI of an SVG, dark on light also where the page is dark: cameras expect that. '' for
    no text."""
    return segno.make(text, error="m").svg_data_uri(scale=5, light="#fff") if text else ""
