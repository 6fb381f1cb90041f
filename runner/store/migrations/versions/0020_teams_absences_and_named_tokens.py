"""People work in teams, say when they are away, and tokens have a name and a last use."""

import sqlalchemy as sa
from alembic import op

from runner.store.tables import Instant

revision = "0020"
down_revision = "0019"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _to(table: str, by: str) -> sa.ForeignKey:
    return sa.ForeignKey(f"{table}.id", name=f"fk_{by}")


def _add(table: str, *columns: sa.Column) -> None:
    for column in columns:
        op.add_column(table, column, inline_references=bool(column.foreign_keys))


def upgrade() -> None:
    op.create_table(
        "teams",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("shares", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.PrimaryKeyConstraint("id", name="pk_teams"),
        sa.UniqueConstraint("name", name="uq_teams_name"),
    )
    op.create_table(
        "team_members",
        sa.Column(
            "team_id", _ID, _to("teams", "team_members_team_id"), primary_key=True, nullable=False
        ),
        sa.Column(
            "person_id",
            _ID,
            _to("people", "team_members_person_id"),
            primary_key=True,
            nullable=False,
        ),
        sa.Column("leads", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.PrimaryKeyConstraint("team_id", "person_id", name="pk_team_members"),
    )
    op.create_index("ix_team_members_person_id", "team_members", ["person_id"])
    op.create_table(
        "team_products",
        sa.Column("product", sa.Text, nullable=False),
        sa.Column("team_id", _ID, _to("teams", "team_products_team_id"), nullable=False),
        sa.PrimaryKeyConstraint("product", name="pk_team_products"),
    )
    _add("cases", sa.Column("team_id", _ID, _to("teams", "cases_team_id")))
    of_a_team = sa.text("team_id IS NOT NULL")
    for name, columns in (
        ("ix_cases_team", ["team_id", "closed", "id"]),
        ("ix_cases_team_updated", ["team_id", "closed", "updated_at", "id"]),
    ):
        op.create_index(name, "cases", columns, sqlite_where=of_a_team, postgresql_where=of_a_team)
    _add(
        "people",
        sa.Column("away_from", Instant),
        sa.Column("away_until", Instant),
        sa.Column("stand_in_id", _ID, _to("people", "people_stand_in_id")),
    )
    _add(
        "tokens",
        sa.Column("name", sa.Text, nullable=False, server_default=""),
        sa.Column("used_at", Instant),
    )
