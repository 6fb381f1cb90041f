"""What programs delivered to hooks, and the cases that hooks opened. Decision 0264."""

import sqlalchemy as sa
from alembic import op

from runner.store.tables import Instant

revision = "0040"
down_revision = "0039"


def _texts(*names: str) -> list[sa.Column]:
    return [sa.Column(name, sa.Text, nullable=False) for name in names]


def upgrade() -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "hook_deliveries",
        sa.Column("id", number, autoincrement=True, nullable=False),
        *_texts("hook", "key"),
        sa.Column("at", Instant, nullable=False),
        *_texts("state", "why", "cases", "body"),
        sa.PrimaryKeyConstraint("id", name="pk_hook_deliveries"),
        sa.UniqueConstraint("hook", "key", name="uq_hook_deliveries_hook_key"),
    )
    op.create_index("ix_hook_deliveries_hook_at", "hook_deliveries", ["hook", "at"])
    op.create_table(
        "hook_references",
        *_texts("hook", "reference"),
        sa.Column(
            "case_id", number, sa.ForeignKey("cases.id", name="fk_hook_references_case_id"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("hook", "reference", name="pk_hook_references"),
    )  # fmt: skip
