"""Tables of the diagram: versions, lifecycles, drafts, and the migration of cases."""

from __future__ import annotations

import sqlalchemy as sa

from runner.store.tables.columns import (
    at_column,
    count_column,
    id_column,
    json_column,
    metadata,
    person_column,
    text_column,
)

versions = sa.Table(
    "versions",
    metadata,
    id_column(),
    text_column("process"),
    text_column("digest"),
    sa.Column("bpmn", sa.LargeBinary, nullable=False),
    json_column("files"),
    at_column("deployed_at", nullable=False),
    sa.Column("deployed_by", sa.ForeignKey("people.id")),
    json_column("findings", "[]"),
    json_column("notes", "[]"),
    text_column("intake", nullable=True),  # what its lifecycle gets when live; NULL: as it is
    at_column("live_at"),  # when new cases began to start on it; NULL until it is approved
    sa.Column("approved_by", sa.ForeignKey("people.id")),
    sa.Index(None, "live_at", "id"),
)

lifecycles = sa.Table(
    "lifecycles",
    metadata,
    sa.Column("process", sa.Text, primary_key=True),
    text_column("intake"),
    at_column("changed_at"),
    sa.Column("changed_by", sa.ForeignKey("people.id")),
)

migrations = sa.Table(
    "migrations",
    metadata,
    id_column(),
    at_column("at", nullable=False),
    person_column(),
    sa.Column("version_id", sa.ForeignKey("versions.id"), nullable=False),
    text_column("reason"),
)

diagram_drafts = sa.Table(
    "diagram_drafts",
    metadata,
    id_column(),
    text_column("name"),
    sa.Column("base_id", sa.ForeignKey("versions.id")),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("bpmn", sa.LargeBinary, nullable=False),
    json_column("files"),
    at_column("created_at", nullable=False),
    at_column("changed_at", nullable=False),
    sa.Column("changed_by", sa.ForeignKey("people.id"), nullable=False),
)

diagram_draft_editors = sa.Table(
    "diagram_draft_editors",
    metadata,
    sa.Column("draft_id", sa.ForeignKey("diagram_drafts.id"), primary_key=True),
    person_column(primary_key=True),
    at_column("seen_at", nullable=False),
)

# A draft may be gone, also by a node of the release before: its id is no foreign key in the tables
# below, and a new draft clears what an older one of the same id left there.
diagram_draft_authors = sa.Table(  # who drew what a draft holds, or published it or put it away
    "diagram_draft_authors",
    metadata,
    sa.Column("draft_id", sa.BigInteger, primary_key=True, autoincrement=False),
    person_column(primary_key=True),
)

version_authors = sa.Table(  # who drew it, beside who deployed it
    "version_authors",
    metadata,
    sa.Column("version_id", sa.ForeignKey("versions.id"), primary_key=True),
    person_column(primary_key=True),
)

review_threads = sa.Table(
    "review_threads",
    metadata,
    id_column(),
    sa.Column("draft_id", sa.BigInteger, index=True),
    sa.Column("version_id", sa.ForeignKey("versions.id"), index=True),
    text_column("element"),  # '': all of it
    at_column("resolved_at"),
    sa.Column("resolved_by", sa.ForeignKey("people.id")),
)

review_comments = sa.Table(
    "review_comments",
    metadata,
    id_column(),
    sa.Column("thread_id", sa.ForeignKey("review_threads.id"), nullable=False, index=True),
    person_column(nullable=False),
    at_column("at", nullable=False),
    text_column("text"),
)

planned_publications = sa.Table(  # what goes live at a date
    "planned_publications",
    metadata,
    id_column(),
    sa.Column("draft_id", sa.BigInteger),
    sa.Column("version_id", sa.ForeignKey("versions.id")),
    person_column(nullable=False),
    at_column("due_at", nullable=False),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("live_id", sa.BigInteger, nullable=False),  # that ran when it was checked; 0: none
    json_column("accepted", "[]"),
    text_column("note"),
    text_column("intake", nullable=True),
    text_column("state"),
    sa.Column("why", sa.Text, nullable=False, server_default=sa.text("''")),
    sa.Index(None, "draft_id", "state"),
)

trial_runs = sa.Table(  # a draft tried on past cases
    "trial_runs",
    metadata,
    id_column(),
    sa.Column("draft_id", sa.BigInteger, nullable=False),  # which may be gone
    sa.Column("revision", sa.Integer, nullable=False),
    person_column(nullable=False),
    at_column("started_at", nullable=False),
    at_column("seen_at", nullable=False),  # when it last said how far it is
    text_column("state", default="running"),
    count_column("cases"),
    count_column("done"),
    sa.Column("why", sa.Text, nullable=False, server_default=sa.text("''")),
    json_column("report"),
)

simulations = sa.Table(  # the desk lived through, as it is and with changes
    "simulations",
    metadata,
    id_column(),
    person_column(nullable=False),
    at_column("started_at", nullable=False),
    at_column("seen_at", nullable=False),  # when it last said how far it is
    json_column("order"),
    text_column("state", default="running"),
    count_column("cases"),
    count_column("done"),
    sa.Column("why", sa.Text, nullable=False, server_default=sa.text("''")),
    json_column("report"),
)

log_runs = sa.Table(  # logs of other systems that people brought
    "log_runs",
    metadata,
    id_column(),
    person_column(nullable=False),
    text_column("name"),  # of the file
    sa.Column("data", sa.LargeBinary, nullable=False),
    json_column("offer"),
    json_column("chosen"),
    json_column("report"),
    at_column("started_at", nullable=False),
    at_column("seen_at", nullable=False),
    text_column("state", default="waiting"),
    count_column("cases"),
    count_column("done"),
    sa.Column("why", sa.Text, nullable=False, server_default=sa.text("''")),
)

migration_runs = sa.Table(  # a migration that goes on by itself
    "migration_runs",
    metadata,
    id_column(),
    person_column(nullable=False),
    sa.Column("version_id", sa.ForeignKey("versions.id"), nullable=False),
    sa.Column("migration_id", sa.ForeignKey("migrations.id")),
    at_column("started_at", nullable=False),
    text_column("state"),
    json_column("terms"),
    sa.Column("last_case", sa.BigInteger, nullable=False, server_default="0"),  # that it came to
    count_column("total"),
    count_column("moved"),  # not read any more; nodes of the release before write it
    count_column("back"),
    json_column("stayed"),  # how many, and one of them, by the reason
    sa.Column("why", sa.Text, nullable=False, server_default=sa.text("''")),
)
