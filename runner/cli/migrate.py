"""Moving running cases to another version of the diagram."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import click

from runner.bootstrap import App
from runner.bpmn.package import read_package
from runner.cli.application import open_app, person_of
from runner.cli.group import (
    VERSION,
    command,
    counted,
    main,
    say,
)
from runner.deployment.migration import CaseSelection, Group, Migrated
from runner.deployment.renames import read_renames
from runner.model import Person


@command(main, "migrate", "caselane migrate --to 3 --map investigate=analyse --plan")
@click.option(
    "--to", type=VERSION, metavar="VERSION", help="The version to move to; else the current one."
)
@click.option("--plan", is_flag=True, help="Only show what would happen.")
@click.option(
    "--draft",
    type=click.Path(exists=True, path_type=Path),
    metavar="PACKAGE",
    help="Show what moving to this diagram would do; it need not be deployed.",
)
@click.option(
    "--map", "mapped", multiple=True, metavar="OLD=NEW", help="An element that was renamed."
)
@click.option(
    "--map-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="A TOML file of renamed elements. --map takes precedence.",
)
@click.option("--case", "numbers", multiple=True, metavar="NUMBER", help="Move only this case.")
@click.option("--reason", default="", help="The reason that the history of each case shows.")
@click.option("--undo", "undone", type=VERSION, metavar="ID", help="Take this migration back.")
@click.option("--as", "email", metavar="EMAIL", help="Act as this process owner.")
def migrate(email: str | None, undone: int | None, **given: Any) -> None:
    """Moves running cases to another version of the diagram.

    What waits goes on waiting at the element with the same id. A case that cannot move stays as it
    is, and so does a closed one. `--undo` gives the cases of a migration back what they were, byte
    for byte, unless something has happened to them since. Exit code 0: all running cases have
    moved, or came back; 1: some stay.
    """
    options = _Options(**given)
    if undone is not None:
        if any(value not in (None, (), "", False) for value in given.values()):
            raise click.UsageError("--undo takes a migration back whole: leave out all but --as.")
        _undo(undone, email)
    if options.draft and (options.to is not None or options.numbers):
        raise click.UsageError("--draft plans for all running cases: leave out --to and --case.")
    with open_app() as app:
        done = _carried_out(options, app, person_of(app, email))
    _show(done, options.only_planned)
    raise SystemExit(bool(done.stayed))


def _undo(migration: int, email: str | None) -> NoReturn:
    with open_app() as app:
        done = app.migration_undo.run(person_of(app, email), migration)
    for reason, count in done.stayed.items():
        say(f"{count:6}  stay on version {done.version_id}, such as {done.examples[reason]}")
        say(f"        {reason}")
    stayed = sum(done.stayed.values())
    say(f"{counted(done.back, 'case')} came back, {stayed} stayed.")
    if done.back:
        say("State, timers, tasks and milestones were read again: they are what they were.")
    raise SystemExit(bool(stayed))


@dataclass(frozen=True, slots=True)
class _Options:
    """What the options say."""

    to: int | None
    plan: bool
    draft: Path | None
    mapped: tuple[str, ...]
    map_file: Path | None
    numbers: tuple[str, ...]
    reason: str

    @property
    def only_planned(self) -> bool:
        return self.plan or self.draft is not None

    @property
    def renamed(self) -> dict[str, str]:
        of_file = read_renames(self.map_file) if self.map_file else {}
        return {**of_file, **dict(map(_pair, self.mapped))}


def _carried_out(options: _Options, app: App, person: Person) -> Migrated:
    selected, renamed = CaseSelection(options.numbers), options.renamed
    if options.draft:
        return app.migration.plan_draft(person, read_package(options.draft), renamed)
    if options.plan:
        return app.migration.plan(person, options.to, renamed, selected)
    return app.migration.run(person, options.to, renamed, options.reason, selected)


def _pair(text: str) -> tuple[str, str]:
    old, equals, new = text.partition("=")
    if not (old and equals and new):
        raise click.UsageError(f"--map takes OLD=NEW, not '{text}'.")
    return old, new


def _show(done: Migrated, plan: bool) -> None:
    for group in done.groups:
        say(f"{group.cases:6}  {_line(group)}")
        if group.reason:
            say(f"        {group.reason}")
    where = "that diagram" if done.version_id is None else f"version {done.version_id}"
    moves, stays = ("would move", "would stay") if plan else ("moved", "stayed")
    say(f"{counted(done.moved, 'case')} {moves} to {where}, {done.stayed} {stays}.")
    if done.moved and done.migration_id:
        click.echo(f"To take it back: caselane migrate --undo {done.migration_id}", err=True)


def _line(group: Group) -> str:
    status = group.status
    if not group.reason and group.becomes != status:
        status += f" -> {group.becomes}"
    stays = "stay on" if group.reason else "from"
    waits_at = ", ".join(group.waits_at)
    return f"{stays} version {group.version_id}: {status}, at {waits_at}, such as {group.example}"
