"""Cases, for people with a shell on the machine."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import click
import orjson

from runner.cases import CaseQuery, CaseView, Submission
from runner.cli.application import open_app, person_of
from runner.cli.group import command, main, say
from runner.model import CASE_FIELDS, PRIORITIES, Case, CaseLine, Event
from runner.model.strict_json import read_json


@main.group("case")
def case_group() -> None:
    """Cases, for people with a shell on the machine."""


AS = click.option("--as", "email", required=True, metavar="EMAIL", help="Act as this person.")
LOOKING = click.option("--as", "email", metavar="EMAIL", help="Show what this person sees.")
FIELDS = click.option(
    "--field",
    "fields",
    multiple=True,
    metavar="NAME=TEXT",
    help="A field of the form. NAME:=JSON for a value that is not a text.",
)
JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


def field_options(about: str | None = None) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """An option for each field of a case."""

    def add(function: Callable[..., None]) -> Callable[..., None]:
        for item in reversed(CASE_FIELDS):
            function = click.option(f"--{item.name}", help=about)(function)
        return function

    return add


@command(
    case_group,
    "submit",
    'caselane case submit --as bob@example.com --subject "No sound" --description "Since Monday"',
)
@AS
@click.option("--subject", required=True)
@click.option("--description", required=True)
@click.option("--priority", type=click.Choice(PRIORITIES))
@field_options()
@click.option(
    "--customer",
    "customer_email",
    metavar="EMAIL",
    help="The customer: needed when support submits it.",
)
@click.option("--lifecycle", metavar="PROCESS", help="What it starts on; else the default one.")
@FIELDS
def case_submit(email: str, fields: tuple[str, ...], **submission: Any) -> None:
    """Submits a case and prints its number."""
    with open_app() as app:
        person = person_of(app, email)
        new = Submission(**submission, channel="cli", fields=fields_of(fields))
        view = app.cases.open(person, new)
        click.echo(view.case.number)


@command(case_group, "show", "caselane case show C-1001")
@click.argument("number")
@LOOKING
@JSON
def case_show(number: str, email: str | None, as_json: bool) -> None:
    """Shows a case: its status, its actions and its history."""
    with open_app("check") as app:
        person = person_of(app, email)
        view = app.cases.get(person, number)
        if as_json:
            click.echo(orjson.dumps(_document(view), option=orjson.OPT_INDENT_2))
            return
        _show(view)
        for line in app.cases.history(person, number).items:
            event = line.event
            moved = f" -> {event.to_status}" if event.to_status != event.from_status else ""
            say(f"  {event.at:%Y-%m-%d %H:%M:%S}  {_deed(event)}{moved}")


@command(case_group, "list", "caselane case list --status New")
@LOOKING
@click.option("--status", "statuses", multiple=True)
@click.option(
    "--owner", "owners", multiple=True, help="An address; `none` for cases without an owner."
)
@click.option("--team", "teams", multiple=True, help="The name of a team.")
@click.option("--tag", "tags", multiple=True)
@field_options(about="The whole text.")
@click.option("--limit", type=click.IntRange(1, 100_000), default=50, show_default=True)
@JSON
def case_list(email: str | None, limit: int, as_json: bool, **filters: Any) -> None:
    """Lists cases, newest first."""
    lists = {name: filters.pop(name) for name in ("statuses", "owners", "teams", "tags")}
    told = {name: (text,) for name, text in filters.items() if text}
    query = CaseQuery(**lists, fields=told)
    with open_app("check") as app:
        page = app.cases.list(person_of(app, email), query, limit=limit)
        if as_json:
            click.echo(orjson.dumps([_summary(c) for c in page.items], option=orjson.OPT_INDENT_2))
            return
        for case in page.items:
            owner_name = case.owner.name if case.owner else "-"
            say(f"{case.number:8} {case.priority} {case.status:18} {owner_name:16} {case.subject}")


@command(
    case_group,
    "act",
    'caselane case act C-1001 propose_solution --as alice@example.com --field body="Try again"',
)
@click.argument("number")
@click.argument("action")
@AS
@FIELDS
def case_act(number: str, action: str, email: str, fields: tuple[str, ...]) -> None:
    """Takes an action that the diagram offers now; `case show` lists them."""
    values = fields_of(fields)
    with open_app() as app:
        _show(app.cases.act(person_of(app, email), number, action, values))


@command(
    case_group, "message", 'caselane case message C-1001 --as bob@example.com "It works again"'
)
@click.argument("number")
@click.argument("body")
@AS
@click.option("--internal", is_flag=True, help="A note that the customer does not see.")
@click.option(
    "--on-behalf", is_flag=True, help="Record what the customer said, for example by phone."
)
def case_message(number: str, body: str, email: str, internal: bool, on_behalf: bool) -> None:
    """Adds a message to the conversation."""
    with open_app() as app:
        visibility = "internal" if internal else "public"
        _show(app.cases.comment(person_of(app, email), number, body, visibility, on_behalf))


@command(case_group, "claim", "caselane case claim C-1001 --as alice@example.com")
@click.argument("number")
@AS
def case_claim(number: str, email: str) -> None:
    """Makes you the owner of a case that has none."""
    with open_app() as app:
        _show(app.cases.claim(person_of(app, email), number))


@command(
    case_group,
    "update",
    "caselane case update C-1001 --as carol@example.com --owner none --priority P1",
)
@click.argument("number")
@AS
@click.option("--owner", metavar="EMAIL", help="An address; `none` for cases without an owner.")
@click.option("--even-if-away", is_flag=True, help="Also make somebody the owner who is away.")
@click.option("--team", help="The name of a team, whose turn it is; `none` for none.")
@click.option("--priority", type=click.Choice(PRIORITIES))
@field_options(about="An empty text removes it.")
def case_update(
    number: str, email: str, owner: str | None, even_if_away: bool, team: str | None,
    priority: str | None, **fields: str | None,
) -> None:  # fmt: skip
    """Changes the owner, the team, the priority or the fields of a case."""
    changes: dict[str, Any] = {}
    if owner is not None:
        changes["owner"] = None if owner == "none" else owner
    if team is not None:
        changes["team"] = None if team == "none" else team
    if priority is not None:
        changes["priority"] = priority
    changes |= {name: text or None for name, text in fields.items() if text is not None}
    if not changes:
        options = " or ".join(f"--{item.name}" for item in CASE_FIELDS)
        raise click.UsageError(f"Say what to change: --owner, --team, --priority or {options}.")
    changes["even_if_away"] = even_if_away
    with open_app() as app:
        _show(app.cases.update(person_of(app, email), number, changes))


@command(case_group, "event", "caselane case event C-1001 blocker_cleared --as alice@example.com")
@click.argument("number")
@click.argument("event")
@AS
@FIELDS
def case_event(number: str, event: str, email: str, fields: tuple[str, ...]) -> None:
    """Delivers a message that the diagram waits for, for example from a bug tracker."""
    values = fields_of(fields)
    with open_app() as app:
        _show(app.cases.deliver(person_of(app, email), number, event, values))


@command(case_group, "repeat", "caselane case repeat C-1001 --as bob@example.com")
@click.argument("number")
@AS
@click.option("--description", help="What happened again.")
def case_repeat(number: str, email: str, description: str | None) -> None:
    """Opens a repeat case of a closed case and prints its number."""
    with open_app() as app:
        click.echo(app.cases.repeat(person_of(app, email), number, description).case.number)


def fields_of(given: Iterable[str]) -> dict[str, Any]:
    """The fields of a form, from --field options."""
    return dict(map(_pair, given))


def _pair(field: str) -> tuple[str, Any]:
    name, equals, value = field.partition("=")
    if not equals:
        raise click.UsageError(f"--field takes NAME=TEXT or NAME:=JSON, not '{field}'.")
    if not name.endswith(":"):
        return name, value
    try:
        return name.removesuffix(":"), read_json(value)
    except ValueError as error:
        said = f"--field {field}: '{value}' cannot be read as JSON: {error}."
        raise click.UsageError(said) from error


def _show(view: CaseView) -> None:
    case = view.case
    say(f"{case.number}  {case.status}  {case.priority}  {case.subject}")
    say(f"  customer {case.customer.name} <{case.customer.email}>")
    say(f"  owner    {case.owner.name if case.owner else '-'}")
    for several in case.waits.instances:
        say(f"  {several.element}: {several.done} of {several.of}")
    for flag in case.flags:
        say(f"  flag     {flag}")
    for milestone in view.milestones:
        name, due = milestone.name.replace("_", " "), milestone.due_at
        say(f"  {name}: {milestone.state}, due {due:%Y-%m-%d %H:%M} UTC")
    for action in view.actions:
        fields = ", ".join((action.form or {}).get("properties", {}))
        say(f"  can      {action.id}{f' ({fields})' if fields else ''}: {action.label}")


def _deed(event: Event) -> str:
    without_actor = "the clock" if event.event == "timer" else "the operator"
    what = event.action or event.element or event.event
    if event.event == "migrated":
        what = f"moved to version {event.version_id}"
    return f"{event.actor.name if event.actor else without_actor}: {what}"


def _summary(case: Case | CaseLine) -> dict[str, Any]:
    return {
        "number": case.number,
        "status": case.status,
        "priority": case.priority,
        "subject": case.subject,
        "owner": case.owner.email if case.owner else None,
        "customer": case.customer.email,
        "flags": list(case.flags),
        "created_at": case.created_at,
    }


def _document(view: CaseView) -> dict[str, Any]:
    return {
        **_summary(view.case),
        "description": view.case.description,
        "revision": view.case.revision,
        "resolution": view.case.resolution,
        "actions": [action.id for action in view.actions],
    }
