"""Who signs in with an account of their organisation. Decision 0219."""

import sqlalchemy as sa
from alembic import op

from runner.store.tables import Instant

revision = "0038"
down_revision = "0037"


def upgrade() -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    person = sa.ForeignKey("people.id", name="fk_identities_person_id")
    op.create_table(
        "identities",
        sa.Column("issuer", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("person_id", number, person, nullable=False),
        sa.Column("created_at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("issuer", "subject", name="pk_identities"),
    )
    op.create_index("ix_identities_person_id", "identities", ["person_id"])
