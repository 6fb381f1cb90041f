"""Numbers as people write them where they live: by the languages that their browser asks for."""

from __future__ import annotations

from flask import has_request_context, request

_SPACE = "\u202f"
MARKS = {
    "en": (",", "."), "de-CH": ("’", "."), "de": (".", ","), "es": (".", ","), "it": (".", ","),
    "nl": (".", ","), "pt": (".", ","), "da": (".", ","), "id": (".", ","), "tr": (".", ","),
    "fr": (_SPACE, ","), "sv": (_SPACE, ","), "nb": (_SPACE, ","), "fi": (_SPACE, ","),
    "pl": (_SPACE, ","), "cs": (_SPACE, ","), "sk": (_SPACE, ","), "uk": (_SPACE, ","),
    "ru": (_SPACE, ","), "hu": (_SPACE, ","), "bg": (_SPACE, ","),
}  # fmt: skip
"""What stands between thousands, and before decimals, by language (CLDR 45)."""


def number(value: float, digits: int = 0) -> str:
    """With so many digits behind the point."""
    group, point = MARKS[_language()]
    whole, _, rest = f"{value:,.{digits}f}".partition(".")
    return whole.replace(",", group) + (f"{point}{rest}" if rest else "")


def percent(part: float, whole: float) -> str:
    """`83 %`. Less than half of one in a hundred is not nothing."""
    share = 100 * part / whole
    return "< 1 %" if 0 < share < 0.5 else f"{share:.0f} %"


def _language() -> str:
    if not has_request_context():
        return "en"
    return request.accept_languages.best_match(MARKS, "en") or "en"
