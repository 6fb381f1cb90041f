"""When people get mails, and the mails that wait for it. Decision 0320."""

import sqlalchemy as sa
from alembic import op

from runner.store.tables import Instant, Json

revision = "0047"
down_revision = "0046"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    person = sa.ForeignKey("people.id", name="fk_mail_times_person_id")
    op.create_table(
        "mail_times",
        sa.Column("person_id", _ID, person, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False)
          for name in ("quiet_from", "quiet_until", "digest_at")),
        sa.Column("urgent", Json, nullable=False, server_default="[]"),
        sa.PrimaryKeyConstraint("person_id", name="pk_mail_times"),
    )  # fmt: skip
    op.add_column("deliveries", sa.Column("held_until", Instant))
    op.add_column("deliveries", sa.Column("gathered_into", sa.BigInteger))
    _index("held", "held_until", "held_until IS NOT NULL AND gathered_into IS NULL"
           " AND sent_at IS NULL")  # fmt: skip
    _index("gathered", "gathered_into", "gathered_into IS NOT NULL")


def _index(name: str, column: str, where: str) -> None:
    op.create_index(
        f"ix_deliveries_{name}", "deliveries", [column], sqlite_where=sa.text(where),
        postgresql_where=sa.text(where),
    )  # fmt: skip
