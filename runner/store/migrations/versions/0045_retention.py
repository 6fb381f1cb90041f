"""What a rule of retention has erased; where its cases and their mails are looked for."""

import sqlalchemy as sa
from alembic import op

from runner.store.migrations import create_index
from runner.store.tables import Instant

revision = "0045"
down_revision = "0044"

BUILT_AHEAD = (
    "ix_case_facts_closed",
    "ix_incoming_mails_case_id",
    "ix_migrated_cases_case_id",
)

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    case = sa.ForeignKey("cases.id", name="fk_case_retentions_case_id")
    op.create_table(
        "case_retentions",
        sa.Column("case_id", _ID, case, nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("case_id", "what", name="pk_case_retentions"),
    )
    closed = sa.text("closed_at IS NOT NULL")
    create_index(
        "ix_case_facts_closed", "case_facts", ["closed_at"],
        sqlite_where=closed, postgresql_where=closed,
    )  # fmt: skip
    create_index("ix_incoming_mails_case_id", "incoming_mails", ["case_id"])
    create_index("ix_migrated_cases_case_id", "migrated_cases", ["case_id"])
