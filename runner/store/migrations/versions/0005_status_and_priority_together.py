"""Indexes for lists of a status and a priority: among a million cases one status has too many to
look through for those of a priority."""

from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    for columns in (["status", "priority", "id"], ["status", "priority", "updated_at", "id"]):
        op.create_index(f"ix_cases_{'_'.join(columns)}", "cases", columns)
