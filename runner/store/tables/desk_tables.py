"""Tables of the desk: what people keep there, change together and are told."""

from __future__ import annotations

import sqlalchemy as sa

from runner.store.tables.columns import (
    at_column,
    case_column,
    flag_column,
    id_column,
    json_column,
    metadata,
    partial_index,
    person_column,
    text_column,
)

saved_views = sa.Table(
    "saved_views",
    metadata,
    id_column(),
    person_column(nullable=False),
    text_column("name"),
    flag_column("shared", sa.false()),
    json_column("query"),  # the arguments of the list
    at_column("created_at", nullable=False),
    sa.Index(None, "person_id"),
    partial_index("ix_saved_views_shared", "id", where="shared"),
)

figure_views = sa.Table(
    "figure_views",
    metadata,
    id_column(),
    person_column(nullable=False),
    text_column("name"),
    text_column("page"),
    json_column("query"),  # the arguments of the page
    text_column("audience", default="own"),
    at_column("created_at", nullable=False),
    sa.Index(None, "person_id"),
)

figure_subscriptions = sa.Table(  # reports by mail and alerts of a view
    "figure_subscriptions",
    metadata,
    id_column(),
    sa.Column("view_id", sa.ForeignKey("figure_views.id"), nullable=False),
    person_column(nullable=False),
    json_column("terms"),
    json_column("state"),
    at_column("next_at", nullable=False),
    at_column("created_at", nullable=False),
    sa.Index(None, "view_id"),
    sa.Index(None, "person_id"),
)

figure_subscribers = sa.Table(
    "figure_subscribers",
    metadata,
    sa.Column("subscription_id", sa.ForeignKey("figure_subscriptions.id"), primary_key=True),
    person_column(primary_key=True),
    sa.Index(None, "person_id"),
)

bulk_runs = sa.Table(  # a change of several cases
    "bulk_runs",
    metadata,
    id_column(),
    person_column(nullable=False),
    at_column("started_at", nullable=False),
    json_column("change"),
)

bulk_cases = sa.Table(
    "bulk_cases",
    metadata,
    sa.Column("run_id", sa.ForeignKey("bulk_runs.id"), primary_key=True),
    case_column(primary_key=True),
    sa.Column("revision", sa.Integer, nullable=False),  # that the person saw
    text_column("state", default="waiting"),
    sa.Column("why", sa.Text, nullable=False, server_default=sa.text("''")),
)

canned_responses = sa.Table(
    "canned_responses",
    metadata,
    id_column(),
    person_column(nullable=False),
    text_column("name"),
    text_column("body"),
    flag_column("shared", sa.false()),
    json_column("statuses", "[]"),  # in which it is suggested first
    at_column("changed_at", nullable=False),
    sa.Index(None, "person_id"),
    partial_index("ix_canned_responses_shared", "id", where="shared"),
)

notifications = sa.Table(
    "notifications",
    metadata,
    id_column(),
    sa.Column("case_id", sa.ForeignKey("cases.id")),
    person_column(nullable=False),
    text_column("element"),
    text_column("subject"),
    text_column("body"),
    at_column("created_at", nullable=False),
    at_column("read_at"),
    at_column("sent_at"),  # by mail
    sa.Column("topic", sa.Text, nullable=False, server_default=sa.text("''")),
    sa.Column("count", sa.Integer, nullable=False, server_default="1"),
    sa.Column("figure_view_id", sa.BigInteger),  # may be gone
    sa.Column("message_id", sa.BigInteger),  # that it tells of
    sa.Index(None, "person_id", "id"),
    sa.Index(None, "case_id"),
    partial_index("ix_notifications_unread_case", "person_id", "case_id", where="read_at IS NULL"),
)

deliveries = sa.Table(
    "deliveries",
    metadata,
    sa.Column(
        "notification_id", sa.ForeignKey("notifications.id", ondelete="CASCADE"), primary_key=True
    ),
    sa.Column("way", sa.Text, primary_key=True),
    text_column("job_key"),
    at_column("queued_at", nullable=False),
    at_column("sent_at"),
    at_column("held_until"),  # by quiet hours or a digest
    sa.Column("gathered_into", sa.BigInteger),  # the notification whose job sends the mail of all
    partial_index(
        "ix_deliveries_held", "held_until",
        where="held_until IS NOT NULL AND gathered_into IS NULL AND sent_at IS NULL",
    ),
    partial_index("ix_deliveries_gathered", "gathered_into", where="gathered_into IS NOT NULL"),
)  # fmt: skip
