"""Tables of facts, which are read from the history of cases."""

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
    text_column,
)

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

unread_cases = sa.Table(
    "unread_cases",
    metadata,
    id_column(),
    sa.Column("case_id", sa.ForeignKey("cases.id"), nullable=False),
)
"""Cases whose history grew since the facts were read from it, once for each new line: a trigger
adds them (migration 0017)."""

case_facts = sa.Table(
    "case_facts",
    metadata,
    case_column(primary_key=True),
    sa.Column("events", sa.Integer, nullable=False),  # the last line that was read
    sa.Column("version_id", sa.ForeignKey("versions.id"), nullable=False),
    at_column("created_at", nullable=False),
    at_column("closed_at"),
    text_column("priority"),
    text_column("product", nullable=True),
    sa.Column("customer_id", sa.ForeignKey("people.id"), nullable=False),
    sa.Column("owner_id", sa.ForeignKey("people.id")),
    text_column("resolution", nullable=True),
    sa.Column("way_id", sa.BigInteger, nullable=False),
    sa.Column("migrated", sa.Integer, nullable=False),  # how often
    # NULL, all of them, in rows that a node of an older version wrote.
    sa.Column("team_id", sa.BigInteger),  # a team that was removed may still stand here
    text_column("channel", nullable=True),
    sa.Column("repeat_of", sa.BigInteger),
    sa.Column("touches", sa.Integer),
    sa.Column("answers", sa.Integer),
    sa.Column("rejections", sa.Integer),
    sa.Column("clock", sa.Integer),  # whole minutes from the submission to the end
    sa.Column("business", sa.Integer),
    sa.Column("set_back", sa.Integer),  # lines whose time lies before that of the line above
    sa.Column("missing", sa.Integer),  # lines of the history that are not there
    sa.Index(None, "version_id", "created_at", "way_id"),
    sa.Index(None, "created_at"),
    partial_index("ix_case_facts_closed", "closed_at", where="closed_at IS NOT NULL"),
    partial_index("ix_case_facts_of_before", "case_id", where="set_back IS NULL"),
)

ways = sa.Table(
    "ways",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    json_column("statuses", "[]"),
)

intervals = sa.Table(
    "intervals",
    metadata,
    case_column(primary_key=True),
    sa.Column("kind", sa.Text, primary_key=True),  # status, element or owner
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    text_column("name"),
    sa.Column("version_id", sa.ForeignKey("versions.id"), nullable=False),
    flag_column("again", sa.false()),
    at_column("started_at", nullable=False),
    at_column("ended_at"),
    sa.Column("clock", sa.Integer),  # whole minutes
    sa.Column("business", sa.Integer),
    sa.Index("ix_intervals_by_clock", "kind", "version_id", "name", "again", "clock", "case_id"),
    sa.Index(
        "ix_intervals_by_business", "kind", "version_id", "name", "again", "business", "case_id"
    ),
    sa.Index("ix_intervals_over_time", "kind", "version_id", "name", "started_at", "ended_at"),
    sa.Index("ix_intervals_by_end", "kind", "version_id", "ended_at"),
    sa.Index("ix_intervals_of_place", "kind", "version_id", "name", "ended_at", "clock"),
)

routes = sa.Table(
    "routes",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("version_id", sa.ForeignKey("versions.id"), nullable=False),
    text_column("event"),
    text_column("audience", nullable=True),
    text_column("action", nullable=True),
    text_column("element", nullable=True),
    text_column("from_status", nullable=True),
    text_column("to_status", nullable=True),
    json_column("path", "[]"),
)

moves = sa.Table(
    "moves",
    metadata,
    case_column(primary_key=True),
    sa.Column("sequence", sa.Integer, primary_key=True, autoincrement=False),
    at_column("at", nullable=False),
    sa.Column("route_id", sa.ForeignKey("routes.id"), nullable=False),
    flag_column("again", sa.false()),
    sa.Index(None, "route_id", "again"),
)

case_versions = sa.Table(
    "case_versions",
    metadata,
    case_column(primary_key=True),
    sa.Column("version_id", sa.ForeignKey("versions.id"), primary_key=True),
    sa.Index(None, "version_id"),
)
"""On which versions each case was."""

policy_verdicts = sa.Table(
    "policy_verdicts",
    metadata,
    case_column(primary_key=True),
    sa.Column("version_id", sa.ForeignKey("versions.id"), primary_key=True),
    sa.Column("policy", sa.Text, primary_key=True),
    text_column("state"),  # broken, at_risk, or waits until due_at
    text_column("what"),
    at_column("at", nullable=False),
    at_column("due_at"),
    sa.Index(None, "version_id", "policy", "state", "due_at"),
)
"""Policies that a case does not simply keep (decision 0303)."""

late_stays = sa.Table(
    "late_stays",
    metadata,
    case_column(primary_key=True),
    sa.Column("milestone", sa.Text, primary_key=True),
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),  # of the interval
    text_column("name"),
    sa.Column("version_id", _ID, nullable=False),
    at_column("due_at", nullable=False),
    sa.Index(None, "kind", "version_id", "name", "due_at"),
)
"""The intervals in which a case missed a milestone: those that it was in when that fell due."""

# No foreign keys: programs of before forget routes without their counts.

stay_counts = sa.Table(
    "stay_counts",
    metadata,
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("version_id", _ID, primary_key=True, autoincrement=False),
    sa.Column("time_kind", sa.Text, primary_key=True),  # clock or business
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("again", sa.Boolean, primary_key=True),
    sa.Column("minutes", sa.Integer, primary_key=True, autoincrement=False),  # -1: not ended
    sa.Column("number", sa.Integer, nullable=False),
)
"""How many intervals there are of each kind and length, but those of owners: triggers keep it
(decision 0345)."""

route_counts = sa.Table(
    "route_counts",
    metadata,
    sa.Column("route_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("again", sa.Boolean, primary_key=True),
    sa.Column("number", sa.Integer, nullable=False),
)
"""How many moves there are on each route: triggers keep it (decision 0345)."""

stay_days = sa.Table(
    "stay_days",
    metadata,
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("version_id", _ID, primary_key=True, autoincrement=False),
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("day", sa.Text, primary_key=True),  # in UTC, such as 2026-03-02
    sa.Column("began", sa.Integer, nullable=False),
    sa.Column("ended", sa.Integer, nullable=False),
)
"""How many intervals began and ended on each day: triggers keep it (decision 0352)."""

stay_counts.add_is_dependent_on(intervals)
stay_days.add_is_dependent_on(intervals)
route_counts.add_is_dependent_on(moves)
