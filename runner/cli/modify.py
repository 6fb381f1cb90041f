"""Modifying one case past its drawing."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from runner.cases import Preview
from runner.cli.application import open_app, person_of
from runner.cli.case import FIELDS, fields_of
from runner.cli.group import command, main, say
from runner.model import Modification


@command(
    main,
    "modify",
    'caselane modify C-1042 --move clear_the_blocker=investigate --reason "It is gone" --plan',
)
@click.argument("number")
@click.option("--move", metavar="TASK=TASK", help="Take the token that waits to another task.")
@click.option("--skip", metavar="TASK[=OUTCOME]", help="Go on as if the task were done.")
@click.option("--retime", metavar="TIMER=INSTANT", help="Let a timer fall due then.")
@click.option("--cancel", metavar="TIMER", help="Do not let a timer on a border fire any more.")
@click.option("--send", metavar="MESSAGE", help="Send a message for machines that was lost again.")
@FIELDS
@click.option("--reason", default="", help="Stands in the history.")
@click.option("--plan", is_flag=True, help="Only show what would happen.")
@click.option("--as", "email", metavar="EMAIL", help="Act as this lead or process owner.")
def modify(
    number: str, fields: tuple[str, ...], reason: str, plan: bool, email: str | None,
    **given: str | None,
) -> None:  # fmt: skip
    """Does to one case what its diagram does not offer, with a reason that its history shows.

    Give one of --move, --skip, --retime, --cancel and --send. `caselane case show` and the page of
    the case name tasks and timers; an instant has its time zone: 2026-12-24T17:00:00Z. Exit code 0:
    done, or would be possible; 1: refused, and nothing has changed.
    """
    wanted = _wanted(given, fields)
    with open_app() as app:
        person, modifications = person_of(app, email), app.cases.modifications
        then = modifications.preview(person, number, wanted)
        _show(then)
        if not plan:
            modifications.modify(person, number, wanted, reason, expected=then.token)
            say(f"{number} is {then.status}.")


def _wanted(given: dict[str, str | None], fields: tuple[str, ...]) -> Modification:
    chosen = [(kind, text) for kind, text in given.items() if text is not None]
    if len(chosen) != 1:
        raise click.UsageError("Give one of --move, --skip, --retime, --cancel and --send.")
    [(kind, text)] = chosen
    at, _, to = text.partition("=")
    match kind:
        case "send":
            return Modification("deliver", text, values=fields_of(fields))
        case "retime":
            return Modification("retime", at, due=_instant(to))
        case "move" if not to:
            raise click.UsageError(f"--move takes TASK=TASK, not '{text}'.")
        case "move":
            return Modification("move", at, to)
        case "skip":
            return Modification("skip", at, to)
        case _:
            return Modification("cancel", text)


def _instant(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise click.UsageError(f"'{text}' is no instant such as 2026-12-24T17:00:00Z.") from None
    if found.tzinfo is None:
        raise click.UsageError(f"'{text}' has no time zone: add Z for UTC.")
    return found.astimezone(UTC)


def _show(then: Preview) -> None:
    moved = f" -> {then.status}" if then.status != then.before else ""
    say(f"  status   {then.before}{moved}")
    for event in then.stops:
        say(f"  stops    {event.name} ({event.at:%Y-%m-%d %H:%M} UTC)")
    for event in then.starts:
        say(f"  starts   {event.name} ({event.at:%Y-%m-%d %H:%M} UTC)")
    for told in then.told:
        say(f"  tells    {told.person.name}, {told.way}: {told.what}")
