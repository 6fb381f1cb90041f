"""Simulations that were begun on a page, with their reports."""

import sqlalchemy as sa
from alembic import op

from runner.store.tables import Instant, Json

revision = "0036"
down_revision = "0035"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _count(name: str) -> sa.Column:
    return sa.Column(name, sa.Integer, nullable=False, server_default="0")


def upgrade() -> None:
    person = sa.ForeignKey("people.id", name="fk_simulations_person_id")
    op.create_table(
        "simulations",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("person_id", _ID, person, nullable=False),
        sa.Column("started_at", Instant, nullable=False),
        sa.Column("seen_at", Instant, nullable=False),
        sa.Column("order", Json, nullable=False, server_default="{}"),
        sa.Column("state", sa.Text, nullable=False, server_default="running"),
        _count("cases"),
        _count("done"),
        sa.Column("why", sa.Text, nullable=False, server_default=sa.text("''")),
        sa.Column("report", Json, nullable=False, server_default="{}"),
        sa.PrimaryKeyConstraint("id", name="pk_simulations"),
    )
