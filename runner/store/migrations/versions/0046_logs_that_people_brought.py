"""Logs of other systems that are replayed from a page."""

import sqlalchemy as sa
from alembic import op

from runner.store.tables import Instant, Json

revision = "0046"
down_revision = "0045"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    person = sa.ForeignKey("people.id", name="fk_log_runs_person_id")
    op.create_table(
        "log_runs",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("person_id", _ID, person, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
        *(sa.Column(name, Json, nullable=False, server_default="{}")
          for name in ("offer", "chosen", "report")),
        sa.Column("started_at", Instant, nullable=False),
        sa.Column("seen_at", Instant, nullable=False),
        sa.Column("state", sa.Text, nullable=False, server_default="waiting"),
        *(sa.Column(name, sa.Integer, nullable=False, server_default="0")
          for name in ("cases", "done")),
        sa.Column("why", sa.Text, nullable=False, server_default=sa.text("''")),
        sa.PrimaryKeyConstraint("id", name="pk_log_runs"),
    )  # fmt: skip
