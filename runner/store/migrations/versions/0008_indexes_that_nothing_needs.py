"""Three indexes that a transition no longer writes. What they were read for goes by others: open
tasks are counted by tallies, jobs that are due by lane, the job of a case by its key."""

from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.drop_index("ix_tasks_version_id_element", "tasks")
    op.drop_index("ix_jobs_live", "jobs")
    op.drop_index("ix_jobs_case_id", "jobs")
