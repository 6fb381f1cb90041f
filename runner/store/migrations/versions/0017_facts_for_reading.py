"""Facts for reading, made from the history, and views of them for people's own tools.

A trigger notes each case whose history grows: it also knows what a node of an older version writes.
Until they are read, all cases are noted. Decision 0227.
"""

import sqlalchemy as sa
from alembic import op

from runner.store.tables import Instant, Json

revision = "0017"
down_revision = "0016"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _unread_cases()
    _case_facts()
    _intervals()
    _moves()
    sqlite = op.get_context().dialect.name == "sqlite"
    for statement in _SQLITE if sqlite else _POSTGRESQL:
        op.execute(statement)
    for statement in _VIEWS:
        op.execute(statement)
    op.execute("INSERT INTO unread_cases (case_id) SELECT id FROM cases ORDER BY id")


def _case_id(table: str) -> sa.Column:
    key = sa.ForeignKey("cases.id", name=f"fk_{table}_case_id")
    return sa.Column("case_id", _ID, key, nullable=False)


def _version_id(table: str) -> sa.Column:
    key = sa.ForeignKey("versions.id", name=f"fk_{table}_version_id")
    return sa.Column("version_id", _ID, key, nullable=False)


def _person(table: str, name: str, nullable: bool) -> sa.Column:
    key = sa.ForeignKey("people.id", name=f"fk_{table}_{name}")
    return sa.Column(name, _ID, key, nullable=nullable)


def _again() -> sa.Column:
    return sa.Column("again", sa.Boolean, nullable=False, server_default=sa.false())


def _list(name: str) -> sa.Column:
    return sa.Column(name, Json, nullable=False, server_default="[]")


def _unread_cases() -> None:
    op.create_table(
        "unread_cases",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        _case_id("unread_cases"),
        sa.PrimaryKeyConstraint("id", name="pk_unread_cases"),
    )


def _case_facts() -> None:
    op.create_table(
        "case_facts",
        _case_id("case_facts"),
        sa.Column("events", sa.Integer, nullable=False),
        _version_id("case_facts"),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("closed_at", Instant),
        sa.Column("priority", sa.Text, nullable=False),
        sa.Column("product", sa.Text),
        _person("case_facts", "customer_id", nullable=False),
        _person("case_facts", "owner_id", nullable=True),
        sa.Column("resolution", sa.Text),
        sa.Column("way_id", sa.BigInteger, nullable=False),
        sa.Column("migrated", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("case_id", name="pk_case_facts"),
    )
    op.create_index(
        "ix_case_facts_version_id_created_at_way_id", "case_facts",
        ["version_id", "created_at", "way_id"],
    )  # fmt: skip
    op.create_index("ix_case_facts_created_at", "case_facts", ["created_at"])
    op.create_table(
        "ways",
        sa.Column("id", sa.BigInteger, autoincrement=False, nullable=False),
        _list("statuses"),
        sa.PrimaryKeyConstraint("id", name="pk_ways"),
    )


def _intervals() -> None:
    op.create_table(
        "intervals",
        _case_id("intervals"),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        _version_id("intervals"),
        _again(),
        sa.Column("started_at", Instant, nullable=False),
        sa.Column("ended_at", Instant),
        sa.Column("clock", sa.Integer),
        sa.Column("business", sa.Integer),
        sa.PrimaryKeyConstraint("case_id", "kind", "number", name="pk_intervals"),
    )
    op.create_index(
        "ix_intervals_kind_version_id_name_again_clock", "intervals",
        ["kind", "version_id", "name", "again", "clock"],
    )  # fmt: skip
    op.create_index(
        "ix_intervals_kind_version_id_name_business", "intervals",
        ["kind", "version_id", "name", "business"],
    )  # fmt: skip


def _moves() -> None:
    texts = [sa.Column(name, sa.Text) for name in ("audience", "action", "element")]
    statuses = [sa.Column(name, sa.Text) for name in ("from_status", "to_status")]
    op.create_table(
        "routes",
        sa.Column("id", sa.BigInteger, autoincrement=False, nullable=False),
        _version_id("routes"),
        sa.Column("event", sa.Text, nullable=False),
        *texts,
        *statuses,
        _list("path"),
        sa.PrimaryKeyConstraint("id", name="pk_routes"),
    )
    route = sa.ForeignKey("routes.id", name="fk_moves_route_id")
    op.create_table(
        "moves",
        _case_id("moves"),
        sa.Column("sequence", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.Column("route_id", sa.BigInteger, route, nullable=False),
        _again(),
        sa.PrimaryKeyConstraint("case_id", "sequence", name="pk_moves"),
    )
    op.create_index("ix_moves_route_id_again", "moves", ["route_id", "again"])


_SQLITE = [
    """
    CREATE TRIGGER unread_history AFTER INSERT ON history
    BEGIN INSERT INTO unread_cases (case_id) VALUES (NEW.case_id); END
    """,
]
_POSTGRESQL = [
    """
    CREATE FUNCTION caselane_unread_history() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        INSERT INTO unread_cases (case_id) VALUES (NEW.case_id);
        RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER unread_history AFTER INSERT ON history
    FOR EACH ROW EXECUTE FUNCTION caselane_unread_history()
    """,
]

# docs/insight.md says what each column means: these names are for the tools of others and stay.
_VIEWS = [
    """
    CREATE VIEW insight_cases AS
    SELECT f.case_id, 'C-' || (f.case_id + 1000) AS case_number, v.process AS lifecycle,
        f.version_id, f.created_at, f.closed_at, f.priority, f.product, c.email AS customer,
        o.email AS owner, f.resolution, w.statuses AS way, f.migrated
    FROM case_facts f JOIN versions v ON v.id = f.version_id JOIN ways w ON w.id = f.way_id
    JOIN people c ON c.id = f.customer_id LEFT JOIN people o ON o.id = f.owner_id
    """,
    """
    CREATE VIEW insight_intervals AS
    SELECT case_id, kind, number, name, version_id, again, started_at, ended_at,
        clock AS clock_minutes, business AS business_minutes
    FROM intervals
    """,
    """
    CREATE VIEW insight_moves AS
    SELECT m.case_id, m.sequence, m.at, r.version_id, r.event, r.audience, r.action, r.element,
        r.from_status, r.to_status, r.path, m.again
    FROM moves m JOIN routes r ON r.id = m.route_id
    """,
    """
    CREATE VIEW insight_milestones AS
    SELECT case_id, name, state, started_at, due_at, reached_at, ended_at, calendar
    FROM milestones
    """,
]
