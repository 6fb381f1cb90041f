"""Reports by mail and alerts of views of figures; which view a notification is about."""

import sqlalchemy as sa
from alembic import op

from runner.store.tables import Instant, Json

revision = "0042"
down_revision = "0041"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _add_subscriptions()
    person = sa.ForeignKey("people.id", name="fk_figure_subscribers_person_id")
    of = sa.ForeignKey("figure_subscriptions.id", name="fk_figure_subscribers_subscription_id")
    op.create_table(
        "figure_subscribers",
        sa.Column("subscription_id", _ID, of, nullable=False),
        sa.Column("person_id", _ID, person, nullable=False),
        sa.PrimaryKeyConstraint("subscription_id", "person_id", name="pk_figure_subscribers"),
    )
    op.create_index("ix_figure_subscribers_person_id", "figure_subscribers", ["person_id"])
    op.add_column("notifications", sa.Column("figure_view_id", sa.BigInteger))


def _add_subscriptions() -> None:
    person = sa.ForeignKey("people.id", name="fk_figure_subscriptions_person_id")
    view = sa.ForeignKey("figure_views.id", name="fk_figure_subscriptions_view_id")
    op.create_table(
        "figure_subscriptions",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("view_id", _ID, view, nullable=False),
        sa.Column("person_id", _ID, person, nullable=False),
        sa.Column("terms", Json, nullable=False, server_default="{}"),
        sa.Column("state", Json, nullable=False, server_default="{}"),
        sa.Column("next_at", Instant, nullable=False),
        sa.Column("created_at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_figure_subscriptions"),
    )
    for column in ("view_id", "person_id"):
        op.create_index(f"ix_figure_subscriptions_{column}", "figure_subscriptions", [column])
