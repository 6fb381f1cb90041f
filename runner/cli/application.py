"""The application, for commands that work on its database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

from runner.bootstrap import App, Parts, build
from runner.config import read_settings
from runner.model import Person
from runner.people.accounts import OPERATOR


def parts() -> Parts | None:
    """Those that whoever runs a command from within Python hands in with it, as click's `obj`."""
    return click.get_current_context().find_object(Parts)


@contextmanager
def open_app(upgrade: bool = True, **given: Any) -> Iterator[App]:
    app = build(read_settings(**given), upgrade=upgrade, parts=parts())
    try:
        yield app
    finally:
        app.close()


def person_of(app: App, email: str | None) -> Person:
    """Who a command is carried out as: somebody by their address, or else the operator."""
    return app.accounts.by_email(email) if email else OPERATOR
