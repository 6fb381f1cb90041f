"""People choose how they are told of each topic, and how each notification was sent is kept."""

import sqlalchemy as sa
from alembic import op

from runner.store.tables import Instant

revision = "0010"
down_revision = "0009"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column(
        "notifications",
        sa.Column("topic", sa.Text, nullable=False, server_default=sa.text("''")),
    )
    op.add_column(
        "notifications", sa.Column("count", sa.Integer, nullable=False, server_default="1")
    )
    unread = sa.text("read_at IS NULL")
    op.create_index(
        "ix_notifications_unread_case", "notifications", ["person_id", "case_id"],
        sqlite_where=unread, postgresql_where=unread,
    )  # fmt: skip
    op.drop_index("ix_notifications_unread", "notifications")
    op.create_table(
        "deliveries",
        sa.Column(
            "notification_id",
            _ID,
            sa.ForeignKey(
                "notifications.id", name="fk_deliveries_notification_id", ondelete="CASCADE"
            ),
            nullable=False,
        ),
        sa.Column("way", sa.Text, nullable=False),
        sa.Column("job_key", sa.Text, nullable=False),
        sa.Column("queued_at", Instant, nullable=False),
        sa.Column("sent_at", Instant),
        sa.PrimaryKeyConstraint("notification_id", "way", name="pk_deliveries"),
    )
    op.create_table(
        "notification_settings",
        sa.Column(
            "person_id",
            _ID,
            sa.ForeignKey("people.id", name="fk_notification_settings_person_id"),
            nullable=False,
        ),
        sa.Column("topic", sa.Text, nullable=False),
        sa.Column("way", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("person_id", "topic", name="pk_notification_settings"),
    )
