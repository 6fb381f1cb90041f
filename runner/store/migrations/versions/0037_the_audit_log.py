"""The audit log: who changed accounts, teams, versions and settings, and who took data out."""

import sqlalchemy as sa
from alembic import op

from runner.store.tables import Instant, Json

revision = "0037"
down_revision = "0036"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _person(name: str) -> sa.Column:
    return sa.Column(name, _ID, sa.ForeignKey("people.id", name=f"fk_audit_lines_{name}"))


def upgrade() -> None:
    op.create_table(
        "audit_lines",
        sa.Column("number", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("at", Instant, nullable=False),
        _person("actor_id"),
        _person("person_id"),
        sa.Column("area", sa.Text, nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("details", Json, nullable=False, server_default="{}"),
        sa.Column("salt", sa.LargeBinary),
        sa.Column("link", sa.LargeBinary, nullable=False),
        sa.Column("erased", sa.Text),
        sa.PrimaryKeyConstraint("number", name="pk_audit_lines"),
    )
    for name in ("area", "actor_id", "person_id"):
        op.create_index(f"ix_audit_lines_{name}_number", "audit_lines", [name, "number"])
