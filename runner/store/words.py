"""Finding cases by words: in their subjects and fields, and in what was said in them.

Migration 0015 makes the index, FTS5 on SQLite and tsvector on PostgreSQL, and the triggers by which
the databases keep it. Decision 0270. Where an index says too little, or costs more, texts are read
as they are: decision 0358.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import orjson

from runner.model import CASE_FIELDS, Phrase, have_all
from runner.model.phrases import PREFIX, Words
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
    own = _own_texts(tx, reader)
    yield from own.having(phrases) if own else _indexed(tx, reader, phrases)
    yield from _parts(tx, reader, text)


def _indexed(tx: Transaction, reader: Reader, phrases: Sequence[Phrase]) -> Iterator[_Match]:
    if tx.dialect.name == "sqlite":
        yield from _on_sqlite(tx, reader, phrases)
        yield from _texts(tx, reader, _NOT_IN_INDEX).having(phrases)
    else:
        yield from _on_postgresql(tx, reader, phrases)
    if any(phrase.contracted for phrase in phrases):
        yield from _read_alike(tx, reader, phrases)


def _parts(tx: Transaction, reader: Reader, text: str) -> Iterator[_Match]:
    """Cases whose subject has a text inside of its words, where there is an index of that."""
    text = text.strip().strip('"')
    if len(text) < search.SHORT or not search.has_trigrams(tx):
        return
    if reader.all_cases:
        query, values = search.matching(tx, text, _SHOWN)
    else:
        query, values = search.matching_own(tx, text)
    for (case_id,) in tx.run(query, **values, reader=reader.id):
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
_THEIRS, _NOT_THEIRS = "c.customer_id = :reader", "c.customer_id <> :reader"
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


def _may_read(reader: Reader) -> str:
    """Of the messages `m` of a case `c` that they see: no note to a customer, nor on one's own."""
    public = "m.visibility = 'public'"
    return f"({public} OR {_NOT_THEIRS})" if reader.all_cases else public


def _on_sqlite(tx: Transaction, reader: Reader, phrases: Sequence[Phrase]) -> Iterator[_Match]:
    branches = [(IN_SUBJECT, "subject", "TRUE"), (IN_CASE, _PUBLIC, "TRUE")]
    branches += [(IN_CASE, _ALL, _NOT_THEIRS)] if reader.all_cases else []
    for rank, columns, condition in branches:
        rows = _newest_with(tx, _CASES.format(condition=condition), columns, reader, phrases)
        yield from ((rank, case_id, None) for (case_id,) in rows)
    messages = _MESSAGES.format(condition=_may_read(reader))
    said = _newest_with(tx, messages, "body", reader, phrases)
    yield from ((SAID, case_id, message_id) for case_id, message_id in said)


def _newest_with(
    tx: Transaction, statement: str, columns: str, reader: Reader, phrases: Sequence[Phrase]
) -> Sequence[Any]:
    """The newest rows that have the phrases in these columns. Rows with the words themselves are
    read from the newest on; for beginnings of words the index gathers all rows first. So these are
    looked for only where the words themselves are in fewer rows than a search looks at."""
    rows: Sequence[Any] = ()
    for alike in dict.fromkeys((tuple(replace(p, prefix=False) for p in phrases), tuple(phrases))):
        words = _in_columns(columns, reader, map(_fts5, alike))
        rows = tx.run(statement, words=words, reader=reader.id).fetchall()
        if len(rows) >= MOST:
            break
    return rows


def _in_columns(columns: str, reader: Reader, wanted: Iterable[str]) -> str:
    # The customer's word makes the index find what they may read, not read what all have said.
    theirs = "" if reader.all_cases else f" AND reader : c{reader.id}"
    return f"{columns} : ({' AND '.join(wanted)}){theirs}"


def _fts5(phrase: Phrase, *besides: Words) -> str:
    """A phrase for FTS5, as it was typed, folded or spelt out: its own folding leaves marks on some
    letters, and other forms of letters as they are. All are letters and digits alone."""
    ways = dict.fromkeys((phrase.typed, *phrase.spellings, *besides))
    either = " OR ".join(
        f'"{" ".join(words)}"{_sign(phrase, words, " *")}' for words in ways if words
    )
    return f"({either})"


def _sign(phrase: Phrase, words: Words, sign: str) -> str:
    """The sign of a beginning, if these words may be one: `du` for *due* would be too short."""
    return sign if phrase.prefix and len(words[-1]) >= PREFIX else ""


def last_indexed(table: str) -> str:
    """The id up to which the index has the rows: they go in by whole batches."""
    return f"(SELECT coalesce(max(id), 0) / {BATCH} * {BATCH} FROM {table})"


def _not_in_index(table: str, name: str) -> str:
    """Of the rows of a table, under a name: those after the last whole batch. SQLite would take
    them for a quarter of all, and where it has statistics read the whole other table for them."""
    return f"likelihood({name}.id > {last_indexed(table)}, 0.000001)"


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
        theirs="TRUE" if reader.all_cases else _THEIRS,
        may_read=_may_read(reader),
    )
    words: dict[str, Any] = {
        name: " & ".join(_tsquery(phrase, weights) for phrase in phrases)
        for name, weights in (("subject", "A"), ("public", "ABC"), ("whole", ""), ("said", ""))
    }
    statement = find + (_FIND_IN_FACTS if reader.all_cases else "")
    return tx.run(statement, reader=reader.id, **words)


def _tsquery(phrase: Phrase, weights: str, *besides: Words) -> str:
    ways = dict.fromkeys((*phrase.spellings, *besides))
    return f"({' | '.join(_in_a_row(phrase, words, weights) for words in ways)})"


def _in_a_row(phrase: Phrase, wanted: Words, weights: str) -> str:
    *first, last = wanted
    words = [(word, weights) for word in first]
    words.append((last, _sign(phrase, wanted, "*") + weights))
    parts = " <-> ".join(f"'{word}':{signs}" if signs else f"'{word}'" for word, signs in words)
    return f"({parts})"


# ------------------------------------------------------------------ texts that are read


@dataclass(frozen=True, slots=True)
class _Texts:
    """What a reader may see of some cases, and of some messages."""

    cases: Sequence[tuple[int, Sequence[str]]]
    """Each with its subject, and all else."""
    messages: Sequence[tuple[int, int, str]]
    """Case, message and its text."""

    @property
    def length(self) -> int:
        of_cases = sum(len(text) for _, texts in self.cases for text in texts)
        return of_cases + sum(len(body) for _, _, body in self.messages)

    def having(self, phrases: Sequence[Phrase]) -> Iterator[_Match]:
        """Where the phrases are, whatever an index knows."""
        for case_id, texts in self.cases:
            if have_all(texts[:1], phrases):
                yield IN_SUBJECT, case_id, None
            elif have_all(texts, phrases):
                yield IN_CASE, case_id, None
        for case_id, message_id, body in self.messages:
            if have_all([body], phrases):
                yield SAID, case_id, message_id


@dataclass(frozen=True, slots=True)
class _Which:
    """Conditions for cases `c` and messages `m`."""

    cases: str
    messages: str


_THEIR_OWN = _Which(_THEIRS, _THEIRS)
_NOT_IN_INDEX = _Which(_not_in_index("cases", "c"), _not_in_index("messages", "m"))

_TEXTS_OF_CASES = f"""
    SELECT c.id, c.customer_id, c.facts, c.subject, c.description, p.name, p.email,
        {", ".join(f"coalesce(c.{item.name}, '')" for item in CASE_FIELDS)}
    FROM cases c JOIN people p ON p.id = c.customer_id
    WHERE {{which}} AND {_SHOWN} AND {{theirs}}
"""
_TEXTS_OF_MESSAGES = f"""
    SELECT m.case_id, m.id, m.body FROM messages m JOIN cases c ON c.id = m.case_id
    WHERE {{which}} AND {_SHOWN} AND {{theirs}} AND {{may_read}}
"""


def _texts(tx: Transaction, reader: Reader, which: _Which, **values: str) -> _Texts:
    theirs = "TRUE" if reader.all_cases else _THEIRS
    of_cases = _TEXTS_OF_CASES.format(which=which.cases, theirs=theirs)
    of_messages = _TEXTS_OF_MESSAGES.format(
        which=which.messages, theirs=theirs, may_read=_may_read(reader)
    )
    rows = tx.run(of_cases, reader=reader.id, **values).fetchall()
    return _Texts(
        [
            (case_id, texts if customer_id == reader.id else [*texts, _values(facts)])
            for case_id, customer_id, facts, *texts in rows
        ],
        tx.run(of_messages, reader=reader.id, **values).fetchall(),
    )


FEW, LITTLE = 2_000, 300_000
"""Messages, with each case that has none, and characters in all. A customer's own texts, when they
are no more, are read sooner than SQLite gathers what all have written with a common word, or with
one that begins so."""

_COUNT_OWN = f"""
    SELECT count(*) FROM (
        SELECT 1 FROM cases c LEFT JOIN messages m ON m.case_id = c.id
        WHERE {_THEIRS} LIMIT :most
    )
"""


def _own_texts(tx: Transaction, reader: Reader) -> _Texts | None:
    """All that a customer may search, if reading it costs less than asking the index."""
    if reader.all_cases or tx.dialect.name != "sqlite":
        return None
    if tx.run(_COUNT_OWN, reader=reader.id, most=FEW + 1).fetchone()[0] > FEW:
        return None
    texts = _texts(tx, reader, _THEIR_OWN)
    return texts if texts.length <= LITTLE else None


def _read_alike(tx: Transaction, reader: Reader, phrases: Sequence[Phrase]) -> Iterator[_Match]:
    """What has *Größe* where *groesse* was typed: the index has the word as *grosse*. What has the
    phrases as they stand is left out, found already: `value` begins *value* and, folded, *valü*.
    But a subject is better than what was found elsewhere in its case."""
    spelt = [(phrase, phrase.contracted) for phrase in phrases]
    if tx.dialect.name == "sqlite":
        alike = [_fts5(phrase, *besides) for phrase, besides in spelt]
        found = [_fts5(phrase) for phrase in phrases]
        which = _Which(_ALIKE_SQLITE.format("c", "case"), _ALIKE_SQLITE.format("m", "message"))
        in_subject, in_case, said = (
            f"(({_in_columns(wide, reader, alike)}) NOT ({_in_columns(narrow, reader, found)}))"
            for wide, narrow in (("subject", "subject"), (_ALL, _PUBLIC), ("body", "body"))
        )
        in_cases = f"{in_subject} OR {in_case}"
    else:
        theirs = "TRUE" if reader.all_cases else _THEIRS
        which = _Which(*(one.format(theirs=theirs) for one in _ALIKE_POSTGRESQL))
        in_subject, in_case, said = (
            f"({' & '.join(_tsquery(phrase, wide, *besides) for phrase, besides in spelt)})"
            f" & !({' & '.join(_tsquery(phrase, narrow) for phrase in phrases)})"
            for wide, narrow in (("A", "A"), ("", "ABC"), ("", ""))
        )
        in_cases = f"{in_subject} | {in_case}"
    texts = _texts(tx, reader, which, case_words=in_cases, message_words=said)
    yield from texts.having(phrases)


_ALIKE_SQLITE = f"""
    {{0}}.id IN (
        SELECT rowid FROM {{1}}_words WHERE {{1}}_words MATCH :{{1}}_words
        ORDER BY rowid DESC LIMIT {MOST}
    )
"""
_ALIKE_POSTGRESQL = (
    f"""c.id IN (
        SELECT w.case_id FROM case_words w JOIN cases c ON c.id = w.case_id
        WHERE w.words @@ to_tsquery('simple', :case_words) AND {{theirs}}
        ORDER BY w.case_id DESC LIMIT {MOST}
    )""",
    f"""m.id IN (
        SELECT m.id FROM messages m JOIN cases c ON c.id = m.case_id
        WHERE m.words @@ to_tsquery('simple', :message_words) AND {{theirs}}
        ORDER BY m.id DESC LIMIT {MOST}
    )""",
)
