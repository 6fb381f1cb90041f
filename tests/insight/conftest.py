"""Facts and figures are the same on both databases."""

import shutil
from contextlib import closing
from datetime import datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.desk import DATABASE, Desk
from tests.insight import past


@pytest.fixture
def lived(kind, request, tmp_path):
    """A desk of its own with a past, which was lived once on each kind of database."""
    if kind == "postgresql":
        url = request.getfixturevalue("postgresql").copied("lived", _live)
    else:
        url = f"sqlite:///{tmp_path}/{DATABASE}"
        shutil.copy2(Path(_lived().name, DATABASE), tmp_path)
    desk = Desk(tmp_path, database_url=url, start=_ends[0])
    with closing(desk.app):
        yield desk


_ends: list[datetime] = []
"""When each past ended that was lived: they are equal."""


@cache
def _lived() -> TemporaryDirectory:
    folder = TemporaryDirectory(prefix="caselane-lived-")
    _live(f"sqlite:///{folder.name}/{DATABASE}")
    return folder


def _live(url: str) -> None:
    with TemporaryDirectory() as folder:
        desk = Desk(Path(folder), database_url=url)
        with closing(desk.app):
            past.live(desk)
        _ends.append(desk.clock.now())
    assert len(set(_ends)) == 1
