"""Tables of the mail that comes in, and of addresses that take none."""

from __future__ import annotations

import sqlalchemy as sa

from runner.store.tables.columns import at_column, id_column, metadata, text_column

incoming_mails = sa.Table(
    "incoming_mails",
    metadata,
    id_column(),
    sa.Column("digest", sa.Text, nullable=False, unique=True),  # of what its writer wrote
    text_column("mailbox"),
    text_column("message_id"),
    at_column("at", nullable=False),
    text_column("sender"),
    text_column("subject"),
    text_column("body"),
    text_column("state"),
    text_column("why"),
    text_column("raw", nullable=True),  # the digest of all of it, in the folder of files
    sa.Column("case_id", sa.ForeignKey("cases.id")),
    sa.Column("decided_by", sa.ForeignKey("people.id")),
    at_column("decided_at"),
    sa.Index(None, "message_id"),
    sa.Index(None, "raw"),
    sa.Index(None, "case_id"),
    sa.Index(None, "state", "id"),
)

mailbox_places = sa.Table(
    "mailbox_places",
    metadata,
    sa.Column("mailbox", sa.Text, primary_key=True),
    sa.Column("uid_validity", sa.BigInteger, nullable=False),
    sa.Column("uid", sa.BigInteger, nullable=False),
)

mailbox_looks = sa.Table(
    "mailbox_looks",
    metadata,
    sa.Column("mailbox", sa.Text, primary_key=True),
    at_column("at", nullable=False),
    at_column("read_at"),
    sa.Column("failures", sa.Integer, nullable=False),  # in a row
    text_column("failure"),
)

bounced_addresses = sa.Table(
    "bounced_addresses",
    metadata,
    sa.Column("email", sa.Text, primary_key=True),
    at_column("at", nullable=False),
)
