"""The tables. The migrations make them; `tests/store/test_contract.py` compares the two."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import orjson
import sqlalchemy as sa

from runner.model import CASE_FIELDS

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Instant(sa.TypeDecorator):
    """An aware datetime in UTC: timestamptz on PostgreSQL, ISO 8601 text of fixed width (which
    sorts as time does) on SQLite."""

    impl = sa.Text
    cache_ok = True

    def load_dialect_impl(self, dialect: sa.Dialect) -> Any:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(sa.TIMESTAMP(timezone=True))
        return dialect.type_descriptor(sa.Text())

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> Any:
        if value is None or dialect.name == "postgresql":
            return value
        return to_text(value)

    def process_result_value(self, value: Any, dialect: sa.Dialect) -> datetime | None:
        return to_instant(value)


class Json(sa.TypeDecorator):
    """A JSON value, kept as text: it is read whole or not at all."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: sa.Dialect) -> str | None:
        return None if value is None else orjson.dumps(value).decode()

    def process_result_value(self, value: Any, dialect: sa.Dialect) -> Any:
        return None if value is None else orjson.loads(value)


def to_text(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat(timespec="microseconds")


def to_instant(value: Any) -> datetime | None:
    if isinstance(value, str):
        return datetime.fromisoformat(value)
    return value if value is None or value.tzinfo is UTC else value.astimezone(UTC)


def instant(value: Any) -> datetime:
    """As `to_instant`, for a column that is never NULL."""
    known = to_instant(value)
    assert known is not None
    return known


def _id() -> sa.Column:
    """A generated number. SQLite generates them for INTEGER only."""
    kind = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    return sa.Column("id", kind, primary_key=True, autoincrement=True)


def _case(**more: Any) -> sa.Column:
    return sa.Column("case_id", sa.ForeignKey("cases.id"), nullable=False, **more)


def _at(name: str, nullable: bool = True) -> sa.Column:
    return sa.Column(name, Instant, nullable=nullable)


def _text(name: str, nullable: bool = False, default: str | None = None) -> sa.Column:
    return sa.Column(name, sa.Text, nullable=nullable, server_default=default)


def _json(name: str, default: str = "{}") -> sa.Column:
    return sa.Column(name, Json, nullable=False, server_default=default)


def _partial(name: str, *columns: str, where: str) -> sa.Index:
    """An index of the rows that queries of the hot path look among."""
    condition = sa.text(where)
    return sa.Index(name, *columns, sqlite_where=condition, postgresql_where=condition)


def _flag(name: str, default: Any) -> sa.Column:
    return sa.Column(name, sa.Boolean, nullable=False, server_default=default)


def _count(name: str) -> sa.Column:
    return sa.Column(name, sa.Integer, nullable=False, server_default="0")


# ------------------------------------------------------------------ people

people = sa.Table(
    "people",
    metadata,
    _id(),
    sa.Column("email", sa.Text, nullable=False, unique=True),
    _text("name"),
    _text("password", nullable=True),
    _flag("active", sa.true()),
    _flag("away", sa.false()),
    _at("created_at", nullable=False),
    sa.Column("signed_out", sa.Integer, nullable=False, server_default="0"),  # how often
    _at("links_revoked_at"),  # signed links of before are over
    _at("away_from"),  # of an absence that has a beginning or an end; `away` has neither
    _at("away_until"),
    sa.Column("stand_in_id", sa.ForeignKey("people.id")),
    sa.Column("merged_into_id", sa.ForeignKey("people.id")),  # the entry of the same person
)

companies = sa.Table(
    "companies",
    metadata,
    _id(),
    sa.Column("name", sa.Text, nullable=False, unique=True),
    _flag("shares_cases", sa.false()),  # its people see each other's cases
)

company_people = sa.Table(
    "company_people",
    metadata,
    sa.Column("person_id", sa.ForeignKey("people.id"), primary_key=True),
    sa.Column("company_id", sa.ForeignKey("companies.id"), nullable=False),
    _flag("shares_cases", sa.false()),  # this one lets the others see theirs
    sa.Index(None, "company_id"),
)

people_changes = sa.Table(
    "people_changes",
    metadata,
    _id(),
    sa.Column("person_id", sa.ForeignKey("people.id"), nullable=False),
    sa.Column("actor_id", sa.ForeignKey("people.id")),  # NULL: the operator
    _at("at", nullable=False),
    _text("what"),
    _json("details"),
    sa.Index(None, "person_id", "id"),
)

request_counts = sa.Table(
    "request_counts",
    metadata,
    sa.Column("who", sa.Text, primary_key=True),
    sa.Column("minute", sa.BigInteger, primary_key=True, autoincrement=False),  # since 1970
    sa.Column("count", sa.Integer, nullable=False),
    sa.Index(None, "minute"),
)

person_roles = sa.Table(
    "person_roles",
    metadata,
    sa.Column("person_id", sa.ForeignKey("people.id"), primary_key=True),
    sa.Column("role", sa.Text, primary_key=True),
    sa.Index(None, "role"),
)

tokens = sa.Table(
    "tokens",
    metadata,
    _id(),
    sa.Column("person_id", sa.ForeignKey("people.id"), nullable=False),
    sa.Column("digest", sa.Text, nullable=False, unique=True),
    _at("created_at", nullable=False),
    _at("revoked_at"),
    sa.Column("name", sa.Text, nullable=False, server_default=sa.text("''")),
    _at("used_at"),  # about when: see `Accounts.by_token`
)

teams = sa.Table(
    "teams",
    metadata,
    _id(),
    sa.Column("name", sa.Text, nullable=False, unique=True),
    _flag("shares", sa.false()),  # its cases are shared out among those who are here
)

team_members = sa.Table(
    "team_members",
    metadata,
    sa.Column("team_id", sa.ForeignKey("teams.id"), primary_key=True),
    sa.Column("person_id", sa.ForeignKey("people.id"), primary_key=True),
    _flag("leads", sa.false()),
    sa.Index(None, "person_id"),
)

team_products = sa.Table(
    "team_products",
    metadata,
    sa.Column("product", sa.Text, primary_key=True),  # `*`: every other one, and none
    sa.Column("team_id", sa.ForeignKey("teams.id"), nullable=False),
)

attempts = sa.Table(
    "attempts",
    metadata,
    _id(),
    _text("who"),  # what is attempted, and the account or address
    _at("at", nullable=False),
    sa.Index(None, "who", "at"),
    sa.Index(None, "at"),
)

# ------------------------------------------------------------------ diagrams

versions = sa.Table(
    "versions",
    metadata,
    _id(),
    _text("process"),
    _text("digest"),
    sa.Column("bpmn", sa.LargeBinary, nullable=False),
    _json("files"),
    _at("deployed_at", nullable=False),
    sa.Column("deployed_by", sa.ForeignKey("people.id")),
    _json("findings", "[]"),
    _json("notes", "[]"),
    _text("intake", nullable=True),  # what its lifecycle gets when it goes live; NULL: as it is
    _at("live_at"),  # when new cases began to start on it; NULL until it is approved
    sa.Column("approved_by", sa.ForeignKey("people.id")),
    sa.Index(None, "live_at", "id"),
)

lifecycles = sa.Table(
    "lifecycles",
    metadata,
    sa.Column("process", sa.Text, primary_key=True),
    _text("intake"),
    _at("changed_at"),
    sa.Column("changed_by", sa.ForeignKey("people.id")),
)

migrations = sa.Table(
    "migrations",
    metadata,
    _id(),
    _at("at", nullable=False),
    sa.Column("person_id", sa.ForeignKey("people.id")),
    sa.Column("version_id", sa.ForeignKey("versions.id"), nullable=False),
    _text("reason"),
)

diagram_drafts = sa.Table(
    "diagram_drafts",
    metadata,
    _id(),
    _text("name"),
    sa.Column("base_id", sa.ForeignKey("versions.id")),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("bpmn", sa.LargeBinary, nullable=False),
    _json("files"),
    _at("created_at", nullable=False),
    _at("changed_at", nullable=False),
    sa.Column("changed_by", sa.ForeignKey("people.id"), nullable=False),
)

diagram_draft_editors = sa.Table(
    "diagram_draft_editors",
    metadata,
    sa.Column("draft_id", sa.ForeignKey("diagram_drafts.id"), primary_key=True),
    sa.Column("person_id", sa.ForeignKey("people.id"), primary_key=True),
    _at("seen_at", nullable=False),
)

trial_runs = sa.Table(  # a draft tried on past cases
    "trial_runs",
    metadata,
    _id(),
    sa.Column("draft_id", sa.BigInteger, nullable=False),  # which may be gone
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("person_id", sa.ForeignKey("people.id"), nullable=False),
    _at("started_at", nullable=False),
    _at("seen_at", nullable=False),  # when it last said how far it is
    _text("state", default="running"),
    _count("cases"),
    _count("done"),
    sa.Column("why", sa.Text, nullable=False, server_default=sa.text("''")),
    _json("report"),
)

migration_runs = sa.Table(  # a migration that goes on by itself
    "migration_runs",
    metadata,
    _id(),
    sa.Column("person_id", sa.ForeignKey("people.id"), nullable=False),
    sa.Column("version_id", sa.ForeignKey("versions.id"), nullable=False),
    sa.Column("migration_id", sa.ForeignKey("migrations.id")),
    _at("started_at", nullable=False),
    _text("state"),
    _json("terms"),
    sa.Column("last_case", sa.BigInteger, nullable=False, server_default="0"),  # that it came to
    _count("total"),
    _count("moved"),  # not read any more; nodes of the release before write it
    _count("back"),
    _json("stayed"),  # how many, and one of them, by the reason
    sa.Column("why", sa.Text, nullable=False, server_default=sa.text("''")),
)

# ------------------------------------------------------------------ cases

cases = sa.Table(
    "cases",
    metadata,
    _id(),
    sa.Column("version_id", sa.ForeignKey("versions.id"), nullable=False),
    sa.Column("state", sa.LargeBinary, nullable=False),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("events", sa.Integer, nullable=False),  # rows of history so far
    _text("status"),
    _flag("closed", sa.false()),
    _text("subject"),
    _text("description"),
    _text("priority"),
    *(_text(item.name, nullable=True) for item in CASE_FIELDS),
    _text("channel"),
    _text("calendar"),
    sa.Column("owner_id", sa.ForeignKey("people.id")),
    sa.Column("team_id", sa.ForeignKey("teams.id")),
    sa.Column("customer_id", sa.ForeignKey("people.id"), nullable=False),
    _text("resolution", nullable=True),
    _text("proposal", nullable=True),
    _json("flags", "[]"),
    _json("facts"),
    _json("waits"),  # what may happen next: offers, messages, timers
    _at("next_due"),
    _at("milestone_due"),  # of the earliest milestone that the open case waits for
    sa.Column("repeat_of", sa.ForeignKey("cases.id")),
    _at("created_at", nullable=False),
    _at("updated_at", nullable=False),
    # For each path of a list (see `lists`), one index for each order; for nothing else, since every
    # transition writes them (decision 0112).
    sa.Index(None, "status", "id"),
    sa.Index(None, "status", "updated_at", "id"),
    sa.Index(None, "status", "priority", "id"),
    sa.Index(None, "status", "priority", "updated_at", "id"),
    sa.Index(None, "owner_id", "closed", "id"),
    sa.Index(None, "owner_id", "closed", "updated_at", "id"),
    sa.Index(None, "customer_id", "id"),
    sa.Index(None, "priority", "id"),
    sa.Index(None, "priority", "updated_at", "id"),
    sa.Index(None, "updated_at", "id"),
    _partial("ix_cases_open", "id", where="NOT closed"),
    _partial("ix_cases_open_updated", "updated_at", "id", where="NOT closed"),
    _partial("ix_cases_team", "team_id", "closed", "id", where="team_id IS NOT NULL"),
    _partial(
        "ix_cases_team_updated",
        "team_id",
        "closed",
        "updated_at",
        "id",
        where="team_id IS NOT NULL",
    ),
    _partial("ix_cases_waiting", "milestone_due", "id", where="milestone_due IS NOT NULL"),
    sa.Index(None, "repeat_of"),
    sa.Index(None, "next_due"),
)

tasks = sa.Table(
    "tasks",
    metadata,
    _case(primary_key=True),
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    _text("element"),
    sa.Column("version_id", sa.ForeignKey("versions.id"), nullable=False),
    _at("opened_at", nullable=False),
)

migrated_cases = sa.Table(
    "migrated_cases",
    metadata,
    sa.Column("migration_id", sa.ForeignKey("migrations.id"), primary_key=True),
    _case(primary_key=True),
    sa.Column("state", sa.LargeBinary, nullable=False),  # as it was
    _text("moved_digest"),  # of the state that it was moved to
    _json("before"),
)

milestones = sa.Table(
    "milestones",
    metadata,
    _case(primary_key=True),
    sa.Column("name", sa.Text, primary_key=True),
    _text("state"),
    _at("started_at", nullable=False),
    _at("due_at", nullable=False),
    _at("reached_at"),
    _at("ended_at"),  # when it could no longer be reached
    _text("calendar"),
    sa.Index(None, "due_at", "name", "state"),
)

tallies = sa.Table(
    "tallies",
    metadata,
    _id(),
    _text("what"),
    _text("key"),
    sa.Column("change", sa.Integer, nullable=False),
    sa.Index(None, "what", "key"),
)

history = sa.Table(
    "history",
    metadata,
    _case(primary_key=True),
    sa.Column("sequence", sa.Integer, primary_key=True, autoincrement=False),
    _at("at", nullable=False),
    sa.Column("actor_id", sa.ForeignKey("people.id")),
    _text("audience", nullable=True),
    _text("event"),
    _text("action", nullable=True),
    _text("element", nullable=True),
    _text("from_status", nullable=True),
    _text("to_status", nullable=True),
    sa.Column("version_id", sa.ForeignKey("versions.id"), nullable=False),
    _json("details"),
    _json("path", "[]"),
)

# ------------------------------------------------------------------ facts, read from the history

unread_cases = sa.Table(
    "unread_cases",
    metadata,
    _id(),
    sa.Column("case_id", sa.ForeignKey("cases.id"), nullable=False),
)
"""Cases whose history grew since the facts were read from it, once for each new line: a trigger
adds them (migration 0017)."""

case_facts = sa.Table(
    "case_facts",
    metadata,
    _case(primary_key=True),
    sa.Column("events", sa.Integer, nullable=False),  # the last line that was read
    sa.Column("version_id", sa.ForeignKey("versions.id"), nullable=False),
    _at("created_at", nullable=False),
    _at("closed_at"),
    _text("priority"),
    _text("product", nullable=True),
    sa.Column("customer_id", sa.ForeignKey("people.id"), nullable=False),
    sa.Column("owner_id", sa.ForeignKey("people.id")),
    _text("resolution", nullable=True),
    sa.Column("way_id", sa.BigInteger, nullable=False),
    sa.Column("migrated", sa.Integer, nullable=False),  # how often
    # NULL, all of them, in rows that a node of an older version wrote.
    sa.Column("team_id", sa.BigInteger),  # a team that was removed may still stand here
    _text("channel", nullable=True),
    sa.Column("repeat_of", sa.BigInteger),
    sa.Column("touches", sa.Integer),
    sa.Column("answers", sa.Integer),
    sa.Column("rejections", sa.Integer),
    sa.Column("clock", sa.Integer),  # whole minutes from the submission to the end
    sa.Column("business", sa.Integer),
    sa.Index(None, "version_id", "created_at", "way_id"),
    sa.Index(None, "created_at"),
)

ways = sa.Table(
    "ways",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    _json("statuses", "[]"),
)

intervals = sa.Table(
    "intervals",
    metadata,
    _case(primary_key=True),
    sa.Column("kind", sa.Text, primary_key=True),  # status, element or owner
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    _text("name"),
    sa.Column("version_id", sa.ForeignKey("versions.id"), nullable=False),
    _flag("again", sa.false()),
    _at("started_at", nullable=False),
    _at("ended_at"),
    sa.Column("clock", sa.Integer),  # whole minutes
    sa.Column("business", sa.Integer),
    sa.Index(None, "kind", "version_id", "name", "again", "clock"),
    sa.Index(None, "kind", "version_id", "name", "business"),
    sa.Index("ix_intervals_over_time", "kind", "version_id", "name", "started_at", "ended_at"),
)

routes = sa.Table(
    "routes",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("version_id", sa.ForeignKey("versions.id"), nullable=False),
    _text("event"),
    _text("audience", nullable=True),
    _text("action", nullable=True),
    _text("element", nullable=True),
    _text("from_status", nullable=True),
    _text("to_status", nullable=True),
    _json("path", "[]"),
)

moves = sa.Table(
    "moves",
    metadata,
    _case(primary_key=True),
    sa.Column("sequence", sa.Integer, primary_key=True, autoincrement=False),
    _at("at", nullable=False),
    sa.Column("route_id", sa.ForeignKey("routes.id"), nullable=False),
    _flag("again", sa.false()),
    sa.Index(None, "route_id", "again"),
)

saved_views = sa.Table(
    "saved_views",
    metadata,
    _id(),
    sa.Column("person_id", sa.ForeignKey("people.id"), nullable=False),
    _text("name"),
    _flag("shared", sa.false()),
    _json("query"),  # the arguments of the list
    _at("created_at", nullable=False),
    sa.Index(None, "person_id"),
    _partial("ix_saved_views_shared", "id", where="shared"),
)

follow_ups = sa.Table(
    "follow_ups",
    metadata,
    sa.Column("person_id", sa.ForeignKey("people.id"), primary_key=True),
    _case(primary_key=True),
    _at("at", nullable=False),
    sa.Index(None, "person_id", "at"),
)

messages = sa.Table(
    "messages",
    metadata,
    _id(),
    _case(),
    _at("at", nullable=False),
    sa.Column("author_id", sa.ForeignKey("people.id"), nullable=False),
    _text("side"),  # of the author: customer or support
    _text("visibility"),
    _text("body"),
    _flag("on_behalf", sa.false()),
    _flag("late", sa.false()),
    sa.Index(None, "case_id", "id"),
)

attachments = sa.Table(  # the files themselves lie in a folder, by their digest
    "attachments",
    metadata,
    _id(),
    _text("digest"),
    _text("name"),
    _text("kind"),
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("person_id", sa.ForeignKey("people.id"), nullable=False),
    _at("added_at", nullable=False),
    sa.Column("case_id", sa.ForeignKey("cases.id")),  # none while it waits to be sent
    sa.Column("message_id", sa.ForeignKey("messages.id")),  # none for the request of a case
    sa.Index(None, "case_id", "message_id"),
    sa.Index(None, "digest"),
    _partial("ix_attachments_waiting", "person_id", "added_at", where="case_id IS NULL"),
)

incoming_mails = sa.Table(
    "incoming_mails",
    metadata,
    _id(),
    sa.Column("digest", sa.Text, nullable=False, unique=True),  # of what its writer wrote
    _text("mailbox"),
    _text("message_id"),
    _at("at", nullable=False),
    _text("sender"),
    _text("subject"),
    _text("body"),
    _text("state"),
    _text("why"),
    _text("raw", nullable=True),  # the digest of all of it, in the folder of files
    sa.Column("case_id", sa.ForeignKey("cases.id")),
    sa.Column("decided_by", sa.ForeignKey("people.id")),
    _at("decided_at"),
    sa.Index(None, "message_id"),
    sa.Index(None, "raw"),
    sa.Index(None, "state", "id"),
)

mailbox_places = sa.Table(
    "mailbox_places",
    metadata,
    sa.Column("mailbox", sa.Text, primary_key=True),
    sa.Column("uid_validity", sa.BigInteger, nullable=False),
    sa.Column("uid", sa.BigInteger, nullable=False),
)

mailbox_looks = sa.Table(
    "mailbox_looks",
    metadata,
    sa.Column("mailbox", sa.Text, primary_key=True),
    _at("at", nullable=False),
    _at("read_at"),
    sa.Column("failures", sa.Integer, nullable=False),  # in a row
    _text("failure"),
)

installation = sa.Table(
    "installation",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    _text("name"),
)

bounced_addresses = sa.Table(
    "bounced_addresses",
    metadata,
    sa.Column("email", sa.Text, primary_key=True),
    _at("at", nullable=False),
)

case_tags = sa.Table(
    "case_tags",
    metadata,
    _case(primary_key=True),
    sa.Column("tag", sa.Text, primary_key=True),
    sa.Index(None, "tag", "case_id"),
)

case_links = sa.Table(  # the older case of two stands in case_id
    "case_links",
    metadata,
    _case(primary_key=True),
    sa.Column("other_id", sa.ForeignKey("cases.id"), primary_key=True),
    sa.Index(None, "other_id"),
)

satisfaction = sa.Table(
    "satisfaction",
    metadata,
    _case(primary_key=True),
    sa.Column("good", sa.Boolean, nullable=False),
    _text("words"),
    _at("answered_at", nullable=False),
)

case_copies = sa.Table(  # who is told what the customer is told
    "case_copies",
    metadata,
    _case(primary_key=True),
    sa.Column("person_id", sa.ForeignKey("people.id"), primary_key=True),
    _flag("may_decide", sa.false()),
    _at("added_at", nullable=False),
    sa.Index(None, "person_id", "case_id"),
)

holds = sa.Table(
    "holds",
    metadata,
    _id(),
    _case(),
    sa.Column("person_id", sa.ForeignKey("people.id"), nullable=False),
    _at("due_at", nullable=False),
    _json("request"),
    _json("text"),  # given back when it is not done
    sa.Index(None, "case_id", "due_at"),
)

unsent_texts = sa.Table(
    "unsent_texts",
    metadata,
    _case(primary_key=True),
    sa.Column("person_id", sa.ForeignKey("people.id"), primary_key=True),
    sa.Column("form", sa.Text, primary_key=True),
    _json("fields"),
    sa.Column("why", sa.Text, nullable=False, server_default=sa.text("''")),
    _at("saved_at", nullable=False),
    sa.Index(None, "person_id"),
)

bulk_runs = sa.Table(  # a change of several cases
    "bulk_runs",
    metadata,
    _id(),
    sa.Column("person_id", sa.ForeignKey("people.id"), nullable=False),
    _at("started_at", nullable=False),
    _json("change"),
)

bulk_cases = sa.Table(
    "bulk_cases",
    metadata,
    sa.Column("run_id", sa.ForeignKey("bulk_runs.id"), primary_key=True),
    _case(primary_key=True),
    sa.Column("revision", sa.Integer, nullable=False),  # that the person saw
    _text("state", default="waiting"),
    sa.Column("why", sa.Text, nullable=False, server_default=sa.text("''")),
)

canned_responses = sa.Table(
    "canned_responses",
    metadata,
    _id(),
    sa.Column("person_id", sa.ForeignKey("people.id"), nullable=False),
    _text("name"),
    _text("body"),
    _flag("shared", sa.false()),
    _json("statuses", "[]"),  # in which it is suggested first
    _at("changed_at", nullable=False),
    sa.Index(None, "person_id"),
    _partial("ix_canned_responses_shared", "id", where="shared"),
)

presence = sa.Table(  # who of support had the page of a case open last, and when
    "presence",
    metadata,
    _case(primary_key=True),
    sa.Column("person_id", sa.ForeignKey("people.id"), primary_key=True),
    _at("at", nullable=False),
    sa.Index(None, "at"),
)

daily_counts = sa.Table(
    "daily_counts",
    metadata,
    sa.Column("who", sa.Text, primary_key=True),  # what is counted, and of whom
    sa.Column("day", sa.Text, primary_key=True),  # 2026-11-29, in UTC
    sa.Column("count", sa.Integer, nullable=False),
)

notifications = sa.Table(
    "notifications",
    metadata,
    _id(),
    sa.Column("case_id", sa.ForeignKey("cases.id")),
    sa.Column("person_id", sa.ForeignKey("people.id"), nullable=False),
    _text("element"),
    _text("subject"),
    _text("body"),
    _at("created_at", nullable=False),
    _at("read_at"),
    _at("sent_at"),  # by mail
    sa.Column("topic", sa.Text, nullable=False, server_default=sa.text("''")),
    sa.Column("count", sa.Integer, nullable=False, server_default="1"),
    sa.Index(None, "person_id", "id"),
    _partial("ix_notifications_unread_case", "person_id", "case_id", where="read_at IS NULL"),
)

deliveries = sa.Table(
    "deliveries",
    metadata,
    sa.Column(
        "notification_id", sa.ForeignKey("notifications.id", ondelete="CASCADE"), primary_key=True
    ),
    sa.Column("way", sa.Text, primary_key=True),
    _text("job_key"),
    _at("queued_at", nullable=False),
    _at("sent_at"),
)

notification_settings = sa.Table(
    "notification_settings",
    metadata,
    sa.Column("person_id", sa.ForeignKey("people.id"), primary_key=True),
    sa.Column("topic", sa.Text, primary_key=True),
    _text("way"),
)

# ------------------------------------------------------------------ work

jobs = sa.Table(
    "jobs",
    metadata,
    _id(),
    _text("kind"),
    sa.Column("key", sa.Text, nullable=False, unique=True),
    sa.Column("case_id", sa.ForeignKey("cases.id")),
    _json("payload"),
    _at("due_at", nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
    _flag("dead", sa.false()),
    _at("lease_until"),
    _text("lease", nullable=True),
    _text("error", nullable=True),
    sa.Column("lane", sa.Text, nullable=False, server_default=sa.text("''")),
    _partial("ix_jobs_lane", "lane", "due_at", "id", where="NOT dead"),
    _partial("ix_jobs_dead", "id", where="dead"),
)

incidents = sa.Table(
    "incidents",
    metadata,
    _id(),
    sa.Column("case_id", sa.ForeignKey("cases.id")),
    _at("at", nullable=False),
    _text("kind"),
    _text("message"),
    _at("resolved_at"),
    _partial("ix_incidents_open", "case_id", "id", where="resolved_at IS NULL"),
)

idempotency = sa.Table(
    "idempotency",
    metadata,
    sa.Column("person_id", sa.ForeignKey("people.id"), primary_key=True),
    sa.Column("key", sa.Text, primary_key=True),
    _text("digest"),
    _text("answer", nullable=True),
    _at("created_at", nullable=False),
    sa.Index(None, "created_at"),
)

# ------------------------------------------------------------------ operations

backups = sa.Table(
    "backups",
    metadata,
    _id(),
    _at("at", nullable=False),
    _text("file"),
    sa.Column("bytes", sa.BigInteger, nullable=False),
)

workers = sa.Table(
    "workers",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    _text("engine"),  # table or procrastinate
    _at("seen_at", nullable=False),
)

schema_terms = sa.Table(  # of the tables with the programs that use them
    "schema_terms", metadata,
    sa.Column("oldest", sa.Text, primary_key=True),
)  # fmt: skip
