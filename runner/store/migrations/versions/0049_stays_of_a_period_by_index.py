"""Stays are counted from an index alone, also in working time and of a period. Decision 0327.

Two indexes take the place of two that begin with the same columns: nothing that older programs ask
goes by others.
"""

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"

BEFORE = (
    "ix_intervals_kind_version_id_name_again_clock",
    "ix_intervals_kind_version_id_name_business",
)

KNOWN = "sqlite_stat1"


def upgrade() -> None:
    """Where the database knows what its indexes are like, it has to know these, too: it would take
    them for better than they are."""
    for time in ("clock", "business"):
        columns = ["kind", "version_id", "name", "again", time, "case_id"]
        op.create_index(f"ix_intervals_by_{time}", "intervals", columns)
    for name in BEFORE:
        op.drop_index(name, "intervals")
    if op.get_bind().dialect.name == "sqlite" and sa.inspect(op.get_bind()).has_table(KNOWN):
        op.execute("ANALYZE intervals")
