"""Moving running cases to another version of the diagram."""

from __future__ import annotations

from pathlib import Path

import click

from runner.bpmn.files import read_files
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


@command(main, "migrate", "caselane migrate --to 3 --map investigate=analyse --plan")
@click.option("--to", type=VERSION, metavar="VERSION", help="Where to, if not the current one.")
@click.option("--plan", is_flag=True, help="Only show what it would do.")
@click.option(
    "--draft",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Show what moving to a diagram would do that is not deployed.",
)
@click.option(
    "--map", "mapped", multiple=True, metavar="OLD=NEW", help="An element that has another id now."
)
@click.option(
    "--map-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="The same for many elements: a TOML file. --map goes before it.",
)
@click.option("--case", "numbers", multiple=True, metavar="NUMBER", help="Only this case.")
@click.option("--reason", default="", help="Why, for the history of each case.")
@click.option("--as", "email", metavar="EMAIL", help="Which process owner does it.")
def migrate(
    to: int | None,
    plan: bool,
    draft: Path | None,
    mapped: tuple[str, ...],
    map_file: Path | None,
    numbers: tuple[str, ...],
    reason: str,
    email: str | None,
) -> None:
    """Moves running cases to another version of the diagram.

    What waits goes on waiting at the element with the same id. A case that cannot move stays as it
    is, and so does a closed one. Exit code 0: all that run have moved; 1: some stay.
    """
    if draft and (to is not None or numbers):
        raise click.UsageError("--draft is about all running cases and no version.")
    renamed = {**(read_renames(map_file) if map_file else {}), **dict(map(_pair, mapped))}
    with open_app() as app:
        person = person_of(app, email)
        if draft:
            plan = True
            done = app.migration.plan_draft(person, *read_files(draft), renamed)
        elif plan:
            done = app.migration.plan(person, to, renamed, CaseSelection(numbers))
        else:
            done = app.migration.run(person, to, renamed, reason, CaseSelection(numbers))
    _show(done, plan)
    raise SystemExit(bool(done.stayed))


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


def _line(group: Group) -> str:
    status = group.status
    if not group.reason and group.becomes != status:
        status += f" -> {group.becomes}"
    stays = "stay on" if group.reason else "from"
    waits_at = ", ".join(group.waits_at)
    return f"{stays} version {group.version_id}: {status}, at {waits_at}, such as {group.example}"
