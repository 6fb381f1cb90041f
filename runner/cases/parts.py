"""What the work on cases is joined from."""

from __future__ import annotations

from dataclasses import dataclass

from runner.calendar import Calendars
from runner.clock import Clock
from runner.jobs import Jobs
from runner.links import Links
from runner.notifications import Notifications
from runner.store import Database
from runner.versions import Versions
from runner.webhooks import Webhooks


@dataclass(frozen=True, slots=True)
class Parts:
    """Made once, by `bootstrap`; every floor that changes cases takes what it needs."""

    db: Database
    versions: Versions
    calendars: Calendars
    jobs: Jobs
    notifications: Notifications
    webhooks: Webhooks
    links: Links
    clock: Clock
