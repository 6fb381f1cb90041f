"""A case tells the component of its product."""

import sqlalchemy as sa
from alembic import op

revision = "0056"
down_revision = "0055"


def upgrade() -> None:
    op.add_column("cases", sa.Column("component", sa.Text, nullable=True))
