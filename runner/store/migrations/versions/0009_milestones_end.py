"""A milestone that was missed, and that nobody can reach any more, is not waited for any more: when
it ended is known, as that of one that was not reached."""

import sqlalchemy as sa
from alembic import op

from runner.store.tables import Instant

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.add_column("milestones", sa.Column("ended_at", Instant, nullable=True))
    # Of earlier ones it is known only that it was not later than what moved the case last.
    op.execute(
        "UPDATE milestones SET ended_at = (SELECT c.updated_at FROM cases c"
        " WHERE c.id = milestones.case_id)"
        " WHERE reached_at IS NULL AND (state = 'not_reached'"
        " OR case_id IN (SELECT id FROM cases WHERE closed))"
    )
