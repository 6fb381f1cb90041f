"""Which programs can work with the tables: old nodes go on while others are upgraded."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"


def upgrade() -> None:
    op.create_table(
        "schema_terms",
        sa.Column("oldest", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("oldest", name="pk_schema_terms"),
    )
