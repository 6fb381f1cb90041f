"""Backups are made of both databases, and restored into a new place of the same kind."""

from dataclasses import replace

import pytest

from runner.operations.restore import restore
from tests.desk import PARTS, Desk, bootstrap


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request):
    return request.param


@pytest.fixture
def desk(kind, tmp_path, request):
    url = request.getfixturevalue("postgresql").begun() if kind == "postgresql" else None
    desk = Desk(tmp_path / "desk", database_url=url)
    yield desk
    desk.app.close()


@pytest.fixture
def elsewhere(kind, desk, tmp_path, request):
    """Settings of an empty place."""
    url = ""
    if kind == "postgresql":
        url = request.getfixturevalue("postgresql").empty()
    return replace(desk.settings, data_dir=tmp_path / "new", database_url=url)


@pytest.fixture
def restored(elsewhere):
    """Restores a backup there. Returns what was found, and the application on it."""
    opened = []

    def restored(file, clock):
        found = restore(elsewhere, file)
        opened.append(bootstrap.build(elsewhere, clock, tables="check", parts=PARTS))
        return found, opened[-1]

    yield restored
    for app in opened:
        app.close()
