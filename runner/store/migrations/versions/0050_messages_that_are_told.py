"""A notification names the message that it tells of: its mail brings the files along."""

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"


def upgrade() -> None:
    op.add_column("notifications", sa.Column("message_id", sa.BigInteger))
