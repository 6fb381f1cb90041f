"""Alembic's home. Nothing but `upgrading` loads it, and only to run a migration."""

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config


def run(connection: sa.Connection, to: str) -> None:
    """Runs the migrations that are missing up to `to`, without a commit."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["connection"] = connection
    command.upgrade(config, to)
