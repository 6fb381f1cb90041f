"""Finding cases by words: in their subjects and fields, and in what was said in them.

Migration 0015 makes the index, FTS5 on SQLite and tsvector on PostgreSQL, and the triggers by which
the databases keep it. Decision 0270.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import orjson

from runner.model import CASE_FIELDS, Phrase, have_all
from runner.store import search
from runner.store.database import Transaction

MOST = 1000
"""A search looks at so many of the newest cases, and at so many messages, that have its words."""

BATCH = 32
"""On SQLite the rows of so many ids come into the index together."""

IN_SUBJECT, IN_CASE, SAID, IN_PART = 1, 2, 3, 4
"""How good a hit is: all words are in the subject; in the case without its conversation; in one
message; or the subject has the text inside of a word."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Who searches. `all_cases` says that they may see the cases of all customers, with notes and
    facts; of their own they see what a customer sees."""

    id: int
    all_cases: bool


@dataclass(frozen=True, slots=True, order=True)
class HitPlace:
    """Where a hit stands among the others: by its rank, then the newest message or case first."""

    rank: int
    newest: int
    """Minus the id of the message, or else of the case."""
    case_id: int

    @property
    def message_id(self) -> int | None:
        return -self.newest if self.rank == SAID else None


def found(tx: Transaction, reader: Reader, phrases: Sequence[Phrase], text: str) -> list[HitPlace]:
    """The best place of each case that has all phrases, and may be seen by the reader, in order.
    `text` is what was typed, for parts of words."""
    if not phrases:
        return []
    best: dict[int, HitPlace] = {}
    for rank, case_id, message_id in _matches(tx, reader, phrases, text):
        place = HitPlace(rank, -(message_id or case_id), case_id)
        best[case_id] = min(place, best.get(case_id, place))
    return sorted(best.values())


_Match = tuple[int, int, int | None]
"""Rank, case, message."""


def _matches(
    tx: Transaction, reader: Reader, phrases: Sequence[Phrase], text: str
) -> Iterator[_Match]:
    if tx.dialect.name == "sqlite":
        yield from _on_sqlite(tx, reader, phrases)
    else:
        yield from _on_postgresql(tx, reader, phrases)
    yield from _parts(tx, reader, text)


def _parts(tx: Transaction, reader: Reader, text: str) -> Iterator[_Match]:
    """Cases whose subject has a text inside of its words, where there is an index of that."""
    text = text.strip().strip('"')
    if len(text) < search.SHORT or not search.has_trigrams(tx):
        return
    if reader.all_cases:
        query, value = search.matching(tx, text, _SHOWN)
    else:
        query, value = search.matching_own(tx, text)
    for (case_id,) in tx.run(query, text=value, reader=reader.id):
        yield IN_PART, case_id, None


def texts_of(tx: Transaction, ids: Sequence[int]) -> dict[int, tuple[str, str]]:
    """The description of each case, and what was filled in with its actions."""
    if not ids:
        return {}
    rows = tx.run(f"SELECT id, description, facts FROM cases WHERE id IN ({_numbers(ids)})")
    return {case_id: (text, _values(facts)) for case_id, text, facts in rows}


def _values(facts: str) -> str:
    return " ".join(str(value) for value in orjson.loads(facts).values())


def _numbers(ids: Sequence[int]) -> str:
    return ", ".join(str(int(one)) for one in ids)


# ------------------------------------------------------------------ SQLite

_PUBLIC = "{subject description customer fields}"
_ALL = "{subject description customer fields facts}"
_NOT_THEIRS = "c.customer_id <> :reader"
_SHOWN = "(NOT c.spam OR c.customer_id = :reader)"
"""What is marked as spam is found by nobody but its customer, who is not told of the mark."""

_CASES = f"""
    SELECT c.id FROM case_words w CROSS JOIN cases c
    WHERE case_words MATCH :words AND c.id = w.rowid AND {_SHOWN} AND {{condition}}
    ORDER BY w.rowid DESC LIMIT {MOST}
"""
_MESSAGES = f"""
    SELECT m.case_id, m.id FROM message_words w CROSS JOIN messages m CROSS JOIN cases c
    WHERE message_words MATCH :words AND m.id = w.rowid AND c.id = m.case_id
    AND {_SHOWN} AND {{condition}}
    ORDER BY w.rowid DESC LIMIT {MOST}
"""
_MAY_READ = f"(m.visibility = 'public' OR {_NOT_THEIRS})"


def _on_sqlite(tx: Transaction, reader: Reader, phrases: Sequence[Phrase]) -> Iterator[_Match]:
    branches = [(IN_SUBJECT, "subject", "TRUE"), (IN_CASE, _PUBLIC, "TRUE")]
    branches += [(IN_CASE, _ALL, _NOT_THEIRS)] if reader.all_cases else []
    for rank, columns, condition in branches:
        rows = _newest_with(tx, _CASES.format(condition=condition), columns, reader, phrases)
        yield from ((rank, case_id, None) for (case_id,) in rows)
    messages = _MESSAGES.format(condition=_MAY_READ if reader.all_cases else "TRUE")
    said = _newest_with(tx, messages, "body", reader, phrases)
    yield from ((SAID, case_id, message_id) for case_id, message_id in said)
    yield from _not_yet_indexed(tx, reader, phrases)


def _newest_with(
    tx: Transaction, statement: str, columns: str, reader: Reader, phrases: Sequence[Phrase]
) -> Sequence[Any]:
    """The newest rows that have the phrases in these columns. Rows with the words themselves are
    read from the newest on; for beginnings of words the index gathers all rows first. So these are
    looked for only where the words themselves are in fewer rows than a search looks at."""
    # The customer's word makes the index find what they may read, not read what all have said.
    theirs = "" if reader.all_cases else f" AND reader : c{reader.id}"
    rows: Sequence[Any] = ()
    for alike in dict.fromkeys((tuple(replace(p, prefix=False) for p in phrases), tuple(phrases))):
        wanted = " AND ".join(map(_fts5, alike))
        words = f"{columns} : ({wanted}){theirs}"
        rows = tx.run(statement, words=words, reader=reader.id).fetchall()
        if len(rows) >= MOST:
            break
    return rows


def _fts5(phrase: Phrase) -> str:
    """A phrase for FTS5, as it was typed or folded: its own folding leaves marks on some letters,
    and other forms of letters as they are. Both are letters and digits alone."""
    sign = " *" if phrase.prefix else ""
    spelt = dict.fromkeys((" ".join(phrase.typed), " ".join(phrase.words)))
    either = " OR ".join(f'"{words}"{sign}' for words in spelt if words)
    return f"({either})"


def last_indexed(table: str) -> str:
    """The id up to which the index has the rows: they go in by whole batches."""
    return f"(SELECT coalesce(max(id), 0) / {BATCH} * {BATCH} FROM {table})"


def _not_in_index(table: str, name: str) -> str:
    """Of the rows of a table, under a name: those after the last whole batch. SQLite would take
    them for a quarter of all, and where it has statistics read the whole other table for them."""
    return f"likelihood({name}.id > {last_indexed(table)}, 0.000001)"


_NEWEST_CASES = f"""
    SELECT c.id, c.customer_id, c.subject, c.description, p.name, p.email,
        {", ".join(f"coalesce(c.{item.name}, '')" for item in CASE_FIELDS)},
        coalesce((SELECT group_concat(value, ' ') FROM json_each(c.facts)), '')
    FROM cases c JOIN people p ON p.id = c.customer_id
    WHERE {_not_in_index("cases", "c")} AND {_SHOWN}
"""
_NEWEST_MESSAGES = f"""
    SELECT m.id, m.case_id, c.customer_id, m.visibility, m.body
    FROM messages m JOIN cases c ON c.id = m.case_id
    WHERE {_not_in_index("messages", "m")} AND {_SHOWN}
"""


def _not_yet_indexed(
    tx: Transaction, reader: Reader, phrases: Sequence[Phrase]
) -> Iterator[_Match]:
    for case_id, customer_id, *texts, facts in tx.run(_NEWEST_CASES, reader=reader.id):
        if reader.all_cases or customer_id == reader.id:
            if have_all(texts[:1], phrases):
                yield IN_SUBJECT, case_id, None
            elif have_all([*texts, facts] if customer_id != reader.id else texts, phrases):
                yield IN_CASE, case_id, None
    for message_id, case_id, customer_id, visibility, body in tx.run(
        _NEWEST_MESSAGES, reader=reader.id
    ):
        theirs = customer_id == reader.id
        may_read = (reader.all_cases or theirs) and (visibility == "public" or not theirs)
        if may_read and have_all([body], phrases):
            yield SAID, case_id, message_id


# ------------------------------------------------------------------ PostgreSQL

_FIND = f"""
    SELECT * FROM (
        SELECT {IN_SUBJECT}, w.case_id, CAST(NULL AS bigint) FROM case_words w
        JOIN cases c ON c.id = w.case_id
        WHERE w.words @@ to_tsquery('simple', :subject) AND {_SHOWN} AND {{theirs}}
        ORDER BY w.case_id DESC LIMIT {MOST}
    ) AS in_subjects UNION ALL SELECT * FROM (
        SELECT {IN_CASE}, w.case_id, CAST(NULL AS bigint)
        FROM case_words w JOIN cases c ON c.id = w.case_id
        WHERE w.words @@ to_tsquery('simple', :public) AND {_SHOWN} AND {{theirs}}
        ORDER BY w.case_id DESC LIMIT {MOST}
    ) AS in_cases UNION ALL SELECT * FROM (
        SELECT {SAID}, m.case_id, m.id FROM messages m JOIN cases c ON c.id = m.case_id
        WHERE m.words @@ to_tsquery('simple', :said) AND {_SHOWN} AND {{theirs}} AND {{may_read}}
        ORDER BY m.id DESC LIMIT {MOST}
    ) AS said
"""
_FIND_IN_FACTS = f"""
    UNION ALL SELECT * FROM (
        SELECT {IN_CASE}, w.case_id, CAST(NULL AS bigint)
        FROM case_words w JOIN cases c ON c.id = w.case_id
        WHERE w.words @@ to_tsquery('simple', :whole) AND NOT c.spam AND {_NOT_THEIRS}
        ORDER BY w.case_id DESC LIMIT {MOST}
    ) AS in_facts
"""


def _on_postgresql(tx: Transaction, reader: Reader, phrases: Sequence[Phrase]) -> Iterable[_Match]:
    # How many rows have a word is known for that word alone: each search is planned by itself.
    tx.run("SET LOCAL plan_cache_mode = force_custom_plan")
    find = _FIND.format(
        theirs="TRUE" if reader.all_cases else "c.customer_id = :reader",
        may_read=_MAY_READ if reader.all_cases else "m.visibility = 'public'",
    )
    words: dict[str, Any] = {
        name: " & ".join(_tsquery(phrase, weights) for phrase in phrases)
        for name, weights in (("subject", "A"), ("public", "ABC"), ("whole", ""), ("said", ""))
    }
    statement = find + (_FIND_IN_FACTS if reader.all_cases else "")
    return tx.run(statement, reader=reader.id, **words)


def _tsquery(phrase: Phrase, weights: str) -> str:
    *first, last = phrase.words
    words = [(word, weights) for word in first]
    words.append((last, ("*" if phrase.prefix else "") + weights))
    parts = " <-> ".join(f"'{word}':{signs}" if signs else f"'{word}'" for word, signs in words)
    return f"({parts})"
