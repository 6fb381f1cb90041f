"""What is kept of a person, and how it is erased in place. Decision 0244."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import orjson

from runner.model import to_number
from runner.store import history_chain
from runner.store.database import Transaction
from runner.store.erased_words import ERASED, patterns, without
from runner.store.people import changes_of
from runner.store.words import last_indexed

_LIGATURES = {"ß": "ss", "ẞ": "ss", "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl"}
"""As migration 0015 spells words out for the index of SQLite."""

OWN = (
    "tokens", "sessions", "saved_views", "follow_ups", "presence", "case_copies", "unsent_texts",
    "holds", "team_members", "notification_settings", "mail_times", "company_people", "idempotency",
    "canned_responses", "identities", "second_factors", "recovery_codes",
    "figure_subscribers", "log_runs",
)  # fmt: skip
"""Tables whose rows of the person go."""

KEPT_VALUES = ("owner", "team", "priority", "product", "outcome", "from_version", "to_version")
"""Values in the history that statistics and migrations read; they hold no text of customers."""


def entries(tx: Transaction, person: int) -> list[int]:
    """The person's entry, and those that were merged into it."""
    rows = tx.run(
        "SELECT id FROM people WHERE id = :id OR merged_into_id = :id ORDER BY id", id=person
    )
    return [row[0] for row in rows.fetchall()]


def cases_of(tx: Transaction, people: list[int]) -> list[tuple[int, bool]]:
    """The cases of which they are the customer, and whether each is closed."""
    found: list[tuple[int, bool]] = []
    for person in people:
        rows = tx.run("SELECT id, closed FROM cases WHERE customer_id = :id ORDER BY id", id=person)
        found += [(row[0], bool(row[1])) for row in rows.fetchall()]
    return sorted(found)


def cases_written_in(tx: Transaction, people: list[int]) -> list[int]:
    """All cases in which they wrote a message or brought a file."""
    found: set[int] = set()
    for person in people:
        for table, column in (("messages", "author_id"), ("attachments", "person_id")):
            rows = tx.run(
                f"SELECT DISTINCT case_id FROM {table} WHERE {column} = :id "
                "AND case_id IS NOT NULL", id=person,
            )  # fmt: skip
            found |= {row[0] for row in rows.fetchall()}
    return sorted(found)


_NAMING = (
    "SELECT DISTINCT case_id FROM messages WHERE lower(body) LIKE :like ESCAPE '!'",
    "SELECT DISTINCT case_id FROM history WHERE lower(details) LIKE :like ESCAPE '!'",
    """SELECT DISTINCT case_id FROM attachments
        WHERE case_id IS NOT NULL AND lower(name) LIKE :like ESCAPE '!'""",
    """SELECT id FROM cases WHERE lower(subject) LIKE :like ESCAPE '!'
        OR lower(description) LIKE :like ESCAPE '!' OR lower(facts) LIKE :like ESCAPE '!'""",
)


def cases_naming(tx: Transaction, words: list[str]) -> list[int]:
    """Cases in whose texts these words stand. Reads all of them."""
    found: set[int] = set()
    for like in (like for word in words for like in patterns(word)):
        for statement in _NAMING:
            found |= {row[0] for row in tx.run(statement, like=like).fetchall()}
    return sorted(found)


_TEXTS = (
    "SELECT subject FROM cases WHERE id = :id",
    "SELECT description FROM cases WHERE id = :id",
    "SELECT body FROM messages WHERE case_id = :id ORDER BY id",
    "SELECT name FROM attachments WHERE case_id = :id ORDER BY id",
)


def texts_of(tx: Transaction, case_id: int) -> list[str]:
    """What people wrote in a case, and the names of its files."""
    return [row[0] for statement in _TEXTS for row in tx.run(statement, id=case_id).fetchall()]


def blank_words(tx: Transaction, case_id: int, words: list[str]) -> dict[str, list[int]]:
    """Takes the words out of the request, the messages and the names of the files of a case.
    Returns where they stood."""
    found: dict[str, list[int]] = {"message": [], "case": [], "file": _rename(tx, case_id, words)}
    rows = tx.run("SELECT id, body FROM messages WHERE case_id = :id", id=case_id).fetchall()
    for key, body in rows:
        if (now := without(body, words)) != body:
            erase_message(tx, case_id, key, now)
            found["message"].append(key)
    row = tx.run(_REQUEST, id=case_id).fetchone()
    texts = [*row[:3], orjson.loads(row[3])]
    if (now := [without(text, words) for text in texts]) != texts:
        _write_request(tx, case_id, now)
        found["case"].append(0)
    return found


def _rename(tx: Transaction, case_id: int, words: list[str]) -> list[int]:
    """Takes the words out of the names of files. Returns the files that had them."""
    found = []
    rows = tx.run("SELECT id, name FROM attachments WHERE case_id = :id", id=case_id).fetchall()
    for key, name in rows:
        if (now := without(name, words)) != name:
            history_chain.keep_digest(tx, case_id, "file", key)
            tx.run("UPDATE attachments SET name = :name WHERE id = :id", id=key, name=now)
            found.append(key)
    return found


def names(tx: Transaction, people: list[int]) -> list[str]:
    """Their addresses and names, those of before, too, the longest first. A name of one word is
    left out: it may stand in any text, and mean another."""
    found: set[str] = set()
    for person in people:
        found |= set(tx.run("SELECT email, name FROM people WHERE id = :id", id=person).fetchone())
        found |= _former(tx, person)
    telling = [one for one in found if "@" in one or " " in one]
    return sorted(telling, key=len, reverse=True)


def _former(tx: Transaction, person: int) -> set[str]:
    """What they were called before, unless somebody else is called so now."""
    named = (one for one in changes_of(tx, person) if one.what in ("renamed", "address corrected"))
    found = {str(one.details.get("was", "")) for one in named}
    statement = "SELECT id FROM people WHERE (email = :one OR name = :one) AND id <> :id"
    return {one for one in found if not tx.run(statement, one=one, id=person).fetchone()}


# ------------------------------------------------------------------ one case


_REQUEST = "SELECT subject, description, environment, facts FROM cases WHERE id = :id"


def erase_request(tx: Transaction, case_id: int) -> bool:
    """What the case is about, and what is kept beside it. Returns whether it was not erased
    before."""
    *texts, facts = tx.run(_REQUEST, id=case_id).fetchone()
    if fresh := [*texts, orjson.loads(facts)] != _NOTHING:
        _write_request(tx, case_id, _NOTHING)
    tx.run("UPDATE satisfaction SET words = '' WHERE case_id = :id", id=case_id)
    for table in ("unsent_texts", "holds", "migrated_cases"):
        tx.run(f"DELETE FROM {table} WHERE case_id = :id", id=case_id)
    tx.run("DELETE FROM jobs WHERE case_id = :id AND kind <> 'wake'", id=case_id)
    tx.run("UPDATE incidents SET message = :erased WHERE case_id = :id", id=case_id, erased=ERASED)
    return fresh


_NOTHING: list[Any] = [ERASED, ERASED, None, {}]
"""Subject, description, environment and facts of a case that was erased."""


def erase_answers(tx: Transaction, case_id: int) -> None:
    """What is kept for a week of requests and of deliveries to hooks that name the case."""
    tx.run("DELETE FROM idempotency WHERE answer LIKE :number", number=f"%{to_number(case_id)}%")
    named = f'%"{to_number(case_id)}"%'
    tx.run("UPDATE hook_deliveries SET body = '' WHERE cases LIKE :named", named=named)


def erase_notifications(tx: Transaction, case_id: int) -> None:
    """The words in which anybody was told of the case."""
    tx.run(_BLANK_NOTES, id=case_id, erased=ERASED)


_BLANK_NOTES = "UPDATE notifications SET subject = :erased, body = '' WHERE case_id = :id"
_FORGET_SUBJECT = """
    INSERT INTO case_search (case_search, rowid, subject)
    SELECT 'delete', id, subject FROM cases WHERE id = :id
"""
_WRITE_REQUEST = """
    UPDATE cases SET subject = :subject, description = :description, environment = :environment,
        facts = :facts
    WHERE id = :id
"""


def _write_request(tx: Transaction, case_id: int, texts: list[Any]) -> None:
    """Subject, description, environment and facts. The index of words follows a change of the
    facts: in between they are others."""
    subject, description, environment, facts = texts
    history_chain.keep_digest(tx, case_id, "case", 0)
    if sqlite := tx.dialect.name == "sqlite":
        tx.run(_FORGET_SUBJECT, id=case_id)
    tx.run(
        _WRITE_REQUEST, id=case_id, subject=subject, description=description,
        environment=environment, facts='{"erased":true}',
    )  # fmt: skip
    written = orjson.dumps(facts).decode()
    tx.run("UPDATE cases SET facts = :facts WHERE id = :id", id=case_id, facts=written)
    if sqlite:
        tx.run(_ADD_SUBJECT, id=case_id)


_ADD_SUBJECT = """
    INSERT INTO case_search (rowid, subject) SELECT id, subject FROM cases WHERE id = :id
"""


_MESSAGES = """
    SELECT id, author_id FROM messages WHERE case_id = :id AND body <> :erased ORDER BY id
"""
_FILES = """
    SELECT id, person_id FROM attachments WHERE case_id = :id AND (digest <> '' OR name <> :erased)
    ORDER BY id
"""


def messages_of(tx: Transaction, case_id: int, people: list[int] | None) -> list[int]:
    """The ids of the messages of a case that are not erased, or of those that these people
    wrote."""
    return _ids_of(tx, _MESSAGES, case_id, people)


def files_of(tx: Transaction, case_id: int, people: list[int] | None) -> list[int]:
    """The ids of the files of a case that are not erased, or of those that these people brought."""
    return _ids_of(tx, _FILES, case_id, people)


def _ids_of(tx: Transaction, statement: str, case_id: int, people: list[int] | None) -> list[int]:
    rows = tx.run(statement, id=case_id, erased=ERASED).fetchall()
    return [key for key, by in rows if people is None or by in people]


def erase_message(tx: Transaction, case_id: int, message: int, body: str = ERASED) -> None:
    history_chain.keep_digest(tx, case_id, "message", message)
    if tx.dialect.name == "sqlite":
        tx.run(_FORGET_WORDS, id=message)
    tx.run("UPDATE messages SET body = :body WHERE id = :id", id=message, body=body)
    if tx.dialect.name == "sqlite":
        tx.run(_ADD_WORDS, id=message)


def _spelt(text: str) -> str:
    for letter, letters in _LIGATURES.items():
        text = f"replace({text}, '{letter}', '{letters}')"
    return text


_WORDS = f"""
    m.id, {_spelt("m.body")}, CASE m.visibility WHEN 'public' THEN
        (SELECT 'c' || customer_id FROM cases WHERE id = m.case_id) END
    FROM messages m WHERE m.id = :id AND m.id <= {last_indexed("messages")}
"""
_FORGET_WORDS = (
    f"INSERT INTO message_words (message_words, rowid, body, reader) SELECT 'delete', {_WORDS}"
)
_ADD_WORDS = f"INSERT INTO message_words (rowid, body, reader) SELECT {_WORDS}"


def erase_file(tx: Transaction, case_id: int, file: int) -> None:
    """The file itself is swept from the folder, once no row names it."""
    history_chain.keep_digest(tx, case_id, "file", file)
    tx.run(
        "UPDATE attachments SET digest = '', name = :erased WHERE id = :id", id=file, erased=ERASED
    )


def erase_details(tx: Transaction, case_id: int, words: list[str], whole: bool) -> list[int]:
    """Texts in the history of a case; all that people filled in where it is the person's (`whole`),
    else what has their words. Returns the numbers of its events."""
    erased = []
    rows = tx.run(
        "SELECT sequence, details FROM history WHERE case_id = :id", id=case_id
    ).fetchall()
    for sequence, details in rows:
        known = orjson.loads(details)
        now = dict(without(known, words))
        if whole and isinstance(now.get("values"), dict):
            now["values"] = {
                name: value if _is_kept(name, value) else _blank(value)
                for name, value in now["values"].items()
            }
        if now != known:
            history_chain.keep_digest(tx, case_id, "line", sequence)
            tx.run(
                "UPDATE history SET details = :details WHERE case_id = :id AND sequence = :line",
                id=case_id, line=sequence, details=orjson.dumps(now).decode(),
            )  # fmt: skip
            erased.append(sequence)
    return erased


def _is_kept(name: str, value: Any) -> bool:
    """Instants and choices of the drawing stay: figures are worked out from them."""
    return name in KEPT_VALUES or name.endswith(("_due", "_target", "_at")) or value == ""


def _blank(value: Any) -> Any:
    """The same with no text: also of what was changed, which is a list of before and after."""
    if isinstance(value, list):
        return [_blank(one) for one in value]
    return ERASED if isinstance(value, str) else value


# ------------------------------------------------------------------ everything else


_VIEWS = "SELECT id FROM figure_views WHERE person_id = :id"
_THEIRS = f"SELECT id FROM figure_subscriptions WHERE person_id = :id OR view_id IN ({_VIEWS})"
_FIGURES = (
    f"DELETE FROM figure_subscribers WHERE subscription_id IN ({_THEIRS})",
    f"DELETE FROM figure_subscriptions WHERE person_id = :id OR view_id IN ({_VIEWS})",
    "DELETE FROM figure_views WHERE person_id = :id",
)
"""Views of figures, with the reports and alerts that others get of them."""


def end_access(tx: Transaction, people: list[int]) -> None:
    """They sign in no more, and programs with their tokens do nothing more."""
    for person in people:
        tx.run("UPDATE people SET active = :no WHERE id = :id", id=person, no=False)
        for table in ("tokens", "sessions"):
            tx.run(f"DELETE FROM {table} WHERE person_id = :id", id=person)


def erase_entry(tx: Transaction, person: int) -> None:
    """The account itself, and what is theirs alone."""
    tx.run("DELETE FROM deliveries WHERE notification_id IN "
           "(SELECT id FROM notifications WHERE person_id = :id)", id=person)  # fmt: skip
    for statement in _FIGURES:
        tx.run(statement, id=person)
    for table in (*OWN, "notifications"):
        tx.run(f"DELETE FROM {table} WHERE person_id = :id", id=person)
    tx.run("UPDATE people_changes SET details = '{}' WHERE person_id = :id", id=person)
    tx.run(
        "UPDATE people SET email = :email, name = :name, password = NULL, active = :no, "
        "away = :no, stand_in_id = NULL WHERE id = :id",
        id=person, email=f"erased-{person}@erased.invalid", name=f"Erased {person}", no=False,
    )  # fmt: skip


def erase_mails(tx: Transaction, cases: list[int], addresses: list[str]) -> int:
    """Mails that came in. Returns their number."""
    rows = tx.run("SELECT id, case_id, sender FROM incoming_mails").fetchall()
    theirs = [
        key for key, case_id, sender in rows
        if case_id in cases or sender.lower() in addresses
    ]  # fmt: skip
    for key in theirs:
        tx.run(
            "UPDATE incoming_mails SET sender = :erased, subject = :erased, body = '', "
            "message_id = :name, raw = NULL, why = '' WHERE id = :id",
            id=key, erased=ERASED, name=f"erased-{key}",
        )  # fmt: skip
    return len(theirs)


_AUDIT = "SELECT number, details, salt FROM audit_lines WHERE area <> 'erasure'"
_ERASE_AUDIT = """
    UPDATE audit_lines SET details = :details, salt = :salt, erased = coalesce(erased, :erased)
    WHERE number = :number
"""


def erase_audit(tx: Transaction, words: Sequence[str]) -> dict[int, str]:
    """Details of the audit log that have their words. Their digests stay, for the chain: of the
    first erasure, where words of somebody else went before. Returns the digest of what is left of
    each line, by its number, which the line of the erasure has to name."""
    found = {}
    for number, details, salt in tx.run(_AUDIT).fetchall():
        known = orjson.loads(details)
        if (now := without(known, words)) != known:
            left, new = orjson.dumps(now).decode(), history_chain.new_salt()
            was = history_chain.digest(bytes(salt), details) if salt is not None else None
            tx.run(_ERASE_AUDIT, number=number, details=left, salt=new, erased=was)
            found[number] = history_chain.digest(new, left)
    return found


INDEXES = ("case_search", "case_words", "message_words")
"""The indexes of words on SQLite."""

PAGES = 500
"""Of an index that are merged in one transaction."""


def merge_index(tx: Transaction, table: str, begun: bool) -> bool:
    """SQLite keeps words that were taken out of an index until its parts are merged. Merges some of
    them; returns whether there is more to merge."""
    if tx.dialect.name != "sqlite":
        return False
    before = tx.driver.total_changes
    statement = f"INSERT INTO {table} ({table}, rank) VALUES ('merge', :pages)"
    tx.run(statement, pages=PAGES if begun else -PAGES)
    return tx.driver.total_changes - before >= 2
