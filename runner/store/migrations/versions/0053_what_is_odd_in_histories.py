"""How often times of a history go back, and how many of its lines are missing, are facts.

Rows that do not say it were written by a program of before: their cases are read again, now and
whenever an older node read one. Decision 0366.
"""

import sqlalchemy as sa
from alembic import op

from runner.store.migrations import create_index

revision = "0053"
down_revision = "0052"


def upgrade() -> None:
    for name in ("set_back", "missing"):
        op.add_column("case_facts", sa.Column(name, sa.Integer))
    where = sa.text("set_back IS NULL")
    create_index(
        "ix_case_facts_of_before", "case_facts", ["case_id"],
        sqlite_where=where, postgresql_where=where,
    )  # fmt: skip
