"""The audit log: what was done to the installation itself, line by line, chained."""

from __future__ import annotations

import sqlalchemy as sa

from runner.store.tables.columns import (
    at_column,
    json_column,
    metadata,
    person_column,
    salt_column,
    text_column,
)

audit_lines = sa.Table(
    "audit_lines",
    metadata,
    sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
    at_column("at", nullable=False),
    sa.Column("actor_id", sa.ForeignKey("people.id")),  # NULL: the operator
    person_column(),  # whom it is about
    text_column("area"),
    text_column("what"),
    json_column("details"),
    salt_column(),  # of the details
    sa.Column("link", sa.LargeBinary, nullable=False),
    text_column("erased", nullable=True),  # the digest of details that were erased
    sa.Index(None, "area", "number"),
    sa.Index(None, "actor_id", "number"),
    sa.Index(None, "person_id", "number"),
)
