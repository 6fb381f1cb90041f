"""Incidents and dead letters. Decision 0053."""

from __future__ import annotations

import click

from runner.cli.application import open_app, person_of
from runner.cli.group import (
    command,
    counted,
    main,
    say,
)
from runner.insight.incidents import IncidentList
from runner.model import to_number

SYSTEM = "system"


@command(main, "incidents", "caselane incidents --resolve C-1042 --retry")
@click.option("--retry", is_flag=True, help="Try every dead letter again.")
@click.option(
    "--resolve",
    "resolved",
    multiple=True,
    metavar="CASE",
    help=f"Resolve the incidents of a case, or those of the {SYSTEM}.",
)
@click.option("--as", "email", metavar="EMAIL", help="Act as this admin.")
def incidents(retry: bool, resolved: tuple[str, ...], email: str | None) -> None:
    """Lists open incidents and dead letters; resolves them, or tries them again."""
    with open_app("check") as app:
        person = person_of(app, email)
        for name in resolved:
            count = app.incidents.resolve(person, None if name == SYSTEM else name)
            say(f"Resolved: {counted(count, 'incident')} of {name}.")
        if retry:
            say(f"To be tried again: {counted(app.incidents.retry(person), 'dead letter')}.")
        if not (retry or resolved):
            _show(app.incidents.listed(person))


def _show(found: IncidentList) -> None:
    for incident in found.incidents:
        say(
            f"incident     {_about(incident.case_id)}  {incident.at:%Y-%m-%d %H:%M:%S}  "
            f"{incident.kind}: {_in_a_line(incident.message)}"
        )
    for letter in found.dead_letters:
        say(
            f"dead letter  {_about(letter.case_id)}  {letter.kind} {letter.key}, "
            f"{letter.attempts} attempts: {_in_a_line(letter.error or '')}"
        )
    say(f"{counted(found.incident_count, 'incident')}, {counted(found.dead_count, 'dead letter')}")


def _about(case_id: int | None) -> str:
    return f"{to_number(case_id) if case_id else SYSTEM:8}"


def _in_a_line(text: str) -> str:
    """On one line: an answer of a mail server may hold control characters."""
    return "".join(letter if letter.isprintable() else " " for letter in text)
