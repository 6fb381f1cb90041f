"""A case tells the environment in which it happened."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.add_column("cases", sa.Column("environment", sa.Text, nullable=True))
