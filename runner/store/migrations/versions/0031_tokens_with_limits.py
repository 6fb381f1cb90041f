"""Tokens have scopes and expire. Decision 0216."""

import sqlalchemy as sa
from alembic import op

from runner.store.tables import Instant

revision = "0031"
down_revision = "0030"


def upgrade() -> None:
    op.add_column(
        "tokens", sa.Column("scopes", sa.Text, nullable=False, server_default=sa.text("''"))
    )
    op.add_column("tokens", sa.Column("expires_at", Instant))
