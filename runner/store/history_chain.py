"""The chain of a case's history: each line carries a digest of itself and of the line before it.

docs/audit.md says what goes into it. `operations.verification` reads it and shares no code with
this module. Decision 0242.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any, Literal

import orjson

from runner.model import Attachment, Case, Message
from runner.store.database import Transaction
from runner.store.tables import instant, to_text

SALT = 16
"""Bytes. The salt of a text is erased with it: then its digest cannot be guessed back."""

BEGINNING = bytes(32)
"""What the first line of a case follows."""

LINE = (
    "case_id", "sequence", "at", "actor_id", "audience", "event", "action", "element",
    "from_status", "to_status", "version_id", "details", "path",
)  # fmt: skip
"""The columns of a line of the history that its link covers, in their order."""

Kind = Literal["case", "message", "file"]
"""What the texts of a line are of: the request of a case, a message, a file."""


def new_salt() -> bytes:
    return secrets.token_bytes(SALT)


def digest(salt: bytes, content: Any) -> str:
    """Of what is salted: JSON, but for text that is JSON already."""
    data = content.encode() if isinstance(content, str) else orjson.dumps(content)
    return sha256(salt + data).hexdigest()


def of_request(case: Case, salt: bytes) -> str:
    """The digest of what the customer asked for."""
    return digest(
        salt, [case.subject, case.description, case.channel, case.calendar, case.customer.id,
               case.repeat_of, to_text(case.created_at)],
    )  # fmt: skip


def of_message(number: int, message: Message, salt: bytes) -> str:
    return digest(
        salt, [number, to_text(message.at), message.author.id, message.side, message.visibility,
               message.body, bool(message.on_behalf), bool(message.late)],
    )  # fmt: skip


def of_file(file: Attachment, message: int | None, person: int, salt: bytes) -> str:
    return digest(salt, [file.id, message, person, file.digest, file.name, file.kind, file.size])


def note_text(tx: Transaction, case_id: int, kind: Kind, number: int, made: str) -> None:
    """A text was added to a case: its next line, in this transaction, will carry its digest."""
    tx.texts.setdefault(case_id, []).append((kind, number, made))


def next_link(tx: Transaction, row: Sequence[Any]) -> tuple[bytes, bytes, str | None]:
    """The salt, the link and the texts of a new line; `row` is it, see `_linked`."""
    case_id, sequence = row[:2]
    texts = tx.texts.pop(case_id, [])
    before = BEGINNING if sequence == 1 else tx.links.get(case_id)
    if before is None:
        before = _last(tx, case_id, sequence)
    salt = new_salt()
    link = tx.links[case_id] = _linked(before, salt, row, texts)
    return salt, link, _named(texts)


def _last(tx: Transaction, case_id: int, sequence: int) -> bytes:
    """The link of the line before, which is made now where an older program wrote it."""
    link_late(tx, case_id, before=sequence)
    return _link_before(tx, case_id, sequence)


def _link_before(tx: Transaction, case_id: int, sequence: int) -> bytes:
    row = tx.run(_LAST, case_id=case_id, sequence=sequence).fetchone()
    return bytes(row[0]) if row and row[0] else BEGINNING


_LAST = """
    SELECT link FROM history WHERE case_id = :case_id AND sequence < :sequence
    ORDER BY sequence DESC LIMIT 1
"""


def _linked(
    before: bytes, salt: bytes, row: Sequence[Any], texts: Sequence[tuple[str, int, str]]
) -> bytes:
    """`row`: case, sequence, instant, actor, audience, event, action, element, status before and
    after, version, details and path; the last two as JSON text."""
    case_id, sequence, at, *others, details, path = row
    content = [
        case_id, sequence, to_text(at), *others, path, digest(salt, details),
        [[kind, number, made] for kind, number, made in texts],
    ]  # fmt: skip
    return sha256(before + orjson.dumps(content)).digest()


def _named(texts: Sequence[tuple[str, int, str]]) -> str | None:
    """What a line says that it covers, such as `message 7, file 3`."""
    return ", ".join(f"{kind} {number}" for kind, number, _ in texts) or None


# ------------------------------------------------------------------ what an older program wrote

_UNLINKED = f"""
    SELECT {", ".join(LINE)}
    FROM history WHERE case_id = :case_id AND link IS NULL AND sequence < :before
    AND sequence > coalesce((
        SELECT max(o.sequence) FROM history o WHERE o.case_id = :case_id AND o.link IS NOT NULL), 0)
    ORDER BY sequence
"""
_LINK = """
    UPDATE history SET link = :link, salt = :salt, texts = :texts, linked_late = :late
    WHERE case_id = :case_id AND sequence = :sequence
"""
_ANY_LINE = 1 << 30


def link_late(tx: Transaction, case_id: int, before: int = _ANY_LINE) -> int:
    """Links the lines behind the last one that is linked: those of before the upgrade, or of a node
    of the release before. The texts that came with them go in with the last of them. Returns the
    number of lines. The case has to be locked."""
    rows = tx.run(_UNLINKED, case_id=case_id, before=before).fetchall()
    if not rows:
        return 0
    first = rows[0][1]
    link = BEGINNING if first == 1 else _link_before(tx, case_id, first)
    for row in rows:
        texts = _add_salts(tx, case_id) if row is rows[-1] else []
        salt = new_salt()
        link = _linked(link, salt, [*row[:2], instant(row[2]), *row[3:]], texts)
        tx.run(_LINK, case_id=case_id, sequence=row[1], link=link, salt=salt,
               texts=_named(texts), late=True)  # fmt: skip
    return len(rows)


_STORED: Mapping[str, tuple[str, str, str]] = {
    "case": (
        "cases", "id",
        "subject, description, channel, calendar, customer_id, repeat_of, created_at",
    ),
    "message": (
        "messages", "id", "id, at, author_id, side, visibility, body, on_behalf, late"
    ),
    "file": ("attachments", "id", "id, message_id, person_id, digest, name, kind, size"),
    "line": ("history", "sequence", "details"),
}  # fmt: skip
"""Where what is salted stands, by its kind: the table, what numbers it there, and the columns that
its digest covers."""


def _content(kind: str, row: Sequence[Any]) -> Any:
    """What a digest is made of, see `of_request`, `of_message` and `of_file`."""
    if kind == "case":
        *words, at = row
        return [*words, _text(at)]
    if kind == "message":
        number, at, *words, on_behalf, late = row
        return [number, _text(at), *words, bool(on_behalf), bool(late)]
    return row[0] if kind == "line" else list(row)


def _add_salts(tx: Transaction, case_id: int) -> list[tuple[str, int, str]]:
    """Gives the texts of a case their salts that have none. Returns their digests."""
    made = []
    for kind, owner in (("case", "id"), ("message", "case_id"), ("file", "case_id")):
        table, key, columns = _STORED[kind]
        unsalted = (
            f"SELECT {key}, {columns} FROM {table} WHERE {owner} = :case_id AND salt IS NULL "
            f"ORDER BY {key}"
        )
        for number, *row in tx.run(unsalted, case_id=case_id).fetchall():
            name = kind, 0 if kind == "case" else number
            made.append(_salted(tx, table, number, name, _content(kind, row)))
    return made


def _salted(
    tx: Transaction, table: str, number: int, name: tuple[str, int], content: list[Any]
) -> tuple[str, int, str]:
    salt = new_salt()
    tx.run(f"UPDATE {table} SET salt = :salt WHERE id = :id", salt=salt, id=number)
    return (*name, digest(salt, content))


def _text(at: datetime | str) -> str:
    return to_text(instant(at))


_WAITING = """
    SELECT DISTINCT case_id FROM history WHERE link IS NULL AND case_id > :after
    ORDER BY case_id LIMIT :limit
"""


def unlinked_cases(tx: Transaction, after: int, limit: int) -> list[int]:
    """The ids of cases that have lines without a link."""
    return [row[0] for row in tx.run(_WAITING, after=after, limit=limit).fetchall()]


# ------------------------------------------------------------------ what is erased

_KEEP = """
    INSERT INTO redactions (case_id, kind, number, digest)
    VALUES (:case_id, :kind, :number, :digest) ON CONFLICT DO NOTHING
"""


def keep_digest(tx: Transaction, case_id: int, kind: str, number: int) -> None:
    """Before a text is erased: keeps its digest in its place, for the chain, and erases its salt.
    Where something was erased before, the digest of then stays. `kind` is that of a text, or `line`
    for the details of an event."""
    salt, content = _stored(tx, case_id, kind, number)
    if salt is not None:
        made = digest(bytes(salt), content)
        tx.run(_KEEP, case_id=case_id, kind=kind, number=number, digest=made)
        _set_salt(tx, (case_id, kind, number), None)


def cover_remainder(tx: Transaction, case_id: int, kind: str, number: int) -> str:
    """After a text was erased: gives what is left of it a salt of its own. Returns its digest,
    which the event that tells of the erasure carries."""
    salt = new_salt()
    _set_salt(tx, (case_id, kind, number), salt)
    _, content = _stored(tx, case_id, kind, number)
    return digest(salt, content)


def _stored(tx: Transaction, case_id: int, kind: str, number: int) -> tuple[Any, Any]:
    """The salt of a text, and what its digest is made of."""
    table, _, columns = _STORED[kind]
    where, named = _this(case_id, kind, number)
    salt, *row = tx.run(f"SELECT salt, {columns} FROM {table} WHERE {where}", **named).fetchone()
    return salt, _content(kind, row)


def _set_salt(tx: Transaction, text: tuple[int, str, int], salt: bytes | None) -> None:
    where, named = _this(*text)
    tx.run(f"UPDATE {_STORED[text[1]][0]} SET salt = :salt WHERE {where}", salt=salt, **named)


def _this(case_id: int, kind: str, number: int) -> tuple[str, dict[str, int]]:
    """Which row it is, and the values for that."""
    if kind == "case":  # the request is the case itself
        return "id = :case_id", {"case_id": case_id}
    where = f"case_id = :case_id AND {_STORED[kind][1]} = :number"
    return where, {"case_id": case_id, "number": number}
