"""Lines of the history carry a digest of themselves and of the line before."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_UNLINKED = sa.text("link IS NULL")


def upgrade() -> None:
    for table in ("cases", "history", "messages", "attachments"):
        op.add_column(table, sa.Column("salt", sa.LargeBinary))
    op.add_column("history", sa.Column("texts", sa.Text))
    op.add_column("history", sa.Column("link", sa.LargeBinary))
    late = sa.Column("linked_late", sa.Boolean, nullable=False, server_default=sa.false())
    op.add_column("history", late)
    op.create_index(
        "ix_history_unlinked", "history", ["case_id"],
        sqlite_where=_UNLINKED, postgresql_where=_UNLINKED,
    )  # fmt: skip
    op.create_table(
        "redactions",
        sa.Column("case_id", _ID, sa.ForeignKey("cases.id", name="fk_redactions_case_id"),
                  nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("number", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("case_id", "kind", "number", name="pk_redactions"),
    )  # fmt: skip
