"""An index for what people were told of a case, which goes with its texts."""

from alembic import op

revision = "0048"
down_revision = "0047"


def upgrade() -> None:
    op.create_index("ix_notifications_case_id", "notifications", ["case_id"])
