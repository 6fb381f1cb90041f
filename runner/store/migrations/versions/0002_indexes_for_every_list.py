"""Indexes for every list, and for what a worker asks all the time."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.drop_index("ix_jobs_dead_due_at", "jobs")
    op.create_index("ix_jobs_case_id", "jobs", ["case_id"])
    _partial("ix_jobs_live", "jobs", ["due_at", "id"], "NOT dead")
    _partial("ix_jobs_dead", "jobs", ["id"], "dead")
    _partial("ix_incidents_open", "incidents", ["case_id", "id"], "resolved_at IS NULL")
    op.create_index("ix_idempotency_created_at", "idempotency", ["created_at"])


def _partial(name: str, table: str, columns: list[str], where: str) -> None:
    condition = sa.text(where)
    op.create_index(name, table, columns, sqlite_where=condition, postgresql_where=condition)
