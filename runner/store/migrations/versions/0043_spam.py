"""Cases that are marked as spam."""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"


def upgrade() -> None:
    spam = sa.Column("spam", sa.Boolean, nullable=False, server_default=sa.false())
    op.add_column("cases", spam)
    op.create_index(
        "ix_cases_spam", "cases", ["id"],
        sqlite_where=sa.text("spam"), postgresql_where=sa.text("spam"),
    )  # fmt: skip
