"""People, their roles and their tokens.

Text is what finds a person, since every request does, and what adds a row that may be there
already: SQLAlchemy has no ON CONFLICT that is the same for both databases.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby
from typing import Any

import sqlalchemy as sa

from runner.model import ApiToken, Person, PersonChange, TokenLimits
from runner.store.database import Transaction
from runner.store.tables import attempts as attempted
from runner.store.tables import (
    cases,
    instant,
    people,
    people_changes,
    person_roles,
    to_instant,
    tokens,
)

# A row for each role and team, or one without them.
COLUMNS = """
    p.id, p.email, p.name, p.active, p.away, p.away_from, p.away_until, p.stand_in_id,
    p.language, p.zone, r.role, team.name
"""
TABLES = """
    FROM people p LEFT JOIN person_roles r ON r.person_id = p.id
    LEFT JOIN team_members m ON m.person_id = p.id LEFT JOIN teams team ON team.id = m.team_id
"""
_PERSON = f"SELECT {COLUMNS} {TABLES}"
_BY_ID = f"{_PERSON} WHERE p.id = :id"
_BY_EMAIL = f"{_PERSON} WHERE p.email = :email"
_BY_EMAILS = f"{_PERSON} WHERE p.email IN ({{emails}}) ORDER BY p.id"
_BY_TOKEN = f"""SELECT t.name, t.scopes, t.expires_at, t.created_at, {COLUMNS} {TABLES}
    JOIN tokens t ON t.person_id = p.id
    WHERE t.digest IN (:digest, :limited) AND t.revoked_at IS NULL
"""
_WITH_ROLES = f"""{_PERSON}
    WHERE p.active AND p.id IN (SELECT person_id FROM person_roles WHERE role IN ({{wanted}}))
    ORDER BY p.id
"""
_STAFF = f"""{_PERSON}
    WHERE p.id IN (SELECT person_id FROM person_roles WHERE role <> 'customer')
    ORDER BY p.active DESC, lower(p.name), p.id
"""
_IN_TEAMS = f"""{_PERSON}
    WHERE p.active AND p.id IN (SELECT person_id FROM team_members WHERE {{which}}) ORDER BY p.id
"""
_ADD = """
    INSERT INTO people (email, name, created_at) VALUES (:email, :name, :now)
    ON CONFLICT (email) DO NOTHING RETURNING id
"""
_ADD_ROLE = """
    INSERT INTO person_roles (person_id, role) VALUES (:person, :role) ON CONFLICT DO NOTHING
"""


def add(tx: Transaction, email: str, name: str, roles: Iterable[str], now: datetime) -> Person:
    """Adds a person; returns the known one if the address was added meanwhile."""
    row = tx.run(_ADD, email=email, name=name, now=now).fetchone()
    if row is None:
        known = by_email(tx, email)
        assert known is not None
        return known
    add_roles(tx, row[0], roles)
    return Person(row[0], email, name, frozenset(roles))


def add_roles(tx: Transaction, person: int, roles: Iterable[str]) -> None:
    for role in sorted(set(roles)):
        tx.run(_ADD_ROLE, person=person, role=role)


def take_roles(tx: Transaction, person: int, roles: Iterable[str]) -> None:
    taken = person_roles.c.role.in_(sorted(set(roles)))
    tx.change(person_roles.delete().where(person_roles.c.person_id == person, taken))


def by_id(tx: Transaction, person_id: int) -> Person | None:
    return next(read_people(tx.run(_BY_ID, id=person_id)), None)


def by_email(tx: Transaction, email: str) -> Person | None:
    return next(read_people(tx.run(_BY_EMAIL, email=email)), None)


def by_address(tx: Transaction, email: str) -> Person | None:
    """The person with this address, or the entry of theirs into which that was merged."""
    found = by_email(tx, email)
    kept = merged_into(tx, found.id) if found and not found.active else None
    return by_id(tx, kept) if kept else found


def merged_into(tx: Transaction, person: int) -> int | None:
    """The id of the entry into which one was merged."""
    return tx.value(sa.select(people.c.merged_into_id).where(people.c.id == person))


def by_emails(tx: Transaction, emails: Iterable[str]) -> list[Person]:
    """Those who are known."""
    values = {f"email{i}": email for i, email in enumerate(emails)}
    named = ", ".join(f":{name}" for name in values)
    return list(read_people(tx.run(_BY_EMAILS.format(emails=named), **values))) if values else []


def names_by_email(tx: Transaction, emails: Iterable[str]) -> dict[str, str]:
    """What people are called, by address: of those who are known, and whose name none of the others
    has."""
    found = by_emails(tx, emails)
    called = Counter(person.name for person in found)
    return {person.email: person.name for person in found if called[person.name] == 1}


def by_token(tx: Transaction, digest: str) -> ApiToken | None:
    """The token, without its last use; None if it is unknown or revoked."""
    rows = tx.run(_BY_TOKEN, digest=digest, limited=_limited(digest)).fetchall()
    if not rows:
        return None
    name, scopes, expires, created = rows[0][:4]
    limits = TokenLimits(frozenset(scopes.split()), to_instant(expires))
    [person] = read_people(row[4:] for row in rows)
    return ApiToken(name, person, instant(created), None, limits)


def _limited(digest: str) -> str:
    """A token with limits is kept under another digest: to a program that does not know of limits
    yet, and may run beside this one during an upgrade, it is no token. Decision 0216."""
    return f"limited {digest}"


def with_roles(tx: Transaction, roles: Iterable[str]) -> list[Person]:
    """The active people with one of these roles, those added first in front."""
    names = {f"role{i}": role for i, role in enumerate(roles)}
    wanted = ", ".join(f":{name}" for name in names) or "NULL"
    return list(read_people(tx.run(_WITH_ROLES.format(wanted=wanted), **names)))


def staff(tx: Transaction) -> list[Person]:
    """All who work here, behind them those who did."""
    return list(read_people(tx.run(_STAFF)))


def in_teams(tx: Transaction, team: int | None = None, leads: bool = False) -> list[Person]:
    """The active members of a team, or of any; `leads`: only those who lead it."""
    which = "TRUE" if team is None else "team_id = :team"
    which += " AND leads" if leads else ""
    named = {} if team is None else {"team": team}
    return list(read_people(tx.run(_IN_TEAMS.format(which=which), **named)))


def set_away(tx: Transaction, person: Person) -> None:
    """Keeps the absence of a person as it is in `person`."""
    tx.change(
        people.update()
        .where(people.c.id == person.id)
        .values(
            away=person.away,
            away_from=person.away_from,
            away_until=person.away_until,
            stand_in_id=person.stand_in_id,
        )
    )


def deactivate(tx: Transaction, person: int, now: datetime) -> None:
    """Takes a person's access away, with all tokens, sessions and links."""
    tx.change(people.update().where(people.c.id == person).values(active=False))
    sign_out(tx, person)
    revoke_tokens(tx, person, now)
    revoke_links(tx, person, now)


def restore(tx: Transaction, person: int) -> None:
    tx.change(people.update().where(people.c.id == person).values(active=True))


def rename(tx: Transaction, person: int, name: str) -> None:
    _hold(tx, person)
    tx.change(people.update().where(people.c.id == person).values(name=name))


def set_email(tx: Transaction, person: int, email: str) -> None:
    _hold(tx, person)
    tx.change(people.update().where(people.c.id == person).values(email=email))


def set_reading(tx: Transaction, person: int, language: str, zone: str) -> None:
    """Keeps in which language and time zone a person reads."""
    tx.change(people.update().where(people.c.id == person).values(language=language, zone=zone))


def _hold(tx: Transaction, person: int) -> None:
    """Waits for all that change or open a case of a customer: the index of words takes the name
    from here. Cases come before people, as in an action, lest the two wait for one another."""
    theirs = sa.select(cases.c.id).where(cases.c.customer_id == person).order_by(cases.c.id)
    tx.all(theirs.with_for_update())
    tx.all(sa.select(people.c.id).where(people.c.id == person).with_for_update())


def revoke_links(tx: Transaction, person: int, now: datetime) -> None:
    tx.change(people.update().where(people.c.id == person).values(links_revoked_at=now))


def links_revoked_at(tx: Transaction, person: int) -> datetime | None:
    """When the signed links of a person were revoked for the last time."""
    return tx.value(sa.select(people.c.links_revoked_at).where(people.c.id == person))


def note_change(tx: Transaction, change: PersonChange) -> None:
    """Writes down what was done to a person."""
    tx.insert(
        people_changes, person_id=change.person_id, actor_id=change.actor_id, at=change.at,
        what=change.what, details=dict(change.details),
    )  # fmt: skip


def changes_of(tx: Transaction, person: int) -> list[PersonChange]:
    """All that was done to a person, oldest first."""
    mine = sa.select(people_changes).where(people_changes.c.person_id == person)
    rows = tx.all(mine.order_by(people_changes.c.id))
    return [PersonChange(r.person_id, r.actor_id, r.at, r.what, r.details) for r in rows]


def revoke_tokens(tx: Transaction, person: int, now: datetime, name: str | None = None) -> int:
    """Revokes the tokens of a person that have this name, or all. Returns how many there were."""
    live = sa.and_(tokens.c.person_id == person, tokens.c.revoked_at.is_(None))
    if name is not None:
        live = sa.and_(live, tokens.c.name == name)
    return tx.change(tokens.update().where(live).values(revoked_at=now))


def set_password(tx: Transaction, person: int, password_hash: str) -> None:
    tx.change(people.update().where(people.c.id == person).values(password=password_hash))


def sign_out(tx: Transaction, person: int) -> None:
    again = people.c.signed_out + 1
    tx.change(people.update().where(people.c.id == person).values(signed_out=again))


_SESSION_BASIS = "SELECT password, signed_out FROM people WHERE id = :id"


def session_basis(tx: Transaction, person: int) -> tuple[str, int]:
    """What the digest of a person's sessions is made of: the hash of their password ('' when they
    have none), and how often they have signed out."""
    row = tx.run(_SESSION_BASIS, id=person).fetchone()
    return (row[0] or "", row[1]) if row else ("", 0)


def attempts(tx: Transaction, who: str, since: datetime) -> int:
    """How many attempts an account or address has made since then."""
    query = sa.select(sa.func.count()).where(attempted.c.who == who, attempted.c.at >= since)
    return tx.value(query)


def note_attempts(tx: Transaction, who: Iterable[str], at: datetime, forget: datetime) -> list[int]:
    """Records one attempt for each name, and deletes those before `forget`. Returns their ids."""
    tx.change(attempted.delete().where(attempted.c.at < forget))
    return [tx.insert(attempted, who=name, at=at) for name in who]


def forget_attempts(tx: Transaction, ids: Iterable[int]) -> None:
    tx.change(attempted.delete().where(attempted.c.id.in_(list(ids))))


def add_token(tx: Transaction, token: ApiToken, digest: str) -> None:
    limits = token.limits
    tx.insert(
        tokens, person_id=token.person.id, name=token.name, created_at=token.created_at,
        digest=_limited(digest) if limits else digest,
        scopes=" ".join(sorted(limits.scopes)), expires_at=limits.expires_at,
    )  # fmt: skip


def note_use(tx: Transaction, digest: str, now: datetime) -> None:
    """Records that a token was used now."""
    either = tokens.c.digest.in_((digest, _limited(digest)))
    tx.change(tokens.update().where(either).values(used_at=now))


def live_tokens(tx: Transaction) -> list[ApiToken]:
    """The tokens that were not revoked, by person and age."""
    mine = sa.select(tokens, people.c.email, people.c.name.label("person"))
    good = mine.join(people).where(tokens.c.revoked_at.is_(None))
    return [
        ApiToken(
            row.name,
            Person(row.person_id, row.email, row.person),
            row.created_at,
            row.used_at,
            TokenLimits(frozenset(row.scopes.split()), row.expires_at),
        )
        for row in tx.all(good.order_by(people.c.email, tokens.c.id))
    ]


def read_people(rows: Iterable[Any]) -> Iterator[Person]:
    """The people of rows of `_PERSON`, of which those of a person stand together."""
    for person, own in groupby(rows, key=lambda row: tuple(row[:-2])):
        person_id, email, name, active, away, since, until, stand_in, language, zone = person
        pairs = [tuple(row[-2:]) for row in own]
        yield Person(
            person_id, email, name, frozenset(role for role, _ in pairs if role), bool(active),
            bool(away), to_instant(since), to_instant(until), stand_in,
            frozenset(team for _, team in pairs if team), language or "", zone or "",
        )  # fmt: skip
