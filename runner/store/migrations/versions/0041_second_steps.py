"""A second step of signing in with a password."""

import sqlalchemy as sa
from alembic import op

from runner.store.tables import Instant

revision = "0041"
down_revision = "0040"


def _person(table: str) -> sa.Column:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    key = sa.ForeignKey("people.id", name=f"fk_{table}_person_id")
    return sa.Column("person_id", number, key, nullable=False)


def upgrade() -> None:
    op.create_table(
        "second_factors",
        _person("second_factors"),
        sa.Column("nonce", sa.Text, nullable=False),
        sa.Column("key_id", sa.Text, nullable=False),
        sa.Column("used_step", sa.BigInteger, nullable=False),
        sa.Column("confirmed_at", Instant),
        sa.PrimaryKeyConstraint("person_id", name="pk_second_factors"),
    )
    op.create_table(
        "recovery_codes",
        sa.Column("digest", sa.Text, nullable=False),
        _person("recovery_codes"),
        sa.PrimaryKeyConstraint("digest", name="pk_recovery_codes"),
    )
    op.create_index("ix_recovery_codes_person_id", "recovery_codes", ["person_id"])
