"""On which versions cases were, and how they stand with policies: all cases are read again for it.

Decision 0303.
"""

import sqlalchemy as sa
from alembic import op

from runner.store.tables import Instant

revision = "0044"
down_revision = "0043"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "case_versions",
        *_keys("case_versions"),
        sa.PrimaryKeyConstraint("case_id", "version_id", name="pk_case_versions"),
    )
    op.create_index("ix_case_versions_version_id", "case_versions", ["version_id"])
    op.create_table(
        "policy_verdicts",
        *_keys("policy_verdicts"),
        sa.Column("policy", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.Column("due_at", Instant),
        sa.PrimaryKeyConstraint("case_id", "version_id", "policy", name="pk_policy_verdicts"),
    )
    op.create_index(
        "ix_policy_verdicts_version_id_policy_state_due_at", "policy_verdicts",
        ["version_id", "policy", "state", "due_at"],
    )  # fmt: skip
    op.execute("INSERT INTO unread_cases (case_id) SELECT case_id FROM case_facts ORDER BY case_id")


def _keys(table: str) -> list[sa.Column]:
    return [
        sa.Column(f"{one}_id", _ID, sa.ForeignKey(f"{one}s.id", name=f"fk_{table}_{one}_id"),
                  nullable=False)
        for one in ("case", "version")
    ]  # fmt: skip
