"""What cases took, for figures of statuses and milestones: all cases are read again for it.

The index is for intervals as they were at an instant, or grew by the day. Decision 0222.
"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    for name in ("team_id", "repeat_of"):
        op.add_column("case_facts", sa.Column(name, sa.BigInteger))
    op.add_column("case_facts", sa.Column("channel", sa.Text))
    for name in ("touches", "answers", "rejections", "clock", "business"):
        op.add_column("case_facts", sa.Column(name, sa.Integer))
    op.create_index(
        "ix_intervals_over_time", "intervals",
        ["kind", "version_id", "name", "started_at", "ended_at"],
    )  # fmt: skip
    op.execute("INSERT INTO unread_cases (case_id) SELECT case_id FROM case_facts ORDER BY case_id")
