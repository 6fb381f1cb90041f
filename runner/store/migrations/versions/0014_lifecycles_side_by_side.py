"""Lifecycles live side by side. Until now the version that went live last ended all others."""

import sqlalchemy as sa
from alembic import op

from runner.store.tables import Instant

revision = "0014"
down_revision = "0013"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_LIVE = """
    SELECT process FROM versions WHERE live_at IS NOT NULL
    GROUP BY process ORDER BY max(live_at) DESC, max(id) DESC
"""


def upgrade() -> None:
    op.add_column("versions", sa.Column("intake", sa.Text, nullable=True))
    lifecycles = op.create_table(
        "lifecycles",
        sa.Column("process", sa.Text, nullable=False),
        sa.Column("intake", sa.Text, nullable=False),
        sa.Column("changed_at", Instant),
        sa.Column("changed_by", _ID, sa.ForeignKey("people.id", name="fk_lifecycles_changed_by")),
        sa.PrimaryKeyConstraint("process", name="pk_lifecycles"),
    )
    live = [row.process for row in op.get_bind().execute(sa.text(_LIVE)).fetchall()]
    for process in live:
        intake = "default" if process == live[0] else "none"
        op.execute(lifecycles.insert().values(process=process, intake=intake))
