"""Tables of cases: how each is now, what happened, what was said, and what stands beside it."""

from __future__ import annotations

import sqlalchemy as sa

from runner.model import CASE_FIELDS
from runner.store.tables.columns import (
    at_column,
    case_column,
    flag_column,
    id_column,
    json_column,
    metadata,
    partial_index,
    person_column,
    salt_column,
    text_column,
)

cases = sa.Table(
    "cases",
    metadata,
    id_column(),
    sa.Column("version_id", sa.ForeignKey("versions.id"), nullable=False),
    sa.Column("state", sa.LargeBinary, nullable=False),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("events", sa.Integer, nullable=False),  # rows of history so far
    text_column("status"),
    flag_column("closed", sa.false()),
    text_column("subject"),
    text_column("description"),
    text_column("priority"),
    *(text_column(item.name, nullable=True) for item in CASE_FIELDS),
    text_column("channel"),
    text_column("calendar"),
    sa.Column("owner_id", sa.ForeignKey("people.id")),
    sa.Column("team_id", sa.ForeignKey("teams.id")),
    sa.Column("customer_id", sa.ForeignKey("people.id"), nullable=False),
    text_column("resolution", nullable=True),
    text_column("proposal", nullable=True),
    json_column("flags", "[]"),
    json_column("facts"),
    json_column("waits"),  # what may happen next: offers, messages, timers
    at_column("next_due"),
    at_column("milestone_due"),  # of the earliest milestone that the open case waits for
    sa.Column("repeat_of", sa.ForeignKey("cases.id")),
    at_column("created_at", nullable=False),
    at_column("updated_at", nullable=False),
    salt_column(),
    flag_column("spam", sa.false()),
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
    partial_index("ix_cases_open", "id", where="NOT closed"),
    partial_index("ix_cases_open_updated", "updated_at", "id", where="NOT closed"),
    partial_index("ix_cases_team", "team_id", "closed", "id", where="team_id IS NOT NULL"),
    partial_index(
        "ix_cases_team_updated",
        "team_id",
        "closed",
        "updated_at",
        "id",
        where="team_id IS NOT NULL",
    ),
    partial_index("ix_cases_waiting", "milestone_due", "id", where="milestone_due IS NOT NULL"),
    partial_index("ix_cases_spam", "id", where="spam"),
    sa.Index(None, "repeat_of"),
    sa.Index(None, "next_due"),
)

tasks = sa.Table(
    "tasks",
    metadata,
    case_column(primary_key=True),
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    text_column("element"),
    sa.Column("version_id", sa.ForeignKey("versions.id"), nullable=False),
    at_column("opened_at", nullable=False),
)

migrated_cases = sa.Table(
    "migrated_cases",
    metadata,
    sa.Column("migration_id", sa.ForeignKey("migrations.id"), primary_key=True),
    case_column(primary_key=True),
    sa.Column("state", sa.LargeBinary, nullable=False),  # as it was
    text_column("moved_digest"),  # of the state that it was moved to
    json_column("before"),
    sa.Index(None, "case_id"),
)

milestones = sa.Table(
    "milestones",
    metadata,
    case_column(primary_key=True),
    sa.Column("name", sa.Text, primary_key=True),
    text_column("state"),
    at_column("started_at", nullable=False),
    at_column("due_at", nullable=False),
    at_column("reached_at"),
    at_column("ended_at"),  # when it could no longer be reached
    text_column("calendar"),
    sa.Index(None, "due_at", "name", "state"),
)

tallies = sa.Table(
    "tallies",
    metadata,
    id_column(),
    text_column("what"),
    text_column("key"),
    sa.Column("change", sa.Integer, nullable=False),
    sa.Index(None, "what", "key"),
)

history = sa.Table(
    "history",
    metadata,
    case_column(primary_key=True),
    sa.Column("sequence", sa.Integer, primary_key=True, autoincrement=False),
    at_column("at", nullable=False),
    sa.Column("actor_id", sa.ForeignKey("people.id")),
    text_column("audience", nullable=True),
    text_column("event"),
    text_column("action", nullable=True),
    text_column("element", nullable=True),
    text_column("from_status", nullable=True),
    text_column("to_status", nullable=True),
    sa.Column("version_id", sa.ForeignKey("versions.id"), nullable=False),
    json_column("details"),
    json_column("path", "[]"),
    salt_column(),  # of its details
    text_column("texts", nullable=True),  # that its link covers: `message 7, file 3`
    sa.Column("link", sa.LargeBinary),  # NULL: an older program wrote it
    flag_column("linked_late", sa.false()),  # some time after it was written
    partial_index("ix_history_unlinked", "case_id", where="link IS NULL"),
)

redactions = sa.Table(  # the digests of what was erased
    "redactions",
    metadata,
    case_column(primary_key=True),
    sa.Column("kind", sa.Text, primary_key=True),  # case, line, message or file
    sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
    text_column("digest"),
)

case_retentions = sa.Table(  # what a rule of retention has erased
    "case_retentions",
    metadata,
    case_column(primary_key=True),
    sa.Column("what", sa.Text, primary_key=True),  # texts or files
    at_column("at", nullable=False),
)

follow_ups = sa.Table(
    "follow_ups",
    metadata,
    person_column(primary_key=True),
    case_column(primary_key=True),
    at_column("at", nullable=False),
    sa.Index(None, "person_id", "at"),
)

messages = sa.Table(
    "messages",
    metadata,
    id_column(),
    case_column(),
    at_column("at", nullable=False),
    sa.Column("author_id", sa.ForeignKey("people.id"), nullable=False),
    text_column("side"),  # of the author: customer or support
    text_column("visibility"),
    text_column("body"),
    flag_column("on_behalf", sa.false()),
    flag_column("late", sa.false()),
    salt_column(),
    sa.Index(None, "case_id", "id"),
)

attachments = sa.Table(  # the files themselves lie in a folder, by their digest
    "attachments",
    metadata,
    id_column(),
    text_column("digest"),
    text_column("name"),
    text_column("kind"),
    sa.Column("size", sa.BigInteger, nullable=False),
    person_column(nullable=False),
    at_column("added_at", nullable=False),
    sa.Column("case_id", sa.ForeignKey("cases.id")),  # none while it waits to be sent
    sa.Column("message_id", sa.ForeignKey("messages.id")),  # none for the request of a case
    salt_column(),
    sa.Index(None, "case_id", "message_id"),
    sa.Index(None, "digest"),
    partial_index("ix_attachments_waiting", "person_id", "added_at", where="case_id IS NULL"),
)

case_tags = sa.Table(
    "case_tags",
    metadata,
    case_column(primary_key=True),
    sa.Column("tag", sa.Text, primary_key=True),
    sa.Index(None, "tag", "case_id"),
)

case_links = sa.Table(  # the older case of two stands in case_id
    "case_links",
    metadata,
    case_column(primary_key=True),
    sa.Column("other_id", sa.ForeignKey("cases.id"), primary_key=True),
    sa.Index(None, "other_id"),
)

satisfaction = sa.Table(
    "satisfaction",
    metadata,
    case_column(primary_key=True),
    sa.Column("good", sa.Boolean, nullable=False),
    text_column("words"),
    at_column("answered_at", nullable=False),
)

case_copies = sa.Table(  # who is told what the customer is told
    "case_copies",
    metadata,
    case_column(primary_key=True),
    person_column(primary_key=True),
    flag_column("may_decide", sa.false()),
    at_column("added_at", nullable=False),
    sa.Index(None, "person_id", "case_id"),
)

holds = sa.Table(
    "holds",
    metadata,
    id_column(),
    case_column(),
    person_column(nullable=False),
    at_column("due_at", nullable=False),
    json_column("request"),
    json_column("text"),  # given back when it is not done
    sa.Index(None, "case_id", "due_at"),
)

unsent_texts = sa.Table(
    "unsent_texts",
    metadata,
    case_column(primary_key=True),
    person_column(primary_key=True),
    sa.Column("form", sa.Text, primary_key=True),
    json_column("fields"),
    sa.Column("why", sa.Text, nullable=False, server_default=sa.text("''")),
    at_column("saved_at", nullable=False),
    sa.Index(None, "person_id"),
)

presence = sa.Table(  # who of support had the page of a case open last, and when
    "presence",
    metadata,
    case_column(primary_key=True),
    person_column(primary_key=True),
    at_column("at", nullable=False),
    sa.Index(None, "at"),
)
