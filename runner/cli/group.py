"""What all commands share: the group, errors as sentences, safe output."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from runner import __version__
from runner.errors import CaselaneError, DiagramError
from runner.model import Finding


def command(group: click.Group, name: str, example: str) -> Callable[[Any], Any]:
    """A command whose help ends with an example, and whose errors are sentences."""

    def decorate(function: Callable[..., Any]) -> Any:
        @wraps(function)
        def run(*args: Any, **kwargs: Any) -> Any:
            try:
                return function(*args, **kwargs)
            except DiagramError as error:
                findings = [f for f in error.findings if isinstance(f, Finding)]
                text = "\n".join([str(error), *map(line_of, findings)])
                raise click.ClickException(harmless(text)) from error
            except CaselaneError as error:
                raise click.ClickException(harmless(str(error))) from error

        return group.command(name, epilog=f"Example: {example}")(run)

    return decorate


def say(text: str) -> None:
    """Prints lines. They may hold texts of customers, diagrams and mail servers."""
    click.echo(harmless(text))


def harmless(text: str) -> str:
    """Without control characters: a terminal obeys them."""
    return "".join(one if one.isprintable() or one == "\n" else " " for one in text)


VERSION = click.IntRange(1, 999_999_999)
"""The number of a version of the diagram."""

MODULES = {
    "serve": "serve", "work": "serve", "upgrade-db": "serve",
    "incidents": "incidents", "user": "people", "token": "people", "case": "case",
    "lint": "lint", "play": "play", "import": "import_",
    "deploy": "deploy", "approve": "deploy", "lifecycle": "deploy", "migrate": "migrate",
    "conformance": "conformance", "replay": "replay",
}  # fmt: skip
"""The module of each command. It is loaded when the command is called: `caselane lint` does not
wait for the import of the web server."""

OLD_NAMES = {"trouble": "incidents"}
"""Commands that were renamed, by their old names. These go with the next release."""


class LazyCommands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(MODULES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in OLD_NAMES:
            new = OLD_NAMES[cmd_name]
            click.echo(f"`caselane {cmd_name}` is now called `caselane {new}`.", err=True)
            cmd_name = new
        if cmd_name in MODULES:
            import_module(f"runner.cli.{MODULES[cmd_name]}")
        return super().get_command(ctx, cmd_name)


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


def counted(number: int, thing: str) -> str:
    """`1 file`, `2 files`."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
