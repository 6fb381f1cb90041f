"""Tables of what programs deliver to hooks."""

from __future__ import annotations

import sqlalchemy as sa

from runner.store.tables.columns import at_column, id_column, metadata, text_column

hook_deliveries = sa.Table(
    "hook_deliveries",
    metadata,
    id_column(),
    text_column("hook"),
    text_column("key"),
    at_column("at", nullable=False),
    text_column("state"),
    text_column("why"),
    text_column("cases"),  # the numbers, as JSON
    text_column("body"),
    sa.UniqueConstraint("hook", "key", name="uq_hook_deliveries_hook_key"),
    sa.Index(None, "hook", "at"),
)

hook_references = sa.Table(
    "hook_references",
    metadata,
    sa.Column("hook", sa.Text, primary_key=True),
    sa.Column("reference", sa.Text, primary_key=True),
    sa.Column("case_id", sa.ForeignKey("cases.id"), nullable=False),
)
