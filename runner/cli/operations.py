"""Backups and their way back, and what is wrong with an installation."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path

import click

from runner.bootstrap import open_database
from runner.cli.application import open_app, parts
from runner.cli.group import command, counted, main, say
from runner.clock import SystemClock
from runner.config import read_settings
from runner.errors import CaselaneError
from runner.operations.backups import Backups, prune
from runner.operations.copying import copy
from runner.operations.diagnosis import Check
from runner.operations.restore import restore
from runner.operations.settings_check import shown_settings


@command(main, "backup", "caselane backup /srv/backups --keep 14")
@click.argument("place", type=click.Path(path_type=Path))
@click.option(
    "--keep",
    type=click.IntRange(1),
    metavar="N",
    help="In a folder: delete all backups but the newest N.",
)
def backup(place: Path, keep: int | None) -> None:
    """Writes a backup of all data while the server runs: into the new file PLACE, or into the
    folder PLACE under a name with the time.

    It holds the database and the attachments, not the secret key: docs/backup.md. Before an upgrade
    the program of before makes it as well as the new one.
    """
    if keep and not place.is_dir():
        raise click.UsageError(f"--keep is for a folder, and {place} is none: make it first.")
    settings = read_settings()
    with closing(open_database(settings, "check", parts())) as db:
        made = Backups(db, settings, SystemClock()).make(place)
    say(
        f"{made.file}: {counted(made.rows.get('cases', 0), 'case')}, "
        f"{counted(sum(made.rows.values()), 'row')}, {counted(made.attachments, 'attachment')}, "
        f"{made.size:,} bytes."
    )
    for path in prune(place, keep) if keep else ():
        say(f"Deleted {path}.")


@command(main, "restore", "CASELANE_DATA_DIR=/srv/new caselane restore backup.tar")
@click.argument("file", type=click.Path(path_type=Path))
def restore_command(file: Path) -> None:
    """Restores a backup where there are no data yet, and compares: rows, checksums, and the
    histories with the statuses of their cases."""
    found = restore(read_settings(), file)
    say(
        f"Restored and compared: {counted(found.cases, 'case')}, {counted(found.rows, 'row')}, "
        f"{counted(found.attachments, 'attachment')}, as they were at {found.made}."
    )
    say("Now bring its tables up to this version: caselane upgrade-db")


@command(main, "copy-db", "caselane copy-db postgresql://caselane@db.example/caselane")
@click.argument("url")
def copy_db(url: str) -> None:
    """Copies the embedded database into the empty PostgreSQL database URL, and compares each row.

    Nothing can be changed meanwhile: a node that still runs answers that the database is busy.
    Killed, it goes on when it is run again. What to do after it: docs/postgresql.md.
    """

    def told(table: str, rows: int) -> None:
        if rows:
            say(f"{table}: {counted(rows, 'row')}")

    rows = copy(read_settings(), url, told)
    cases, total = counted(rows["cases"], "case"), counted(sum(rows.values()), "row")
    say(f"Copied and compared: {cases}, {total}.")
    say("Now set CASELANE_DATABASE_URL on every node. Attachments stay where they are.")


@command(main, "doctor", "caselane doctor --quick")
@click.option("--quick", is_flag=True, help="Leave out what reads every case.")
@click.option("--settings", "with_settings", is_flag=True, help="Show all settings, too.")
def doctor(quick: bool, with_settings: bool) -> None:
    """Says what is wrong with an installation, and what to do.

    Exit code 0: nothing is, but for warnings. 1: something is.
    """
    try:
        settings = read_settings()
        if with_settings:
            for name, value, usual in shown_settings(settings):
                say(f"{' ' if usual else '*'} {name}={value}")
        with open_app("check") as app:
            checks = app.doctor.examine(thorough=not quick)
    except CaselaneError as error:
        checks = [Check("error", "start", str(error))]
    for check in checks:
        say(f"{check.level:8} {check.about:10} {check.text}")
    sys.exit(any(check.level == "error" for check in checks))


@command(main, "retention", "caselane retention --dry-run")
@click.option("--dry-run", is_flag=True, help="Only say what would be erased.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def retention(dry_run: bool, yes: bool) -> None:
    """Erases the texts and files of cases that were closed longer ago than the rules in the file of
    CASELANE_RETENTION say: docs/privacy.md. A worker does so each hour. It cannot be undone.
    """
    with open_app() as app:
        due = app.cases.retention.due()
        for one in due:
            unless = f", unless tagged '{one.rule.unless_tag}'" if one.rule.unless_tag else ""
            say(
                f"{one.lifecycle}: {one.rule.erase} go {one.rule.keep.days} days after a case was "
                f"closed{unless}: {counted(one.cases, 'case')} now."
            )
        if not due:
            say("There are no rules: everything is kept. CASELANE_RETENTION names a file of them.")
        if dry_run or not any(one.cases for one in due):
            return
        if not yes:
            click.confirm("Erase them? It cannot be undone.", abort=True)
        say(f"Done: {counted(app.cases.retention.apply(), 'case')}.")
