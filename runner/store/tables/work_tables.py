"""Tables of work that goes on by itself, and of what keeps an installation well."""

from __future__ import annotations

import sqlalchemy as sa

from runner.store.tables.columns import (
    at_column,
    flag_column,
    id_column,
    json_column,
    metadata,
    partial_index,
    person_column,
    text_column,
)

installation = sa.Table(
    "installation",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    text_column("name"),
)

jobs = sa.Table(
    "jobs",
    metadata,
    id_column(),
    text_column("kind"),
    sa.Column("key", sa.Text, nullable=False, unique=True),
    sa.Column("case_id", sa.ForeignKey("cases.id")),
    json_column("payload"),
    at_column("due_at", nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
    flag_column("dead", sa.false()),
    at_column("lease_until"),
    text_column("lease", nullable=True),
    text_column("error", nullable=True),
    sa.Column("lane", sa.Text, nullable=False, server_default=sa.text("''")),
    partial_index("ix_jobs_lane", "lane", "due_at", "id", where="NOT dead"),
    partial_index("ix_jobs_dead", "id", where="dead"),
)

incidents = sa.Table(
    "incidents",
    metadata,
    id_column(),
    sa.Column("case_id", sa.ForeignKey("cases.id")),
    at_column("at", nullable=False),
    text_column("kind"),
    text_column("message"),
    at_column("resolved_at"),
    text_column("job", nullable=True),  # the key of the one that failed
    partial_index("ix_incidents_open", "case_id", "id", where="resolved_at IS NULL"),
)

idempotency = sa.Table(
    "idempotency",
    metadata,
    person_column(primary_key=True),
    sa.Column("key", sa.Text, primary_key=True),
    text_column("digest"),
    text_column("answer", nullable=True),
    at_column("created_at", nullable=False),
    sa.Index(None, "created_at"),
)

backups = sa.Table(
    "backups",
    metadata,
    id_column(),
    at_column("at", nullable=False),
    text_column("file"),
    sa.Column("bytes", sa.BigInteger, nullable=False),
)

workers = sa.Table(
    "workers",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    text_column("engine"),  # table or procrastinate
    at_column("seen_at", nullable=False),
)

schema_terms = sa.Table(  # of the tables with the programs that use them
    "schema_terms", metadata,
    sa.Column("oldest", sa.Text, primary_key=True),
)  # fmt: skip
