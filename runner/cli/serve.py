"""Serving the pages and the API, working on jobs, upgrading the database."""

from __future__ import annotations

import ipaddress
import signal
import socket
import sys
import threading
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import click

from runner.bootstrap import App, Tables, build, traced
from runner.cli import http_server, manual_clock
from runner.cli.application import open_app, parts
from runner.cli.group import command, main
from runner.clock import ManualClock, SystemClock
from runner.config import Settings, read_settings
from runner.delivery.incoming.mailboxes import read_mailboxes
from runner.delivery.worker import Worker
from runner.errors import StoreError
from runner.operations.settings_check import shown_settings
from runner.playback import demo
from runner.telemetry import logs
from web import create_app

FINISHING = 30
"""Seconds that a stopping server gives its worker to finish the current job."""


@command(main, "serve", "caselane serve --port 8000")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="Port to listen on.",
)
@click.option("--demo", "with_demo", is_flag=True, help="Fill an empty database with demo cases.")
@click.option("--no-worker", is_flag=True, help="Leave jobs to `caselane work`.")
@click.option(
    "--test-clock",
    metavar="ISO",
    help="Start with a clock that stands still and is moved through the API.",
)
def serve(host: str, port: int, with_demo: bool, no_worker: bool, test_clock: str | None) -> None:
    """Serves the web pages and the API, with a worker in the same process."""
    if with_demo and not _is_loopback(host):
        raise click.UsageError(
            f"--demo has accounts without a secret password, so it is not served on {host}. "
            "Use --host 127.0.0.1, or leave --demo out."
        )
    if test_clock is not None and not _is_loopback(host):
        raise click.UsageError(
            f"--test-clock lets everybody move the clock, so it is not served on {host}. "
            "Use --host 127.0.0.1."
        )
    settings = read_settings()
    logs.set_up(settings.log)
    clock = SystemClock() if test_clock is None else manual_clock.manual_clock(test_clock)
    taken = _bind(host, port)  # before anything is prepared
    address = _address(host, taken[0].getsockname()[1])
    if settings.base_url == Settings().base_url and _is_loopback(host):
        settings = replace(settings, base_url=address)  # links of mails lead to the port
    click.echo(f"Opening the data in {settings.data_dir}")
    app = build(settings, clock, _tables(settings), parts())
    _prepare(app, with_demo)
    _note_settings(app)
    site = create_app(app, with_demo)  # before the worker begins, which reads pages, too
    worker = threading.Thread(target=app.work, name="caselane-worker", daemon=True)
    for one in (signal.SIGTERM, signal.SIGINT):
        signal.signal(one, lambda *_: sys.exit(0))
    try:
        with traced(app):
            if not no_worker:
                worker.start()
            http_server.serve(
                site, taken, settings.trusted_proxies,
                partial(_answers, app, address), app.stopping,
            )  # fmt: skip
    except OSError as error:
        raise _not_listening(host, port, error) from error
    finally:
        app.worker.stop()
        if worker.is_alive():
            worker.join(FINISHING)
        app.close()


def _bind(host: str, port: int) -> list[socket.socket]:
    try:
        return http_server.bind(host, port)
    except OSError as error:
        raise _not_listening(host, port, error) from error


def _not_listening(host: str, port: int, error: OSError) -> click.ClickException:
    return click.ClickException(
        f"Cannot listen on {host}:{port}: {error.strerror}. Stop what listens there, or choose "
        "another port with --port."
    )


def _answers(app: App, address: str) -> None:
    """From here on a signal lets the server answer what it was asked; a second one ends it."""

    def stop(number: int, _frame: Any) -> None:
        signal.signal(number, lambda *_: sys.exit(0))
        app.stopping.set()

    for one in (signal.SIGTERM, signal.SIGINT):
        signal.signal(one, stop)
    click.echo(f"Caselane is at {address} (press Ctrl+C to stop)")


def _address(host: str, port: int) -> str:
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _tables(settings: Settings) -> Tables:
    """SQLite belongs to this server alone. On PostgreSQL other nodes may still run the version
    before: there `upgrade-db` says when."""
    return "upgrade" if settings.url.startswith("sqlite") else "make"


def _prepare(app: App, with_demo: bool) -> None:
    if isinstance(app.clock, ManualClock):
        manual_clock.check_directory(app)
    else:
        manual_clock.leave_directory(app.settings.data_dir)
    if with_demo:
        _prepare_demo(app.settings, app.clock.now())


def _note_settings(app: App) -> None:
    """Into the audit log, where they are not those of the last start of this node."""
    shown = {name: value for name, value, usual in shown_settings(app.settings) if not usual}
    boxes = read_mailboxes(app.settings).values()
    if boxes:
        shown["mailboxes"] = ", ".join(sorted(f"{box.name} {box.address}" for box in boxes))
    with suppress(StoreError):  # a busy database keeps nobody from starting
        app.audit.note_settings(socket.gethostname(), shown)


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _prepare_demo(settings: Settings, now: datetime) -> None:
    clock = ManualClock(now)
    click.echo("Preparing the demo, unless it is there: a few seconds")
    alone = replace(settings, smtp_url="", webhooks=Path())  # fiction stays here
    app = build(alone, clock, parts=parts())
    try:
        count = demo.prepare(app.cases, app.accounts, app.worker, clock, now)
        app.facts.catch_up()
    finally:
        app.close()
    if count:
        click.echo(f"Prepared {count} demo cases.")
    click.echo("Sign in as any of these; the page to sign in on has a button for each:")
    for email, name, role in demo.PEOPLE:
        click.echo(f"  {role:13} {name:15} {email}")


ENGINE = click.option(
    "--engine",
    type=click.Choice(["table", "procrastinate"]),
    help="Where jobs are kept; else as CASELANE_JOBS says.",
)


@command(main, "work", "caselane work")
@ENGINE
def work(engine: str | None) -> None:
    """Runs a worker: timers, mails, webhooks. Any number of workers may run, on any machines."""
    with open_app("check", jobs=engine) as app:
        logs.set_up(app.settings.log)
        for one in (signal.SIGTERM, signal.SIGINT):
            signal.signal(one, partial(_let_finish, app.worker, signal.getsignal(one)))
        _note_settings(app)
        create_app(app)  # what reports are made of
        click.echo("Working (press Ctrl+C to stop)")
        with traced(app):
            app.work()


def _let_finish(worker: Worker, at_once: Any, number: int, _frame: Any) -> None:
    """Stops a worker after its current job: a mail that is half sent would be sent again. The
    second signal stops it at once."""
    signal.signal(number, at_once)
    worker.stop()


@command(main, "upgrade-db", "caselane upgrade-db")
@ENGINE
def upgrade_db(engine: str | None) -> None:
    """Creates the tables of the database, or upgrades them to this version."""
    with open_app("upgrade", jobs=engine) as app:
        click.echo(f"The database {app.db} is up to date.")
