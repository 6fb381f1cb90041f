"""What the commands have in common: the group, the application, errors as sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

import click

from runner import __version__
from runner.accounts import OPERATOR
from runner.bootstrap import App, build
from runner.config import read_settings
from runner.errors import CaselaneError, DiagramError
from runner.model import Finding, Person


def command(group: click.Group, name: str, example: str) -> Callable[[Any], Any]:
    """A command whose help ends with an example, and whose errors are sentences."""

    def decorate(function: Callable[..., Any]) -> Any:
        @wraps(function)
        def run(*args: Any, **kwargs: Any) -> Any:
            try:
                return function(*args, **kwargs)
            except DiagramError as error:
                findings = [f for f in error.findings if isinstance(f, Finding)]
                raise click.ClickException(
                    "\n".join([str(error), *map(line_of, findings)])
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
def open_app(upgrade: bool = True, **given: Any) -> Iterator[App]:
    app = build(read_settings(**given), upgrade=upgrade)
    try:
        yield app
    finally:
        app.close()


def person_of(app: App, email: str | None) -> Person:
    """Who a command is carried out as: somebody by their address, or else the operator."""
    return app.accounts.by_email(email) if email else OPERATOR


def line_of(finding: Finding) -> str:
    where = f" [{finding.element}]" if finding.element else ""
    advice = f" {finding.suggestion}" if finding.suggestion else ""
    return f"{finding.line}: {finding.severity}: {finding.rule}{where}: {finding.message}{advice}"
