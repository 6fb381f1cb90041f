"""Tables as text for other programs: RFC 4180."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""A cell that begins like this is computed by programs for tables. An apostrophe in front makes it
a text: https://owasp.org/www-community/attacks/CSV_Injection."""


def csv_lines(rows: Iterable[Iterable[str]]) -> bytes:
    """In UTF-8; no cell is a formula."""
    text = io.StringIO()
    csv.writer(text).writerows([map(_harmless, row) for row in rows])
    return text.getvalue().encode()


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell
