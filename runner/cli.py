"""The command line. A command reads its arguments, makes one call, prints."""

from __future__ import annotations

import ipaddress
import logging
import signal
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from typing import Any

import click
import orjson
import waitress
from rich.console import Console
from rich.progress import Progress

from runner import __version__, demo
from runner.accounts import OPERATOR
from runner.bootstrap import App, build
from runner.calendar import read_calendars
from runner.cases import CaseView
from runner.clock import ManualClock, SystemClock
from runner.config import Settings, read_settings
from runner.deploy import check, read_files
from runner.errors import CaselaneError, DiagramError
from runner.eventlog import read_xes
from runner.model import PRIORITIES, ROLES, Case, CaseLine, Finding, Person
from runner.simulate import Replay, Replayed, read_mapping
from web import create_app

THREADS = 8


def _command(group: click.Group, name: str, example: str) -> Callable[[Any], Any]:
    """A command whose help ends with an example, and whose errors are sentences."""

    def decorate(function: Callable[..., Any]) -> Any:
        @wraps(function)
        def run(*args: Any, **kwargs: Any) -> Any:
            try:
                return function(*args, **kwargs)
            except DiagramError as error:
                findings = [f for f in error.findings if isinstance(f, Finding)]
                raise click.ClickException(
                    "\n".join([str(error), *map(_line, findings)])
                ) from error
            except CaselaneError as error:
                raise click.ClickException(str(error)) from error

        return group.command(name, epilog=f"Example: {example}")(run)

    return decorate


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="caselane")
def main() -> None:
    """Support cases that follow a drawing.

    Settings are environment variables: CASELANE_DATABASE_URL, CASELANE_DATA_DIR and others
    (docs/settings.md).
    """


@contextmanager
def _app(upgrade: bool = True, **given: Any) -> Iterator[App]:
    app = build(read_settings(**given), upgrade=upgrade)
    try:
        yield app
    finally:
        app.close()


def _person(app: App, email: str | None) -> Person:
    return app.accounts.by_email(email) if email else OPERATOR


# ------------------------------------------------------------------ serving and working


@_command(main, "serve", "caselane serve --port 8000")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, help="Port to listen on.")
@click.option("--demo", "with_demo", is_flag=True, help="Fill an empty database with a demo.")
@click.option("--no-worker", is_flag=True, help="Leave timers and mails to `caselane work`.")
@click.option("--test-clock", metavar="ISO", help="Start with a clock that only tests move.")
def serve(host: str, port: int, with_demo: bool, no_worker: bool, test_clock: str | None) -> None:
    """Serves the web pages and the API, with a worker in the same process."""
    _log()
    if with_demo and not _is_loopback(host):
        raise click.UsageError(
            f"--demo has accounts that anybody can use, so it is not served on {host}. "
            "Use --host 127.0.0.1, or leave --demo out."
        )
    settings, clock = read_settings(), _clock(test_clock)
    if with_demo:
        _prepare_demo(settings, clock.now())
    app = build(settings, clock)
    if not no_worker:
        threading.Thread(target=app.worker.run, name="caselane-worker", daemon=True).start()
    click.echo(f"Caselane is at http://{host}:{port} (press Ctrl+C to stop)")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        waitress.serve(
            create_app(app, with_demo), host=host, port=port, threads=THREADS, _quiet=True
        )
    except OSError as error:
        raise click.ClickException(f"Cannot listen on {host}:{port}: {error.strerror}.") from error
    finally:
        app.close()


def _log() -> None:
    """To standard error: what we say, and of libraries what is a warning."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    logging.getLogger("caselane").setLevel(logging.INFO)


def _clock(test_clock: str | None) -> SystemClock | ManualClock:
    if test_clock is None:
        return SystemClock()
    try:
        start = datetime.fromisoformat(test_clock)
    except ValueError as error:
        raise click.UsageError("--test-clock takes an instant: 2026-03-02T09:00:00Z") from error
    return ManualClock(start if start.tzinfo else start.replace(tzinfo=UTC))


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _prepare_demo(settings: Settings, now: datetime) -> None:
    clock = ManualClock(now)
    app = build(settings, clock)
    try:
        count = demo.prepare(app.cases, app.accounts, app.worker, clock, now)
    finally:
        app.close()
    if count:
        click.echo(f"Prepared {count} demo cases.")
    for email, name, role in demo.PEOPLE:
        click.echo(f"  {role:13} {name:15} {email}")


ENGINE = click.option(
    "--engine",
    type=click.Choice(["table", "procrastinate"]),
    help="Who keeps the jobs; else what CASELANE_JOBS says.",
)


@_command(main, "work", "caselane work")
@ENGINE
def work(engine: str | None) -> None:
    """Does what is due: timers and mails. Any number may run, on any number of machines."""
    _log()
    with _app(upgrade=False, jobs=engine) as app:
        signal.signal(signal.SIGTERM, lambda *_: app.worker.stop())
        click.echo("Working (press Ctrl+C to stop)")
        app.worker.run()


@_command(main, "upgrade-db", "caselane upgrade-db")
@ENGINE
def upgrade_db(engine: str | None) -> None:
    """Makes the tables of the database, or brings them to what this version needs."""
    with _app(jobs=engine) as app:
        click.echo(f"The database {app.db} is up to date.")


# ------------------------------------------------------------------ people


@main.group()
def user() -> None:
    """People and their roles."""


@_command(user, "add", "caselane user add alice@example.com --name Alice --role agent")
@click.argument("email")
@click.option("--name", required=True)
@click.option("--role", "roles", required=True, multiple=True, type=click.Choice(ROLES))
def user_add(email: str, name: str, roles: tuple[str, ...]) -> None:
    """Adds somebody, or roles to somebody. Several --role give several roles."""
    with _app() as app:
        person = app.accounts.add(email, name, roles)
        click.echo(f"{person.name} <{person.email}>: {', '.join(sorted(person.roles))}")


@_command(user, "password", "caselane user password alice@example.com")
@click.argument("email")
@click.password_option()
def user_password(email: str, password: str) -> None:
    """Sets somebody's password, with which they sign in to the web pages."""
    with _app() as app:
        app.accounts.set_password(email, password)


@_command(user, "away", "caselane user away alice@example.com")
@click.argument("email")
@click.option("--back", is_flag=True, help="They are here again.")
def user_away(email: str, back: bool) -> None:
    """Notes that somebody is away: the lead is told in their place."""
    with _app() as app:
        app.accounts.set_away(email, not back)


@_command(user, "remove", "caselane user remove alice@example.com")
@click.argument("email")
def user_remove(email: str) -> None:
    """Takes somebody's access away. What they did stays in the history."""
    with _app() as app:
        app.accounts.deactivate(email)


@main.group()
def token() -> None:
    """Tokens for the API."""


@_command(token, "add", "TOKEN=$(caselane token add alice@example.com)")
@click.argument("email")
def token_add(email: str) -> None:
    """Prints a new token for somebody, and nothing else. It cannot be shown again."""
    with _app() as app:
        click.echo(app.accounts.new_token(email))


# ------------------------------------------------------------------ cases


@main.group("case")
def case_group() -> None:
    """Cases, for people with a shell on the machine."""


AS = click.option("--as", "email", required=True, metavar="EMAIL", help="Who does it.")
LOOKING = click.option("--as", "email", metavar="EMAIL", help="Through whose eyes.")
JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@_command(
    case_group,
    "submit",
    'caselane case submit --as bob@example.com --subject "No sound" --description "Since Monday"',
)
@AS
@click.option("--subject", required=True)
@click.option("--description", required=True)
@click.option("--priority", type=click.Choice(PRIORITIES))
@click.option("--product")
@click.option("--customer", metavar="EMAIL", help="For whom, when support submits it.")
def case_submit(
    email: str,
    subject: str,
    description: str,
    priority: str | None,
    product: str | None,
    customer: str | None,
) -> None:
    """Submits a case and prints its number."""
    with _app() as app:
        view = app.cases.open(
            _person(app, email),
            subject,
            description,
            customer_email=customer,
            priority=priority,
            product=product,
            channel="cli",
        )
        click.echo(view.case.number)


@_command(case_group, "show", "caselane case show C-1001")
@click.argument("number")
@LOOKING
@JSON
def case_show(number: str, email: str | None, as_json: bool) -> None:
    """Shows a case: where it is, what can be done, what happened."""
    with _app() as app:
        person = _person(app, email)
        view = app.cases.get(person, number)
        if as_json:
            click.echo(orjson.dumps(_document(view), option=orjson.OPT_INDENT_2))
            return
        _show(view)
        for line in app.cases.history(person, number).items:
            event = line.event
            who = event.actor.name if event.actor else "the clock"
            moved = f" -> {event.to_status}" if event.to_status != event.from_status else ""
            what = event.action or event.element or event.event
            click.echo(f"  {event.at:%Y-%m-%d %H:%M:%S}  {who}: {what}{moved}")


@_command(case_group, "list", "caselane case list --status New")
@LOOKING
@click.option("--status", "statuses", multiple=True)
@click.option("--owner", help="An address, or none.")
@click.option("--limit", default=50, show_default=True)
@JSON
def case_list(
    email: str | None, statuses: tuple[str, ...], owner: str | None, limit: int, as_json: bool
) -> None:
    """Lists cases, newest first."""
    with _app() as app:
        page = app.cases.list(_person(app, email), statuses=statuses, owner=owner, limit=limit)
        if as_json:
            click.echo(orjson.dumps([_summary(c) for c in page.items], option=orjson.OPT_INDENT_2))
            return
        for case in page.items:
            owner_name = case.owner.name if case.owner else "-"
            click.echo(
                f"{case.number:8} {case.priority} {case.status:18} {owner_name:16} {case.subject}"
            )


@_command(
    case_group,
    "act",
    'caselane case act C-1001 propose_solution --as alice@example.com --field body="Try again"',
)
@click.argument("number")
@click.argument("action")
@AS
@click.option("--field", "fields", multiple=True, metavar="NAME=VALUE")
def case_act(number: str, action: str, email: str, fields: tuple[str, ...]) -> None:
    """Takes an action that the diagram offers."""
    values = dict(_pair(field) for field in fields)
    with _app() as app:
        _show(app.cases.act(_person(app, email), number, action, values))


@_command(
    case_group, "message", 'caselane case message C-1001 --as bob@example.com "It works again"'
)
@click.argument("number")
@click.argument("body")
@AS
@click.option("--internal", is_flag=True, help="A note that the customer does not see.")
@click.option("--on-behalf", is_flag=True, help="What the customer said, for example by phone.")
def case_message(number: str, body: str, email: str, internal: bool, on_behalf: bool) -> None:
    """Adds a message to the conversation."""
    with _app() as app:
        visibility = "internal" if internal else "public"
        _show(app.cases.comment(_person(app, email), number, body, visibility, on_behalf))


def _pair(field: str) -> tuple[str, str]:
    name, equals, value = field.partition("=")
    if not equals:
        raise click.UsageError(f"--field takes NAME=VALUE, not '{field}'.")
    return name, value


def _show(view: CaseView) -> None:
    case = view.case
    click.echo(f"{case.number}  {case.status}  {case.priority}  {case.subject}")
    click.echo(f"  customer {case.customer.name} <{case.customer.email}>")
    click.echo(f"  owner    {case.owner.name if case.owner else '-'}")
    for flag in case.flags:
        click.echo(f"  flag     {flag}")
    for milestone in view.milestones:
        name, due = milestone.name.replace("_", " "), milestone.due_at
        click.echo(f"  {name}: {milestone.state}, due {due:%Y-%m-%d %H:%M} UTC")
    for action in view.actions:
        fields = ", ".join((action.form or {}).get("properties", {}))
        click.echo(f"  can      {action.id}{f' ({fields})' if fields else ''}: {action.label}")


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


# ------------------------------------------------------------------ diagrams


@_command(main, "lint", "caselane lint workflows/case_lifecycle.bpmn")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False))
@click.option(
    "--profile",
    type=click.Choice(["lifecycle", "engine"]),
    default="lifecycle",
    show_default=True,
    help="engine: can it run here; lifecycle: is it the life of a case, too.",
)
@click.option("--format", "format", type=click.Choice(["text", "json"]), default="text")
def lint(files: tuple[str, ...], profile: str, format: str) -> None:
    """Says what is wrong with diagrams. Exit code 0: no error; 1: errors; 2: misuse."""
    settings, found = read_settings(), []
    calendars = read_calendars((settings.workflow_dir / "calendars.toml").read_text())
    for name in files:
        data, beside = read_files(Path(name))
        _, findings = check(data, beside, profile, calendars, SystemClock())  # type: ignore[arg-type]
        found += [(name, finding) for finding in findings]
    if format == "json":
        click.echo(orjson.dumps([_finding(*item) for item in found], option=orjson.OPT_INDENT_2))
    else:
        for name, finding in found:
            click.echo(f"{name}:{_line(finding)}")
        errors = sum(finding.severity == "error" for _, finding in found)
        click.echo(f"{errors} errors, {len(found) - errors} warnings in {len(files)} files")
    sys.exit(any(finding.severity == "error" for _, finding in found))


@_command(main, "deploy", "caselane deploy my_lifecycle.bpmn")
@click.argument("file", type=click.Path(exists=True, dir_okay=False))
@click.option("--as", "email", metavar="EMAIL", help="Who deploys it, when it is not you.")
def deploy(file: str, email: str | None) -> None:
    """Makes a diagram the one that new cases start on. Running cases stay on theirs.

    Decision tables and forms that it refers to are taken from the folder that it lies in.
    """
    data, files = read_files(Path(file))
    with _app() as app:
        version = app.deployment.deploy(_person(app, email), data, files)
        click.echo(f"Version {version.id} of '{version.process}' is live.")


def _line(finding: Finding) -> str:
    where = f" [{finding.element}]" if finding.element else ""
    advice = f" {finding.suggestion}" if finding.suggestion else ""
    return f"{finding.line}: {finding.severity}: {finding.rule}{where}: {finding.message}{advice}"


def _finding(file: str, finding: Finding) -> dict[str, Any]:
    return {
        "file": file,
        "element": finding.element,
        "name": finding.name,
        "line": finding.line,
        "rule": finding.rule,
        "severity": finding.severity,
        "message": finding.message,
        "suggestion": finding.suggestion,
    }


# ------------------------------------------------------------------ replay


@_command(main, "replay", "caselane replay helpdesk.xes.gz --map workflows/replay_helpdesk.toml")
@click.argument("log", type=click.Path(exists=True, dir_okay=False))
@click.option("--map", "mapping", required=True, type=click.Path(exists=True, dir_okay=False))
@click.option("--into", metavar="URL", help="Keep the cases in this (empty) database.")
def replay(log: str, mapping: str, into: str | None) -> None:
    """Drives the cases of a log of another system through the diagram, on a virtual clock."""
    traces, rules = list(read_xes(Path(log))), read_mapping(Path(mapping))
    start = min((event.at for trace in traces for event in trace.events), default=None)
    if start is None:
        raise click.ClickException("The log holds no events.")
    with tempfile.TemporaryDirectory() as folder:
        url = into or f"sqlite:///{folder}/replay.sqlite3"
        settings = read_settings(database_url=url, synchronous="NORMAL", smtp_url="")
        clock = ManualClock(start)
        app = build(settings, clock)
        try:
            player = Replay(app.cases, app.accounts, clock, app.worker.run_due, rules)
            with Progress(console=Console(stderr=True), transient=True) as bar:
                task = bar.add_task("Replaying")
                result = player.run(
                    traces, lambda done, of: bar.update(task, completed=done, total=of)
                )
            _print_replay(result, app)
        finally:
            app.close()


def _print_replay(result: Replayed, app: App) -> None:
    click.echo(f"cases                    {result.cases:7,}")
    click.echo(f"  followed exactly       {result.exactly:7,}")
    click.echo(f"  followed, with steps inserted {result.with_insertions:,}")
    click.echo(f"  refused                {result.refused.total():7,}")
    for title, counter in (
        ("Refused, because", result.refused),
        ("Steps inserted", result.inserted),
        ("Steps of the log", result.steps),
        ("Events without effect", result.without_effect),
    ):
        click.echo(f"{title}: {sum(counter.values()):,}")
        for name, count in counter.most_common():
            click.echo(f"  {count:7,}  {name}")
    click.echo("Transitions")
    for before, after, count in app.reports.transitions():
        click.echo(f"  {count:7,}  {before} -> {after}")
    click.echo("First response by priority: met, missed, not reached, running")
    for priority, states in app.reports.milestones_by_priority().items():
        counts = " ".join(
            f"{states.get(s, 0):7,}" for s in ("met", "missed", "not_reached", "running")
        )
        click.echo(f"  {priority} {counts}")
    click.echo("Time in status: visits, median hours, mean hours")
    for status, visits, median, mean in app.reports.time_in_status():
        click.echo(f"  {status:18} {visits:7,} {median:10.1f} {mean:10.1f}")
