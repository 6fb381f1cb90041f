"""Whether the histories of cases are as they were written."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
import orjson

from runner.cli.application import open_app, person_of
from runner.cli.group import command, counted, main, say, utc
from runner.config import secret_keys
from runner.model import AUDIT_AREAS, AuditEntry, AuditFilter
from runner.operations.heads import read_heads, write_heads
from runner.operations.verification import Verified
from runner.people.audit import audit_csv

FILE = click.Path(path_type=Path)


@command(main, "verify", "caselane verify --heads /mnt/elsewhere/heads.txt")
@click.option("--case", "number", metavar="NUMBER", help="Look at this case alone.")
@click.option(
    "--heads", type=FILE, help="Compare with a file of heads: what was cut off behind shows."
)
@click.option(
    "--write-heads", "written", type=FILE,
    help="Write the heads of all chains into this new file, signed. Keep it elsewhere.",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def verify(number: str | None, heads: Path | None, written: Path | None, as_json: bool) -> None:
    """Checks that the history of each case is as it was written: the chain of its events, the texts
    that they cover, and its status, which is worked out anew from its events.

    Exit code 0: all is. 1: something differs; each difference names the case and the event. What
    this proves, and what it cannot: docs/audit.md.
    """
    with open_app("check") as app:
        keys = secret_keys(app.settings)
        known = read_heads(heads, keys) if heads else []
        found = app.verification.verify(number, known)
        if written and not found.differences:
            kept = write_heads(written, app.verification.heads(), app.clock.now(), keys[0])
            click.echo(f"{written}: the heads of {counted(kept, 'case')}.", err=True)
    if as_json:
        click.echo(orjson.dumps(asdict(found), option=orjson.OPT_INDENT_2))
    else:
        _show(found)
    sys.exit(bool(found.differences))


def _show(found: Verified) -> None:
    for difference in found.differences:
        say(str(difference))
    more = f", {found.late} of them chained after they were written" if found.late else ""
    gone = f" {counted(found.erased, 'text')} erased." if found.erased else ""
    wrong = len(found.differences)
    result = f"{wrong} differ{'s' if wrong == 1 else ''}." if wrong else "Nothing differs."
    lines = f"{counted(found.lines, 'event')}{more}, {counted(found.audit, 'line')} of audit"
    say(f"{counted(found.cases, 'case')}, {lines}.{gone} {result}")


@command(main, "audit", "caselane audit --area account --csv > audit.csv")
@click.option("--area", type=click.Choice(AUDIT_AREAS), help="Only this kind of change.")
@click.option("--who", metavar="EMAIL", help="Only what this person did.")
@click.option("--about", metavar="TEXT", help="Only what has this in it: an address, a team.")
@click.option("--since", type=click.DateTime(), help="From this day on, in UTC.")
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True, metavar="N")
@click.option("--csv", "as_csv", is_flag=True, help="All of it, as a table for other programs.")
@click.option("--as", "email", metavar="EMAIL", help="Act as this admin.")
def audit(limit: int, as_csv: bool, email: str | None, **given: Any) -> None:
    """Lists who changed accounts, teams, tokens, versions and settings or took data out: when,
    what was before and after, and from where. The newest first."""
    wanted = AuditFilter(since=utc(given.pop("since")), **given)
    with open_app("check") as app:
        person = person_of(app, email)
        if as_csv:
            for piece in audit_csv(app.audit.all(person, wanted)):
                click.echo(piece, nl=False)
            return
        for entry in app.audit.listed(person, wanted, limit=limit).items:
            say(_line(entry))


def _line(entry: AuditEntry) -> str:
    by = entry.actor.email if entry.actor else "operator"
    changed = " ".join(f"{name}={value}" for name, value in entry.after.items())
    before = " ".join(f"{name}={value}" for name, value in entry.before.items())
    what = f"{entry.area} {entry.what}: {entry.about}"
    return " | ".join(filter(None, (
        f"{entry.number} {entry.at:%Y-%m-%d %H:%M:%S} {by}", what.replace("\n", " "),
        before and f"before: {before}", changed and f"after: {changed}", entry.origin,
    ))).replace("\n", " ")  # fmt: skip
