"""Numbers as people write them where they live: by the language that they chose, or else those that
their browser asks for."""

from __future__ import annotations

from flask import g, has_request_context, request

from runner.language import spoken

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
    group, point = _marks()
    whole, _, rest = f"{value:,.{digits}f}".partition(".")
    return whole.replace(",", group) + (f"{point}{rest}" if rest else "")


def percent(part: float, whole: float) -> str:
    """`83 %`. Less than half of one in a hundred is not nothing."""
    share = 100 * part / whole
    return "< 1 %" if 0 < share < 0.5 else f"{share:.0f} %"


def _marks() -> tuple[str, str]:
    """Of the browser's languages, where the person did not choose another: it knows the region, as
    `de-CH`."""
    if not has_request_context():
        return MARKS["en"]
    browser = request.accept_languages.best_match(MARKS, "en") or "en"
    chosen = "person" in g and g.person.language
    if not chosen or browser.split("-")[0] == spoken().code.split("-")[0]:
        return MARKS[browser]
    return MARKS.get(spoken().code) or (spoken().words.group, spoken().words.point)
