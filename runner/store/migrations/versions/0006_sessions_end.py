"""Signing out ends every session of a person: they carry how often that has happened."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column("people", sa.Column("signed_out", sa.Integer, nullable=False, server_default="0"))
