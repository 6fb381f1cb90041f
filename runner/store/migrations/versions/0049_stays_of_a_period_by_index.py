"""Stays are counted from an index alone, also in working time and of a period. Decision 0327.

Two indexes take the place of two that begin with the same columns: nothing that older programs ask
goes by others.
"""

import sqlalchemy as sa
from alembic import op

from runner.store.migrations import create_index

revision = "0049"
down_revision = "0048"

BUILT_AHEAD = ("ix_intervals_by_clock", "ix_intervals_by_business")

BEFORE = (
    "ix_intervals_kind_version_id_name_again_clock",
    "ix_intervals_kind_version_id_name_business",
)

KNOWN = "sqlite_stat1"


def upgrade() -> None:
    """Where the database knows what its indexes are like, it has to know these, too: it would take
    them for better than they are."""
    for name, time in zip(BUILT_AHEAD, ("clock", "business"), strict=True):
        columns = ["kind", "version_id", "name", "again", time, "case_id"]
        create_index(name, "intervals", columns)
    for name in BEFORE:
        op.drop_index(name, "intervals")
    if op.get_bind().dialect.name == "sqlite" and sa.inspect(op.get_bind()).has_table(KNOWN):
        op.execute("ANALYZE intervals")
