"""Which job an incident is about: it is over once that is done. Decision 0359."""

import sqlalchemy as sa
from alembic import op

revision = "0054"
down_revision = "0053"


def upgrade() -> None:
    op.add_column("incidents", sa.Column("job", sa.Text))
