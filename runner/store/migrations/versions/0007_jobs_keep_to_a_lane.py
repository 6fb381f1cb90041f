"""A job says which lane it belongs to: a claim does not look through the jobs of the others."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.add_column("jobs", sa.Column("lane", sa.Text, nullable=False, server_default=sa.text("''")))
    op.execute("UPDATE jobs SET lane = kind WHERE kind IN ('notify', 'webhook')")
    op.drop_index("ix_jobs_kind", "jobs")
    live = sa.text("NOT dead")
    op.create_index(
        "ix_jobs_lane", "jobs", ["lane", "due_at", "id"], sqlite_where=live, postgresql_where=live
    )
