"""Searching cases by words, as far as the person may see them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from runner.cases.change import LONGEST_SUBJECT, checked_text
from runner.cases.dependencies import Dependencies
from runner.cases.views import as_seen, see_message
from runner.errors import InvalidInput
from runner.language import _
from runner.model import (
    CaseLine,
    Hit,
    Marked,
    Message,
    Page,
    Person,
    Phrase,
    case_fields,
    marked,
    page,
    phrases_of,
    to_id,
)
from runner.people.permissions import may
from runner.store import Transaction, cases, lists, messages, words
from runner.store.words import HitPlace, Reader

MOST_WORDS, LONGEST_WORD = 24, 500
"""Of a search. Of the words those in quotes, and the parts of a word such as `C-1042`, count as
well; the characters are those of its folded form, in which one may become 18. PostgreSQL takes
words of 2,046 bytes."""
BY_NUMBER = 0
"""The rank of the case whose number was typed: before all others."""


class Search:
    """Nothing here changes anything."""

    def __init__(self, dependencies: Dependencies):
        self._db = dependencies.db

    def search(self, person: Person, text: str, cursor: str = "", limit: int = 25) -> Page[Hit]:
        """The cases that have all words of a text, each with its best place: its subject before
        the rest of the case, that before what was said. Raises InvalidInput for a text with too
        many or too long words, and for a cursor that no page gave."""
        text = checked_text("q", text, LONGEST_SUBJECT) if text.strip() else ""
        phrases, after = _checked(phrases_of(text)), _read_cursor(cursor)
        with self._db.read() as tx:
            places = [*_by_number(tx, person, text), *_by_words(tx, person, phrases, text)]
            behind = [place for place in places if after is None or after < place]
            part = page(behind[: limit + 1], limit, _cursor)
            return Page(_hits(tx, person, part.items, phrases), part.next_cursor)


def _checked(phrases: tuple[Phrase, ...]) -> tuple[Phrase, ...]:
    words = [word for phrase in phrases for word in phrase.words]
    if len(words) > MOST_WORDS:
        raise InvalidInput(
            {
                "q": [
                    _(
                        "has %(words)s words; search for at most %(most_words)s at once",
                        words=len(words),
                        most_words=MOST_WORDS,
                    )
                ]
            }
        )
    if max(map(len, words), default=0) > LONGEST_WORD:
        raise InvalidInput(
            {
                "q": [
                    _(
                        "has a word of more than %(longest_word)s letters, spelt out",
                        longest_word=LONGEST_WORD,
                    )
                ]
            }
        )
    return phrases


def _by_number(tx: Transaction, person: Person, text: str) -> Iterator[HitPlace]:
    case_id = to_id(text)
    case = cases.by_id(tx, case_id) if case_id is not None else None
    if case is not None and may(person, "see_case", case):
        yield HitPlace(BY_NUMBER, 0, case.id)


def _by_words(
    tx: Transaction, person: Person, phrases: Sequence[Phrase], text: str
) -> Iterator[HitPlace]:
    reader, known = Reader(person.id, may(person, "list_cases")), to_id(text)
    for place in words.found(tx, reader, phrases, text):
        if place.case_id != known:
            yield place


# ------------------------------------------------------------------ what is shown


def _hits(
    tx: Transaction, person: Person, places: Sequence[HitPlace], phrases: Sequence[Phrase]
) -> tuple[Hit, ...]:
    ids = [place.case_id for place in places]
    lines, texts = lists.by_ids(tx, ids, person.id), words.texts_of(tx, ids)
    said = messages.by_ids(tx, [p.message_id for p in places if p.message_id is not None])
    hits = []
    for place in places:
        line, message = as_seen(lines[place.case_id], person), said.get(place.message_id or 0)
        internal = may(person, "see_internal", line)
        if message is not None:
            hits.append(_said(line, see_message(message, person, internal), phrases))
        else:
            described, filled_in = texts[line.id]
            filled_in = filled_in if internal else ""
            hits.append(_in_case(line, place, (described, filled_in), phrases))
    return tuple(hits)


def _said(line: CaseLine, message: Message, phrases: Sequence[Phrase]) -> Hit:
    kind = "message" if message.visibility == "public" else "note"
    return Hit(line, kind, marked(message.body, phrases) or _beginning(message.body), message)


def _in_case(
    line: CaseLine, place: HitPlace, texts: tuple[str, str], phrases: Sequence[Phrase]
) -> Hit:
    if place.rank == BY_NUMBER:
        return Hit(line, "number", ())
    described, filled_in = texts
    shown: Mapping[str, str] = {
        "subject": line.subject if place.rank == words.IN_SUBJECT else "",
        "customer": f"{line.customer.name} {line.customer.email}",
        **{name: value or "" for name, value in case_fields(line).items()},
        "reference": filled_in,
        "description": described,
    }
    for name, text in shown.items():
        if found := marked(text, phrases):
            return Hit(line, name, found)
    return Hit(line, "subject", ((line.subject, False),))


def _beginning(text: str) -> Marked:
    return ((text[:180], False),)


# ------------------------------------------------------------------ pages


def _cursor(place: HitPlace) -> str:
    return f"{place.rank}~{-place.newest}~{place.case_id}"


def _read_cursor(text: str) -> HitPlace | None:
    if not text:
        return None
    parts = text.split("~")
    if len(parts) != 3 or not all(p.isascii() and p.isdigit() and len(p) <= 18 for p in parts):
        raise InvalidInput({"cursor": [_("is not one that a page gave")]})
    rank, newest, case_id = map(int, parts)
    return HitPlace(rank, -newest, case_id)
