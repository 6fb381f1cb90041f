"""In which language and time zone people read."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"


def upgrade() -> None:
    for name in ("language", "zone"):
        op.add_column("people", sa.Column(name, sa.Text))
