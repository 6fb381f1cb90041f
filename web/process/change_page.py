"""The page What changed: two versions or periods, beside what their drawings let happen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from flask import Blueprint, render_template, request

from runner.errors import InvalidInput
from runner.insight.change_figures import ChangeQuery, ChangeView, SideQuery
from runner.insight.scope import FlowQuery
from runner.language import N_, _
from runner.model import Person, Version
from web.process.figure_page import shared
from web.process.flow_overlays import minutes, points, spell
from web.process.flow_query import asked, live_versions, midnight, today, version_in
from web.shared import humanize
from web.shared.auth import caselane, signed_in
from web.shared.reader import zone_of_page

pages = Blueprint("change", __name__)

SHARES: Mapping[str, str] = {
    "late": N_("Cases that missed a milestone"),
    "at_once": N_("Closed cases solved at once"),
    "rejected": N_("Cases that the customer rejected"),
    "repeats": N_("Cases that repeat an older one"),
}

_DAY = timedelta(days=1)


@pages.get("/process/changes")
def show() -> str:
    """`one` and `other` are versions, or periods such as 2026-03-01/2026-03-31."""
    wanted, person = asked(), signed_in()
    versions = live_versions()
    by = _by(versions)
    days = _days(person, wanted.query) if by == "period" else {}
    sides = _periods(days) if by == "period" else _versions(versions)
    view = caselane().changes.view(person, wanted.query, sides) if sides else None
    return render_template(
        "process/changes.html",
        asked=wanted,
        view=view,
        versions=versions,
        by=by,
        days=days,
        heads=_heads(sides),
        chosen=(sides.one.version, sides.other.version) if sides else (None, None),
        narrower=_narrower(sides),
        shares=SHARES,
        points=points,
        minutes=minutes,
        spell=spell,
        scope=view.scope if view else None,
        said=_said(view),
        **shared("by", *_FIELDS),
    )


_ENDS = ("one_since", "one_until", "other_since", "other_until")
_FIELDS = ("one", "other", *_ENDS)


def _by(versions: Sequence[Version]) -> str:
    """What is compared, unless the address says it: versions, where there are two."""
    by = request.args.get("by") or ("version" if len(versions) > 1 else "period")
    if by not in ("version", "period"):
        raise InvalidInput({"by": [_("has to be version or period")]})
    return by


def _versions(versions: Sequence[Version]) -> ChangeQuery | None:
    """The last two, unless the address names others; None for fewer. Raises InvalidInput."""
    if len(versions) < 2:
        return None
    one, other = (_version(name, versions, usual) for name, usual in (("one", 1), ("other", 0)))
    return ChangeQuery(one, other)


def _version(name: str, versions: Sequence[Version], usual: int) -> SideQuery:
    named = version_in(name, versions) if request.args.get(name) else versions[usual]
    return SideQuery(named.id)


_USUAL = 30
"""Days of each period, where the address says none."""


def _days(person: Person, query: FlowQuery) -> Mapping[str, str]:
    """The first and the last day of both periods. Where the address says none, they end yesterday,
    as today is not over; where none came in the second one, with the last case."""
    given = {name: request.args.get(name, "")[:20] for name in _ENDS}
    if any(given.values()):
        return given
    end, newest = today() - _DAY, caselane().changes.newest(person, query)
    last = newest.astimezone(zone_of_page()).date() if newest else end
    end = last if last <= end - _USUAL * _DAY else end
    back = (2 * _USUAL - 1, _USUAL, _USUAL - 1, 0)
    return {name: (end - n * _DAY).isoformat() for name, n in zip(_ENDS, back, strict=True)}


def _periods(days: Mapping[str, str]) -> ChangeQuery | None:
    """None while one end of a period is missing. Raises InvalidInput."""
    one, other = (_period(name, days) for name in ("one", "other"))
    return ChangeQuery(one, other) if one and other else None


def _period(name: str, days: Mapping[str, str]) -> SideQuery | None:
    since, until = (_day(f"{name}_{end}", days) for end in ("since", "until"))
    if not (since and until):
        return None
    if until < since:
        raise InvalidInput({f"{name}_until": [_("has to be after its first day")]})
    try:
        return SideQuery(None, since, until + _DAY)
    except OverflowError:
        raise InvalidInput({f"{name}_until": [_("is too far away")]}) from None


def _day(name: str, days: Mapping[str, str]) -> datetime | None:
    return midnight(name, days[name]) if days[name] else None


def _heads(sides: ChangeQuery | None) -> tuple[str, ...]:
    return tuple(map(_head, (sides.one, sides.other))) if sides else ()


def _narrower(sides: ChangeQuery | None) -> tuple[Mapping[str, str], ...]:
    """The arguments that leave the cases of each side."""
    return tuple(
        {"version": str(side.version), "only": "yes"}
        if side.version
        else {"since": f"{side.since:%Y-%m-%d}", "until": f"{side.until:%Y-%m-%d}"}
        for side in ((sides.one, sides.other) if sides else ())
    )


def _head(side: SideQuery) -> str:
    if side.version:
        return _("Version %(version)s", version=side.version)
    assert side.since
    assert side.until
    since, last = (humanize.on_day(day.date()) for day in (side.since, side.until - _DAY))
    return _("%(since)s to %(until)s", since=since, until=last)


def _said(view: ChangeView | None) -> str:
    """What the figures cannot say by themselves."""
    if view is None:
        return ""
    migrated = view.one.migrated + view.other.migrated
    if migrated:
        return _(
            "%(migrated)s of these cases came from another version, and were partly on both.",
            migrated=migrated,
        )
    return ""
