"""Messages carry files."""

import sqlalchemy as sa
from alembic import op

from runner.store.tables import Instant

revision = "0024"
down_revision = "0023"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_WAITING = sa.text("case_id IS NULL")


def _to(table: str, by: str) -> sa.ForeignKey:
    return sa.ForeignKey(f"{table}.id", name=f"fk_{by}")


def _texts(*names: str) -> list[sa.Column]:
    return [sa.Column(name, sa.Text, nullable=False) for name in names]


def upgrade() -> None:
    op.create_table(
        "attachments",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        *_texts("digest", "name", "kind"),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("person_id", _ID, _to("people", "attachments_person_id"), nullable=False),
        sa.Column("added_at", Instant, nullable=False),
        sa.Column("case_id", _ID, _to("cases", "attachments_case_id")),
        sa.Column("message_id", _ID, _to("messages", "attachments_message_id")),
        sa.PrimaryKeyConstraint("id", name="pk_attachments"),
    )
    op.create_index("ix_attachments_case_id_message_id", "attachments", ["case_id", "message_id"])
    op.create_index("ix_attachments_digest", "attachments", ["digest"])
    op.create_index(
        "ix_attachments_waiting", "attachments", ["person_id", "added_at"],
        sqlite_where=_WAITING, postgresql_where=_WAITING,
    )  # fmt: skip
