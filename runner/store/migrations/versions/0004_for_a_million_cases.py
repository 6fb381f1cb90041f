"""Tallies instead of counting, an index for every way into a list, and one for searching."""

import sqlalchemy as sa
from alembic import op

from runner.store.tables import Instant

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    _note_what_cases_wait_for()
    _index_lists()
    _count()
    _index_subjects()


def _note_what_cases_wait_for() -> None:
    op.add_column("cases", sa.Column("milestone_due", Instant, nullable=True))
    op.execute(
        "UPDATE cases SET milestone_due = (SELECT min(m.due_at) FROM milestones m"
        " WHERE m.case_id = cases.id AND m.reached_at IS NULL AND m.state <> 'not_reached')"
        " WHERE NOT closed"
    )


def _index_lists() -> None:
    op.drop_index("ix_cases_owner_id_status_id", "cases")
    for columns in (
        ["status", "updated_at", "id"],
        ["owner_id", "closed", "id"],
        ["owner_id", "closed", "updated_at", "id"],
        ["priority", "updated_at", "id"],
    ):
        op.create_index(f"ix_cases_{'_'.join(columns)}", "cases", columns)
    _partial("ix_cases_open", "cases", ["id"], "NOT closed")
    _partial("ix_cases_open_updated", "cases", ["updated_at", "id"], "NOT closed")
    _partial("ix_cases_waiting", "cases", ["milestone_due", "id"], "milestone_due IS NOT NULL")
    _partial("ix_jobs_kind", "jobs", ["kind", "due_at", "id"], "NOT dead")
    op.drop_index("ix_milestones_waiting", "milestones")
    op.drop_index("ix_milestones_state_due_at", "milestones")
    op.create_index("ix_milestones_due_at_name_state", "milestones", ["due_at", "name", "state"])


def _partial(name: str, table: str, columns: list[str], where: str) -> None:
    condition = sa.text(where)
    op.create_index(name, table, columns, sqlite_where=condition, postgresql_where=condition)


def _count() -> None:
    kind = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "tallies",
        sa.Column("id", kind, autoincrement=True, nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("change", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tallies")),
    )
    op.create_index("ix_tallies_what_key", "tallies", ["what", "key"])
    for counted in (
        "SELECT 'status', status, count(*) FROM cases GROUP BY status",
        "SELECT 'open', coalesce(CAST(owner_id AS TEXT), ''), count(*) FROM cases"
        " WHERE NOT closed GROUP BY owner_id",
        "SELECT 'version', CAST(version_id AS TEXT), count(*) FROM cases"
        " WHERE NOT closed GROUP BY version_id",
        "SELECT 'waiting', '', count(*) FROM cases WHERE milestone_due IS NOT NULL",
        "SELECT 'task ' || version_id, element, count(*) FROM tasks GROUP BY version_id, element",
    ):
        op.execute(f"INSERT INTO tallies (what, key, change) {counted}")


def _index_subjects() -> None:
    if op.get_context().dialect.name == "postgresql":
        op.execute(_TRIGRAMS)
        return
    op.execute(
        "CREATE VIRTUAL TABLE case_search USING fts5"
        " (subject, content = 'cases', content_rowid = 'id', tokenize = 'trigram')"
    )
    op.execute("INSERT INTO case_search (case_search) VALUES ('rebuild')")


# Where the extension may not be had, searching reads all subjects: slower, not wrong.
_TRIGRAMS = """
DO $$ BEGIN
    CREATE EXTENSION IF NOT EXISTS pg_trgm;
    CREATE INDEX ix_cases_subject ON cases USING gin (subject gin_trgm_ops);
EXCEPTION WHEN insufficient_privilege OR feature_not_supported OR undefined_file THEN
    RAISE WARNING 'Without pg_trgm (%), searching cases reads all subjects.', SQLERRM;
END $$
"""
