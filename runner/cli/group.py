"""What all commands share: the group, errors as sentences, safe output."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from runner import __version__
from runner.errors import CaselaneError, DiagramError
from runner.model import Finding
from runner.model.origin import coming_from


def command(group: click.Group, name: str, example: str) -> Callable[[Any], Any]:
    """A command whose help ends with an example, and whose errors are sentences."""

    def decorate(function: Callable[..., Any]) -> Any:
        @wraps(function)
        def run(*args: Any, **kwargs: Any) -> Any:
            try:
                with coming_from(f"command {_path(group, name)}"):
                    return function(*args, **kwargs)
            except DiagramError as error:
                findings = [f for f in error.findings if isinstance(f, Finding)]
                text = "\n".join([str(error), *map(line_of, findings)])
                raise click.ClickException(harmless(text)) from error
            except CaselaneError as error:
                raise click.ClickException(harmless(str(error))) from error

        return group.command(name, epilog=f"Example: {example}")(run)

    return decorate


def _path(group: click.Group, name: str) -> str:
    return name if group.name in (None, "main") else f"{group.name} {name}"


def say(text: str) -> None:
    """Prints lines. They may hold texts of customers, diagrams and mail servers."""
    click.echo(harmless(text))


def harmless(text: str) -> str:
    """Without control characters: a terminal obeys them."""
    return "".join(one if one.isprintable() or one == "\n" else " " for one in text)


VERSION = click.IntRange(1, 999_999_999)
"""The number of a version of the diagram."""

COMMANDS = {
    "serve": ("serve", "Serves the web pages and the API, with a worker."),
    "work": ("serve", "Runs a worker: timers, mails, web hooks."),
    "upgrade-db": ("serve", "Creates or upgrades the tables of the database."),
    "incidents": ("incidents", "Lists open incidents, resolves them, tries again."),
    "receive-mail": ("receive_mail", "Takes in a mail that a mail server hands over."),
    "backup": ("operations", "Writes a backup of all data while the server runs."),
    "restore": ("operations", "Restores a backup into an empty place, and compares."),
    "copy-db": ("operations", "Copies the embedded database into a PostgreSQL database."),
    "doctor": ("operations", "Says what is wrong with an installation, and what to do."),
    "retention": ("operations", "Erases what was kept as long as the rules say."),
    "audit": ("verify", "Lists who changed what beside the cases."),
    "verify": ("verify", "Checks that the histories of cases are as they were written."),
    "user": ("people", "People and their roles."),
    "team": ("people", "Teams, their members and products."),
    "token": ("people", "Tokens for the API."),
    "case": ("case", "Submits, shows and works on cases."),
    "modify": ("modify", "Moves or skips what one case waits for, past its drawing."),
    "lint": ("lint", "Checks diagrams and packages."),
    "play": ("play", "Plays the scenarios of a diagram on the real engine."),
    "import": ("import_", "Makes a diagram of another tool run here."),
    "deploy": ("deploy", "Makes a package the version that new cases start on."),
    "new": ("package_files", "Writes a template into a new folder."),
    "pull": ("package_files", "Writes the package of a version into a folder."),
    "push": ("package_files", "Says what a package would change, and deploys it."),
    "approve": ("deploy", "Makes a waiting version live, as the second person."),
    "lifecycle": ("deploy", "Lists lifecycles, and says which take new cases."),
    "migrate": ("migrate", "Moves running cases to another version."),
    "conformance": ("conformance", "Reports how past cases kept the policies."),
    "export": ("insight", "Writes the event log of all cases, for process mining."),
    "facts": ("insight", "Makes the facts for reading again, says how far they are."),
    "simulate": ("simulate", "Lives through the next weeks, as it is and with changes."),
    "try": ("try_", "Tries a package on every past case."),
    "replay": ("replay", "Replays another system's log on the diagram."),
}
"""The module of each command, and its line in the help of the group. A module is loaded when its
command is called: `caselane lint` does not wait for the web server, nor `--help` for anything."""

OLD_NAMES = {"trouble": "incidents"}
"""Commands that were renamed, by their old names. These go with the next release."""


class LazyCommands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in OLD_NAMES:
            new = OLD_NAMES[cmd_name]
            click.echo(f"`caselane {cmd_name}` is now called `caselane {new}`.", err=True)
            cmd_name = new
        if cmd_name in COMMANDS:
            import_module(f"runner.cli.{COMMANDS[cmd_name][0]}")
        return super().get_command(ctx, cmd_name)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


@click.group(cls=LazyCommands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="caselane")
def main() -> None:
    """Support cases that follow a drawing.

    Settings are environment variables: CASELANE_DATABASE_URL, CASELANE_DATA_DIR and others
    (docs/settings.md).
    """


def write(path: Path, data: bytes) -> None:
    """Writes a file, or says why it cannot be written."""
    try:
        path.write_bytes(data)
    except OSError as error:
        raise click.ClickException(f"{path} cannot be written: {error.strerror}.") from error


def line_of(finding: Finding) -> str:
    line = f"{finding.line}: " if finding.line else ""
    where = f" [{finding.element}]" if finding.element else ""
    advice = f" {finding.suggestion}" if finding.suggestion else ""
    return f"{line}{finding.severity}: {finding.rule}{where}: {finding.message}{advice}"


def at_most_one(**options: object) -> None:
    """Raises UsageError where several of these options are given: one of them would count, and
    nobody could tell which."""
    given = [f"--{name.replace('_', '-')}" for name, value in options.items() if value]
    if len(given) > 1:
        raise click.UsageError(f"{' and '.join(given)} exclude one another: give one of them.")


def counted(number: int, thing: str) -> str:
    """`1 file`, `2 files`."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def utc(time: datetime | None) -> datetime | None:
    """A time of the command line, which is in UTC."""
    return time.replace(tzinfo=UTC) if time else None
