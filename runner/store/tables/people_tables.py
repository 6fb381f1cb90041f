"""Tables of people: who they are, what opens the door to them, their companies and teams."""

from __future__ import annotations

import sqlalchemy as sa

from runner.store.tables.columns import (
    at_column,
    flag_column,
    id_column,
    json_column,
    metadata,
    person_column,
    text_column,
)

people = sa.Table(
    "people",
    metadata,
    id_column(),
    sa.Column("email", sa.Text, nullable=False, unique=True),
    text_column("name"),
    text_column("password", nullable=True),
    flag_column("active", sa.true()),
    flag_column("away", sa.false()),
    at_column("created_at", nullable=False),
    sa.Column("signed_out", sa.Integer, nullable=False, server_default="0"),  # how often
    at_column("links_revoked_at"),  # signed links of before are over
    at_column("away_from"),  # of an absence that has a beginning or an end; `away` has neither
    at_column("away_until"),
    sa.Column("stand_in_id", sa.ForeignKey("people.id")),
    sa.Column("merged_into_id", sa.ForeignKey("people.id")),  # the entry of the same person
    text_column("language", nullable=True),  # as people chose; else by browser and setting
    text_column("zone", nullable=True),
)

companies = sa.Table(
    "companies",
    metadata,
    id_column(),
    sa.Column("name", sa.Text, nullable=False, unique=True),
    flag_column("shares_cases", sa.false()),  # its people see each other's cases
)

company_people = sa.Table(
    "company_people",
    metadata,
    person_column(primary_key=True),
    sa.Column("company_id", sa.ForeignKey("companies.id"), nullable=False),
    flag_column("shares_cases", sa.false()),  # this one lets the others see theirs
    sa.Index(None, "company_id"),
)

people_changes = sa.Table(
    "people_changes",
    metadata,
    id_column(),
    person_column(nullable=False),
    sa.Column("actor_id", sa.ForeignKey("people.id")),  # NULL: the operator
    at_column("at", nullable=False),
    text_column("what"),
    json_column("details"),
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
    person_column(primary_key=True),
    sa.Column("role", sa.Text, primary_key=True),
    sa.Index(None, "role"),
)

tokens = sa.Table(
    "tokens",
    metadata,
    id_column(),
    person_column(nullable=False),
    sa.Column("digest", sa.Text, nullable=False, unique=True),
    at_column("created_at", nullable=False),
    at_column("revoked_at"),
    sa.Column("name", sa.Text, nullable=False, server_default=sa.text("''")),
    at_column("used_at"),  # about when: see `Accounts.by_token`
    sa.Column("scopes", sa.Text, nullable=False, server_default=sa.text("''")),  # '': all rights
    at_column("expires_at"),
)

sessions = sa.Table(
    "sessions",
    metadata,
    id_column(),
    person_column(nullable=False),
    sa.Column("digest", sa.Text, nullable=False, unique=True),  # of the key in the cookie
    text_column("seal"),  # of what ends all sessions of the person: see session_rows
    at_column("begun_at", nullable=False),
    at_column("seen_at", nullable=False),
    text_column("address"),
    text_column("device"),
    text_column("way"),
    sa.Index(None, "person_id"),
    sa.Index(None, "seen_at"),
    sa.Index(None, "begun_at"),
)

second_factors = sa.Table(
    "second_factors",
    metadata,
    person_column(primary_key=True),
    text_column("nonce"),
    text_column("key_id"),
    sa.Column("used_step", sa.BigInteger, nullable=False),  # of time: no code is good twice
    at_column("confirmed_at"),
)

recovery_codes = sa.Table(
    "recovery_codes",
    metadata,
    sa.Column("digest", sa.Text, primary_key=True),
    person_column(nullable=False),
    sa.Index(None, "person_id"),
)

identities = sa.Table(
    "identities",
    metadata,
    sa.Column("issuer", sa.Text, primary_key=True),  # of OpenID Connect
    sa.Column("subject", sa.Text, primary_key=True),
    person_column(nullable=False),
    at_column("created_at", nullable=False),
    sa.Index(None, "person_id"),
)

teams = sa.Table(
    "teams",
    metadata,
    id_column(),
    sa.Column("name", sa.Text, nullable=False, unique=True),
    flag_column("shares", sa.false()),  # its cases are shared out among those who are here
)

team_members = sa.Table(
    "team_members",
    metadata,
    sa.Column("team_id", sa.ForeignKey("teams.id"), primary_key=True),
    person_column(primary_key=True),
    flag_column("leads", sa.false()),
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
    id_column(),
    text_column("who"),  # what is attempted, and the account or address
    at_column("at", nullable=False),
    sa.Index(None, "who", "at"),
    sa.Index(None, "at"),
)

daily_counts = sa.Table(
    "daily_counts",
    metadata,
    sa.Column("who", sa.Text, primary_key=True),  # what is counted, and of whom
    sa.Column("day", sa.Text, primary_key=True),  # 2026-11-29, in UTC
    sa.Column("count", sa.Integer, nullable=False),
)

notification_settings = sa.Table(
    "notification_settings",
    metadata,
    person_column(primary_key=True),
    sa.Column("topic", sa.Text, primary_key=True),
    text_column("way"),
)

mail_times = sa.Table(
    "mail_times",
    metadata,
    person_column(primary_key=True),
    *(text_column(name) for name in ("quiet_from", "quiet_until", "digest_at")),  # 07:30, or ''
    json_column("urgent", "[]"),  # topics that wait for neither
)
