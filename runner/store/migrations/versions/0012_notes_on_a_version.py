"""A version says what was taken over from the one before, and what was left away."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.add_column("versions", sa.Column("notes", sa.Text, nullable=False, server_default="[]"))
