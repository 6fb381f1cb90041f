"""In which language, time zone and marks of numbers the page is read. Decision 0257."""

from __future__ import annotations

from datetime import tzinfo
from zoneinfo import available_timezones

from flask import g, request

from runner.language import speak, spoken, zone_of
from web.shared.auth import caselane, visitor


def choose_language() -> None:
    """At the beginning of each request, since threads serve many: that of the browser, which gives
    way to what the person chose as soon as it is known who asks."""
    languages = caselane().languages
    if "Accept-Language" not in request.headers:
        return speak(languages.default)
    wanted = [code for code, quality in request.accept_languages if quality > 0]
    return speak(languages.best(wanted))


def language_of_page() -> str:
    """The code of the language in which this page is written."""
    visitor()
    return spoken().code


def zone_of_page() -> tzinfo:
    """The zone that the person chose, else that of the office."""
    if "zone" not in g:
        person = visitor()
        chosen = zone_of(person.zone) if person else None
        g.zone = chosen or caselane().calendars.default.zone
    return g.zone


def zones() -> list[str]:
    """By their names of places: `EST` and `Etc/GMT+5` are others' words for these."""
    return sorted(
        name for name in available_timezones()
        if "/" in name and not name.startswith(("Etc/", "SystemV/", "US/", "posix/", "right/"))
    )  # fmt: skip
