"""The application, for commands that work on its database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from runner.bootstrap import App, build
from runner.config import read_settings
from runner.model import Person
from runner.people.accounts import OPERATOR


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
