"""Instants that people fill in, in the zone of the page, as browsers send them."""

from __future__ import annotations

from datetime import UTC, datetime

from runner.errors import InvalidInput
from web.shared.reader import zone_of_page


def instant_in(field: str, text: str) -> datetime | None:
    """The instant that a field holds; None for an empty one. Raises InvalidInput."""
    if not text.strip():
        return None
    try:
        there = datetime.fromisoformat(text.strip()).replace(tzinfo=zone_of_page())
        return there.astimezone(UTC)
    except (ValueError, OverflowError):
        raise InvalidInput({field: ["is not a day and time such as 2026-12-24T17:00"]}) from None


def as_filled_in(instant: datetime | None) -> str:
    """The text of a field that holds an instant."""
    zone = zone_of_page()
    return f"{instant.astimezone(zone):%Y-%m-%dT%H:%M}" if instant else ""
