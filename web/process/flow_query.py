"""What an analyst asks of the flow, as the address of a page says it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import cast, get_args

from flask import request

from runner.errors import InvalidInput
from runner.insight.scope import FlowQuery, Level
from runner.language import N_, _
from runner.model import EVERYTHING, PRIORITIES, FlowFilter, TimeKind, Version
from web.process.flow_overlays import OVERLAYS
from web.shared.auth import caselane
from web.shared.numbers import id_of
from web.shared.reader import zone_of_page

VERSIONS = 50
"""Versions that can be chosen to be compared."""

PERIODS = {
    "7": N_("Last 7 days"),
    "30": N_("Last 30 days"),
    "90": N_("Last 90 days"),
    "365": N_("Last 365 days"),
}


@dataclass(frozen=True, slots=True)
class AskedFlow:
    """A query, the overlay to show, and the place or way (`at`) whose figures stand beside."""

    query: FlowQuery
    show: str
    at: str

    @property
    def narrowed(self) -> bool:
        """Whether some cases do not count."""
        return self.query.only or self.query.wanted != EVERYTHING


def asked() -> AskedFlow:
    """Of the request. Raises InvalidInput, which names every argument that is not understood."""
    errors: dict[str, list[str]] = {}
    show = _one_of("show", tuple(OVERLAYS), errors)
    level = _one_of("level", get_args(Level), errors)
    kind = _one_of("time", get_args(TimeKind), errors)
    wanted = _filter(errors)
    if errors:
        raise InvalidInput(errors)
    query = FlowQuery(
        request.args.get("version", type=id_of), request.args.get("only") == "yes",
        cast("Level", level), cast("TimeKind", kind), wanted,
    )  # fmt: skip
    return AskedFlow(query, show, _text("at"))


def _filter(errors: dict[str, list[str]]) -> FlowFilter:
    way = _text("way")
    if way and not (way.isascii() and way.isdigit() and len(way) <= 18):
        errors["way"] = [_("has to be the number of a way")]
    begin, since = _period(errors), _day("since", errors)
    return FlowFilter(
        begin or since, _day("until", errors),
        _one_of("priority", ("", *PRIORITIES), errors), _text("product"), _text("owner"),
        _text("customer"), _text("outcome"), int(way) if way and "way" not in errors else None,
        _text("team"), _text("channel"),
    )  # fmt: skip


def _text(name: str) -> str:
    return request.args.get(name, "")[:200]


def _one_of(name: str, known: tuple[str, ...], errors: dict[str, list[str]]) -> str:
    """The first of them, where the request says nothing."""
    given = _text(name) or known[0]
    if given not in known:
        errors[name] = [_("has to be one of %(known)s", known=", ".join(filter(None, known)))]
    return given


def _period(errors: dict[str, list[str]]) -> datetime | None:
    """The midnight before so many days: the same until the day is over."""
    chosen = _one_of("period", ("", *PERIODS), errors)
    if not chosen or "period" in errors:
        return None
    return _midnight(today() - timedelta(days=int(chosen)))


def today() -> date:
    """Where the reader lives."""
    return caselane().clock.now().astimezone(zone_of_page()).date()


def midnight(name: str, given: str) -> datetime:
    """At which a day begins. Raises InvalidInput, by the name of the argument."""
    try:
        return _midnight(date.fromisoformat(given))
    except (ValueError, OverflowError):
        raise InvalidInput({name: [_("has to be a day such as 2026-03-31")]}) from None


def _day(name: str, errors: dict[str, list[str]]) -> datetime | None:
    given = _text(name)
    try:
        return midnight(name, given) if given else None
    except InvalidInput as error:
        errors |= error.errors
        return None


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=zone_of_page())


def live_versions() -> Sequence[Version]:
    """Those that were live, the newest first."""
    found = caselane().versions.listed(None, VERSIONS).items
    return [version for version in found if version.live_at is not None]


def version_in(name: str, versions: Sequence[Version]) -> Version:
    """The one that an argument names. Raises InvalidInput."""
    known = {version.id: version for version in versions}
    version = known.get(request.args.get(name, type=id_of) or 0)
    if version is None:
        raise InvalidInput({name: [_("has to be the number of a version that was live")]})
    return version
