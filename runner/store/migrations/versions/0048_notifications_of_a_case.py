"""An index for what people were told of a case, which goes with its texts."""

from runner.store.migrations import create_index

revision = "0048"
down_revision = "0047"

BUILT_AHEAD = ("ix_notifications_case_id",)


def upgrade() -> None:
    create_index("ix_notifications_case_id", "notifications", ["case_id"])
