"""What somebody searches for, and where a text has it. Case and marks make no difference."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import combining, normalize

PREFIX = 3
"""A word of so many characters also finds the words that begin with it."""

LONGEST_KEPT = 100
"""A word of more characters is folded each time that it is met: memory is for those of people."""

_CHUNK = re.compile(r'"([^"]*)"|(\S+)')
_WORD = re.compile(r"(?:[^\W_][\u0300-\u036f]*)+")

Marked = tuple[tuple[str, bool], ...]
"""A text in pieces, each with whether it is what was searched for."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that have to follow one another: what stood in quotes, or the parts of one word, such
    as `C-1042`. `prefix` says that the last one may be the beginning of a word."""

    words: tuple[str, ...]
    """Folded."""
    typed: tuple[str, ...]
    """As they were written, in lower case."""
    prefix: bool


def phrases_of(text: str) -> tuple[Phrase, ...]:
    """All that a text asks for, each once. Signs between words are not looked for."""
    found = (_phrase(quoted or bare, not quoted) for quoted, bare in _CHUNK.findall(text))
    return tuple(dict.fromkeys(phrase for phrase in found if phrase.words))


def _phrase(text: str, bare: bool) -> Phrase:
    words = _words(folded(text))
    prefix = bare and bool(words) and len(words[-1]) >= PREFIX
    return Phrase(words, _words(normalize("NFC", text).lower()), prefix)


def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(text))


def folded(text: str) -> str:
    """A text without case, marks and other forms of letters (NFKD): `Größe` is `grosse`."""
    return _folded_word(text) if len(text) <= LONGEST_KEPT else _folded(text)


def _folded(text: str) -> str:
    if text.isascii():
        return text.lower()
    plain = normalize("NFKD", text)
    marks = {ord(c): None for c in set(plain) if combining(c)}
    return plain.translate(marks).casefold()


_folded_word = lru_cache(maxsize=4096)(_folded)


# ------------------------------------------------------------------ where it stands


def have_all(texts: Iterable[str], phrases: Sequence[Phrase]) -> bool:
    """Whether each phrase is in one of the texts."""
    read = [folded(text) for text in texts]
    return all(any(_pattern(phrase).search(text) for text in read) for phrase in phrases)


@lru_cache(maxsize=256)
def _pattern(phrase: Phrase) -> re.Pattern[str]:
    """Finds a phrase in a folded text. No sign between its words is part of one: no text makes the
    search go back."""
    begin, end = f"{phrase.words[0]}(?<![^\\W_]{phrase.words[0]})", r"(?![^\W_])"
    between = r"[\W_]++".join((begin, *phrase.words[1:]))
    return re.compile(between + ("" if phrase.prefix else end))


def marked(text: str, phrases: Sequence[Phrase], around: int = 90) -> Marked:
    """The part of a text where it has the first of the phrases, with all of them marked; () where
    it has none. `around` is how many characters are shown before it, and half of those behind."""
    begin, stop = _stretch(text, phrases)
    words = _read(text, begin, stop)
    spans = sorted({span for phrase in phrases for span in _places(words, phrase)})
    if not spans:
        return ()
    start, end = _cut(text, spans[0][0] - around), _cut(text, spans[0][0] + 2 * around)
    shown = _joined([span for span in spans if start <= span[0] and span[1] <= end])
    pieces, at = [], start
    for first, last in shown:
        pieces += [(text[at:first], False), (text[first:last], True)]
        at = last
    pieces.append((text[at:end], False))
    framed = [("… " if start else "", False), *pieces, (" …" if end < len(text) else "", False)]
    return tuple((piece, is_hit) for piece, is_hit in framed if piece)


STRETCH, OVERLAP = 4_000, 1_000
"""Characters. A text is read word by word only in the first stretch that has a phrase; a phrase
that goes on behind a stretch is found if that takes no more than the overlap."""


def _stretch(text: str, phrases: Sequence[Phrase]) -> tuple[int, int]:
    """The part of a text to read word by word: from one word to another."""
    patterns = [_pattern(phrase) for phrase in phrases]
    begin = 0
    while begin + STRETCH + OVERLAP < len(text):
        stop = _cut(text, begin + STRETCH + OVERLAP)
        part = folded(text[begin:stop])
        if any(pattern.search(part) for pattern in patterns):
            return begin, stop
        begin = _cut(text, begin + STRETCH)
    return begin, len(text)


def _cut(text: str, at: int) -> int:
    """The end of the word that a place is in."""
    if at <= 0:
        return 0
    space = re.compile(r"\s").search(text, at, at + 40)
    return min(space.start() if space else at, len(text))


def _read(text: str, begin: int, stop: int) -> list[tuple[str, int, int]]:
    """The words of a part of a text, folded, each with its start and end."""
    found = _WORD.finditer(text, begin, stop)
    return [(folded(word.group()), word.start(), word.end()) for word in found]


def _places(words: Sequence[tuple[str, int, int]], phrase: Phrase) -> list[tuple[int, int]]:
    """Start and end of each place where a text of these words has a phrase."""
    first, length = phrase.words[0], len(phrase.words)
    return [
        (words[i][1], words[i + length - 1][2])
        for i in range(len(words) - length + 1)
        if words[i][0].startswith(first) and _begins(words[i : i + length], phrase)
    ]


def _begins(words: Sequence[tuple[str, int, int]], phrase: Phrase) -> bool:
    *first, last = phrase.words
    if [word for word, _, _ in words[:-1]] != first:
        return False
    word = words[-1][0]
    return word.startswith(last) if phrase.prefix else word == last


def _joined(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans that overlap, as one."""
    found: list[tuple[int, int]] = []
    for start, end in spans:
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found
