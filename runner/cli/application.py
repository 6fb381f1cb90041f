"""The application, for commands that work on its database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

from runner.bootstrap import App, Parts, Tables, build
from runner.config import read_settings
from runner.model import Person
from runner.people.accounts import OPERATOR


def parts() -> Parts | None:
    """The parts that a Python caller hands in as click's `obj`; None on a command line."""
    return click.get_current_context().find_object(Parts)


@contextmanager
def open_app(tables: Tables = "make", **given: Any) -> Iterator[App]:
    """Makes the tables where there are none; only `upgrade-db` upgrades those of a version before:
    a command that looks at cases must not end the nodes that still run it. One that only reads says
    `check`: in a place without a database it would find that there is nothing (decision 0335)."""
    app = build(read_settings(**given), tables=tables, parts=parts())
    try:
        yield app
    finally:
        app.close()


def person_of(app: App, email: str | None) -> Person:
    """The person whom a command acts as: the one with this address, else the operator."""
    return app.accounts.active(email) if email else OPERATOR
