"""Mails come in: each once, with what became of it; how far a mailbox was read, and whether it
could be; addresses whose mails come back. What tells this installation from others."""

from uuid import uuid4

import sqlalchemy as sa
from alembic import op

from runner.store.tables import Instant

revision = "0029"
down_revision = "0028"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _to(table: str, by: str) -> sa.ForeignKey:
    return sa.ForeignKey(f"{table}.id", name=f"fk_incoming_mails_{by}")


def _texts(*names: str) -> list[sa.Column]:
    return [sa.Column(name, sa.Text, nullable=False) for name in names]


def upgrade() -> None:
    op.create_table(
        "incoming_mails",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        *_texts("digest", "mailbox", "message_id"),
        sa.Column("at", Instant, nullable=False),
        *_texts("sender", "subject", "body", "state", "why"),
        sa.Column("raw", sa.Text),
        sa.Column("case_id", _ID, _to("cases", "case_id")),
        sa.Column("decided_by", _ID, _to("people", "decided_by")),
        sa.Column("decided_at", Instant),
        sa.PrimaryKeyConstraint("id", name="pk_incoming_mails"),
        sa.UniqueConstraint("digest", name="uq_incoming_mails_digest"),
    )
    op.create_index("ix_incoming_mails_message_id", "incoming_mails", ["message_id"])
    op.create_index("ix_incoming_mails_raw", "incoming_mails", ["raw"])
    op.create_index("ix_incoming_mails_state_id", "incoming_mails", ["state", "id"])
    op.create_table(
        "mailbox_places",
        sa.Column("mailbox", sa.Text, nullable=False),
        sa.Column("uid_validity", sa.BigInteger, nullable=False),
        sa.Column("uid", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("mailbox", name="pk_mailbox_places"),
    )
    op.create_table(
        "mailbox_looks",
        sa.Column("mailbox", sa.Text, nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.Column("read_at", Instant),
        sa.Column("failures", sa.Integer, nullable=False),
        *_texts("failure"),
        sa.PrimaryKeyConstraint("mailbox", name="pk_mailbox_looks"),
    )
    op.create_table(
        "installation",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False),
        *_texts("name"),
        sa.PrimaryKeyConstraint("id", name="pk_installation"),
    )
    name = sa.text("INSERT INTO installation (id, name) VALUES (1, :name)")
    op.execute(name.bindparams(name=uuid4().hex))
    op.create_table(
        "bounced_addresses",
        sa.Column("email", sa.Text, nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("email", name="pk_bounced_addresses"),
    )
