"""Alembic's home. Nothing but `upgrading` loads it, and only to run a migration."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command, op
from alembic.config import Config
from alembic.script import ScriptDirectory


def run(connection: sa.Connection, to: str) -> None:
    """Runs the migrations that are missing up to `to`, without a commit."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["connection"] = connection
    command.upgrade(config, to)


def built_ahead(after: str) -> set[str]:
    """The indexes that the migrations after a revision put on tables that may be large. Each names
    its own as `BUILT_AHEAD` and makes them by `create_index`."""
    scripts = ScriptDirectory(str(Path(__file__).parent)).iterate_revisions("head", after)
    return {name for script in scripts for name in getattr(script.module, "BUILT_AHEAD", ())}


def create_index(name: str, table: str, columns: Sequence[str], **more: Any) -> None:
    """Makes an index in a migration, unless it was built ahead. Not by IF NOT EXISTS, which would
    wait for all writers of the table before it looks."""
    if all(index["name"] != name for index in sa.inspect(op.get_bind()).get_indexes(table)):
        op.create_index(name, table, list(columns), **more)
