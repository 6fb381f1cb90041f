"""An index by the end of stays at a place: its last weeks, and who is there now, are read without
the stays of before. Decision 0364."""

from runner.store.migrations import create_index

revision = "0055"
down_revision = "0054"

BUILT_AHEAD = ("ix_intervals_of_place",)


def upgrade() -> None:
    create_index(
        "ix_intervals_of_place", "intervals", ["kind", "version_id", "name", "ended_at", "clock"]
    )
