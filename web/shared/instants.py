"""Instants that people fill in, in the zone of the page, as browsers send them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from runner.errors import InvalidInput
from runner.language import _
from web.shared.reader import zone_of_page


def instant_in(field: str, text: str) -> datetime | None:
    """The instant that a field holds; None for an empty one. Raises InvalidInput."""
    if not text.strip():
        return None
    try:
        there = datetime.fromisoformat(text.strip()).replace(tzinfo=zone_of_page())
        return there.astimezone(UTC)
    except (ValueError, OverflowError):
        raise InvalidInput({field: [_("is not a day and time such as 2026-12-24T17:00")]}) from None


def chosen_date(form: Mapping[str, str]) -> datetime | None:
    """When something goes live, of the fields `when` (now, later) and `at`; None for now. Raises
    InvalidInput, also for a date that was left empty: now was not chosen."""
    if form.get("when") != "later":
        return None
    at = instant_in("at", form.get("at", ""))
    if at is None:
        raise InvalidInput({"at": [_("has to be a day and time, as “At a date” was chosen")]})
    return at


def as_filled_in(instant: datetime | None) -> str:
    """The text of a field that holds an instant."""
    zone = zone_of_page()
    return f"{instant.astimezone(zone):%Y-%m-%dT%H:%M}" if instant else ""
