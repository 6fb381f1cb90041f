"""`caselane serve --test-clock`: a clock that anybody who reaches the server may move."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from runner.bootstrap import App
from runner.clock import ManualClock, is_sane
from runner.config import make_folder
from runner.people.accounts import OPERATOR

MARK = "test-clock"
"""A file in the data directory. It says that all cases there were made under such a clock."""


def manual_clock(text: str) -> ManualClock:
    """A clock that starts at an instant. Raises UsageError."""
    try:
        start = datetime.fromisoformat(text)
    except ValueError as error:
        raise click.UsageError("--test-clock takes an instant: 2026-03-02T09:00:00Z") from error
    start = start if start.tzinfo else start.replace(tzinfo=UTC)
    if not is_sane(start):
        raise click.UsageError(f"--test-clock is from 2000 to 2099, not in {start.year}.")
    return ManualClock(start)


def check_directory(app: App) -> None:
    """Raises ClickException where there are cases that lived by a real clock: moving it would fire
    their timers, and customers would hear of it."""
    mark = app.settings.data_dir / MARK
    if not mark.exists() and app.cases.list(OPERATOR, limit=1).items:
        raise click.ClickException(
            f"{app.settings.data_dir} has real cases, and --test-clock would fire their timers. "
            "Name an empty CASELANE_DATA_DIR."
        )
    make_folder(mark.parent)  # nothing else may have needed it yet, where the database is elsewhere
    mark.touch(mode=0o600)


def leave_directory(data_dir: Path) -> None:
    """From now on a real clock goes there."""
    (data_dir / MARK).unlink(missing_ok=True)
